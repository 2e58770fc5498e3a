"""What the app's own records say of a program year, line by line."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.activity.models import AuditEntry
from educities.kit.day_words import format_day
from educities.kit.multilingual import isolate_ltr
from programs import texts, verbs
from programs.models import Indicator, IndicatorValue, Milestone, ProgramYear, Suspension
from programs.queries.evidence import EvidenceLink, load_evidence
from programs.values.calendar import school_year
from programs.values.reviews import ReviewLine

TONES = {Milestone.State.REACHED: "done", Milestone.State.MISSED: "late", Milestone.State.DROPPED: "dash"}
ENDS = (verbs.MILESTONE_MISSED.code, verbs.MILESTONE_DROPPED.code)


def list_milestone_lines(year: ProgramYear) -> list[ReviewLine]:
    """Each milestone with how it stands, by what one can see it, by how many days it moved, and why it was given up."""
    rows = list(year.milestones.all())
    shown, reasons = load_evidence(rows), find_reasons(rows)
    return [
        _write_milestone(one, shown.get((one.evidence_kind, one.evidence_id or 0)), reasons.get(str(one.pk), ""))
        for one in rows
    ]


def _write_milestone(row: Milestone, link: EvidenceLink | None, reason: str) -> ReviewLine:
    said = [str(row.get_state_display())]
    if link is not None:
        said.append(f"{link.label}: {link.name}")
    elif row.reached_by == Milestone.Proof.OVERRIDE:
        said.append(str(Milestone.Proof.OVERRIDE.label))
    if row.slip_days and row.state != Milestone.State.DROPPED:
        said.append(_write_slip(row.slip_days))
    if reason and row.state in {Milestone.State.MISSED, Milestone.State.DROPPED}:
        said.append(reason)
    return ReviewLine(str(row), " · ".join(said), TONES.get(Milestone.State(row.state), ""))


def _write_slip(days: int) -> str:
    if days > 0:
        return ngettext("%(n)s day later than planned", "%(n)s days later than planned", days) % {"n": days}
    return ngettext("%(n)s day earlier than planned", "%(n)s days earlier than planned", -days) % {"n": -days}


def find_reasons(rows: Iterable[Milestone]) -> dict[str, str]:
    """Why milestones were missed or dropped, the last word of each. One query."""
    numbers = [str(row.pk) for row in rows]
    acts = AuditEntry.objects.filter(target_type="programs.milestone", target_id__in=numbers, verb__in=ENDS)
    return dict(acts.order_by("at", "pk").values_list("target_id", "reason"))


def list_indicator_lines(year: ProgramYear) -> list[ReviewLine]:
    """Of each indicator the confirmed figure of the school year in which it began, or that there is none."""
    period = year.city.school_year(year.starts_on)
    rows = IndicatorValue.objects.confirmed().filter(series=IndicatorValue.Series.ACTUAL, period=period)
    found = {row.indicator_id: row for row in rows}
    return [_write_figure(one, found.get(one.pk), period) for one in Indicator.objects.order_by("-is_main", "pk")]


def _write_figure(indicator: Indicator, row: IndicatorValue | None, period: int) -> ReviewLine:
    when = isolate_ltr(school_year(period))
    if row is None:
        return ReviewLine(str(indicator), f"{when}: {_('no confirmed figure')}", "dash")
    return ReviewLine(str(indicator), f"{when}: {isolate_ltr(texts.with_unit(indicator, row.value))}", "done")


def list_suspension_lines(year: ProgramYear) -> list[ReviewLine]:
    """When the program was suspended in the year, and why."""
    rows = Suspension.objects.filter(program=year.program, starts_on__range=(year.starts_on, year.ends_on))
    return [ReviewLine(_write_rest(row), row.reason) for row in rows]


def _write_rest(row: Suspension) -> str:
    first = format_day(row.starts_on)
    if row.resumed_on is None:
        return _("Suspended since %(day)s") % {"day": first}
    return _("Suspended from %(first)s until %(last)s") % {"first": first, "last": format_day(row.resumed_on)}
