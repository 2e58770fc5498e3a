"""The five years as one picture, for the program's page, the director's day and the printed report."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from educities.kit.day_words import format_day
from educities.kit.multilingual import isolate_ltr, translate_plain
from educities.tenancy.kept_queries import Given, KeptQuery, ask_together
from programs import texts
from programs.models import Forum, IndicatorValue, Intake, Milestone, Program, ProgramYear, Suspension
from programs.queries import Figures, list_milestones, main_figures
from programs.queries.contract import end_of_rest
from programs.values import ribbon
from programs.values.ribbon import RIBBON_LANES, Bead, Lane, Span, YearCell

Series = IndicatorValue.Series
OPEN = {Milestone.State.PLANNED, Milestone.State.AT_RISK}


@dataclass
class ProgramParts:
    """What the picture is drawn from. `milestones`: those of all years, the dropped ones left out."""

    program: Program
    years: list[ProgramYear]
    milestones: list[Milestone]
    intakes: list[Intake]
    forum: Forum | None = None
    figures: Figures | None = None
    lanes: list[Lane] = field(default_factory=list)
    suspensions: list[Suspension] = field(default_factory=list)


@dataclass
class Ribbon:
    """Sixty months. `today`: its month, None outside the five years; `window`: the year that a phone shows.

    `third`: in which third of its month today lies, 1 to 3: on the 28th the line stands behind what the month holds.
    """

    years: list[YearCell]
    beads: list[Bead]
    bodies: list[Lane]
    lanes: list[Lane]
    further: int
    today: int | None
    window: int
    sentence: str
    figure_name: str = ""
    third: int = 1

    @property
    def next_bead(self) -> Bead | None:
        """The next milestone."""
        return next((bead for bead in self.beads if bead.tone == "now"), None)

    @property
    def has_late(self) -> bool:
        """Is a milestone overdue or missed, so that the key names its ring?"""
        return any(bead.tone == "late" for bead in self.beads)

    @property
    def all_lanes(self) -> list[Lane]:
        """Every bar, from the top."""
        return [*self.bodies, *self.lanes]

    @property
    def next_span(self) -> tuple[int, bool]:
        """Where the words of the next milestone stand on a page."""
        return self.place_next(18)

    def place_next(self, months: int) -> tuple[int, bool]:
        """From which month words of this length stand at the next milestone; True when they end there."""
        month = self.next_bead.month if self.next_bead else 1
        is_late = month > ribbon.MONTHS + 1 - months
        return (max(1, month + 1 - months), True) if is_late else (month, False)


# As text, because several questions asked together are answered by JSON.
FIRST, LAST = Cast("starts_on", CharField()), Cast("ends_on", CharField())
INTAKES = KeptQuery(lambda: Intake.objects.filter(program=Given("program")).values_list("pk", "number", FIRST, LAST))
FORUM = KeptQuery(
    lambda: Forum.objects.filter(program=Given("program")).order_by("pk").values_list("pk", FIRST, LAST)[:1]
)


def load_bodies(program: Program) -> tuple[list[Intake], Forum | None]:
    """The intakes of the teacher accelerator and the strategic forum. One query."""
    about = {"program": program.pk}
    intakes, forums = ask_together([(INTAKES, about), (FORUM, about)])
    read = date.fromisoformat
    found = [
        Intake(pk=pk, program=program, number=number, starts_on=read(first), ends_on=read(last))
        for pk, number, first, last in intakes
    ]
    forum = [
        Forum(pk=pk, program=program, starts_on=read(first), ends_on=last and read(last)) for pk, first, last in forums
    ]
    return found, next(iter(forum), None)


def load_ribbon_parts(program: Program, years: list[ProgramYear], today: date) -> ProgramParts:
    """What the picture of these years is drawn from. Three queries, and those of the lanes."""
    intakes, forum = load_bodies(program)
    return ProgramParts(
        program,
        years,
        milestones=list_milestones(years),
        intakes=intakes,
        forum=forum,
        figures=main_figures(),
        lanes=[lane for find in RIBBON_LANES for lane in find(today)],
        suspensions=list_suspensions(program, years),
    )


def list_suspensions(program: Program, years: list[ProgramYear]) -> list[Suspension]:
    """The rests of the program. No query where its years show that it never rested."""
    has_rested = program.state == Program.State.SUSPENDED or any(year.suspended_days for year in years)
    return list(program.suspensions.all()) if has_rested else []


def build_ribbon(parts: ProgramParts, today: date) -> Ribbon:
    """The picture of these five years as they stand today. No query."""
    program, first = parts.program, parts.program.starts_on
    end = parts.years[-1].ends_on if parts.years else first
    milestones = [one for one in parts.milestones if one.state != Milestone.State.DROPPED]
    beads = list_beads(milestones, program, today)
    lanes = [placed for lane in parts.lanes if (placed := place_lane(lane, first)).pieces]
    now = next((year.number for year in parts.years if year.starts_on <= today <= year.ends_on), None)
    return Ribbon(
        years=[_build_year(year, parts, milestones, today) for year in parts.years],
        beads=beads,
        bodies=[place_lane(lane, first) for lane in _list_bodies(parts, today, end)],
        lanes=lanes[-ribbon.MOST_LANES :],
        further=max(0, len(lanes) - ribbon.MOST_LANES),
        today=ribbon.month_number(first, today) if now else None,
        window=now or (1 if today < first else 5),
        sentence=_write_sentence(beads),
        figure_name=str(parts.figures.indicator) if parts.figures and parts.figures.rows else "",
        third=min(3, 1 + (today.day - 1) // 10),
    )


def list_beads(milestones: Iterable[Milestone], program: Program, today: date) -> list[Bead]:
    """The milestones as moments on the wire, in order of their days; two of one month stand beside each other.

    What is reached before its day stands at today: nothing is reached in the future.
    """
    rows = sorted(milestones, key=lambda one: (one.due_on, one.pk or 0))
    following = next((one for one in rows if one.state in OPEN and one.due_on >= today), None)
    taken: set[int] = set()
    return [
        Bead(
            _bead_month(one, program, today, taken),
            _bead_tone(one, program, today, is_next=one is following),
            str(one),
            one.due_on,
            one.get_absolute_url(),
            one.get_state_display(),
            one.asks_for_status(program, today),
            one.state == Milestone.State.MISSED,
            one.is_reached_early(today),
        )
        for one in rows
    ]


def _bead_month(milestone: Milestone, program: Program, today: date, taken: set[int]) -> int:
    is_early = milestone.is_reached_early(today)
    month = ribbon.month_number(program.starts_on, today if is_early else milestone.due_on)
    return ribbon.free_month(month, taken, step=-1 if is_early else 1)


def _bead_tone(milestone: Milestone, program: Program, today: date, *, is_next: bool) -> str:
    if milestone.state == Milestone.State.REACHED:
        return "done"
    is_late = milestone.due_on < today and not milestone.was_due_before_signing(program)
    is_late = is_late and program.state != Program.State.SUSPENDED
    if milestone.state == Milestone.State.MISSED or is_late:
        return "late"
    return "now" if is_next else ""


def place_lane(lane: Lane, first: date) -> Lane:
    """The lane with its spans on the months of the program that begins on `first`."""
    return replace(lane, pieces=ribbon.place_spans(first, lane.spans))


def _list_bodies(parts: ProgramParts, today: date, end: date) -> list[Lane]:
    """The strategic forum, and the intakes of the teacher accelerator on one lane; before they have dates, proposed."""
    if not parts.program.is_signed and parts.forum is None:
        return [Lane(_("Strategic forum"), [Span(parts.program.starts_on, end, "dash")])]
    lanes = []
    if parts.forum:
        spans = ribbon.split_today(parts.forum.starts_on, parts.forum.ends_on or end, today)
        lanes.append(Lane(_("Strategic forum"), spans))
    spans = []
    for intake in parts.intakes:
        label = _("Intake %(n)s") % {"n": intake.number}
        spans += ribbon.split_today(intake.starts_on, intake.ends_on, today, label)
    if spans:
        lanes.append(Lane(_("Teacher accelerator"), spans))
    if parts.suspensions:
        rests = [
            Span(row.starts_on, end_of_rest(row, today), "done" if row.resumed_on else "now")
            for row in parts.suspensions
        ]
        lanes.append(Lane(_("Suspended"), rests))
    return lanes


def _build_year(year: ProgramYear, parts: ProgramParts, milestones: list[Milestone], today: date) -> YearCell:
    own = [one for one in milestones if one.year_id == year.pk]
    figure, note, is_target = _year_figure(parts.figures, year)
    return YearCell(
        number=year.number,
        label=year_label(year),
        focus=translate_plain(year.focus),
        is_now=year.starts_on <= today <= year.ends_on,
        figure=figure,
        note=note,
        is_target=is_target,
        reached=sum(one.state == Milestone.State.REACHED for one in own),
        milestones=len(own),
    )


def year_label(year: ProgramYear) -> str:
    """2026/27; 2026 for a year that is one of the calendar."""
    first, last = year.starts_on.year, year.ends_on.year
    return str(first) if first == last else f"{first}/{last % 100:02d}"


def _year_figure(figures: Figures | None, year: ProgramYear) -> tuple[str, str, bool]:
    """The confirmed figure of the year with the national average, else what was promised for it."""
    if figures is None:
        return "", "", False
    kept, period = figures.confirmed(), year.city.school_year(year.starts_on)
    value, target = kept.actual.get(period), kept.of(Series.TARGET).get(period)
    if value is not None:
        average = kept.of(Series.BENCHMARK).get(period)
        note = (
            _("national %(value)s") % {"value": isolate_ltr(texts.with_unit(figures.indicator, average))}
            if average
            else ""
        )
        return texts.with_unit(figures.indicator, value), note, False
    return (
        texts.with_unit(figures.indicator, target),
        pgettext("beside a figure", "target") if target is not None else "",
        True,
    )


def _write_sentence(beads: list[Bead]) -> str:
    """What the picture says first: how many milestones are reached, overdue, missed, and which is the next."""
    if not beads:
        return _("No milestone is planned.")
    n, missed = sum(bead.tone == "done" for bead in beads), sum(bead.is_missed for bead in beads)
    late = sum(bead.tone == "late" and not bead.is_missed for bead in beads)
    said = [
        ngettext("%(n)s of %(all)s milestones is reached.", "%(n)s of %(all)s milestones are reached.", n)
        % {"n": n, "all": len(beads)}
    ]
    if late:
        said.append(ngettext("%(n)s is overdue.", "%(n)s are overdue.", late) % {"n": late})
    if missed:
        said.append(ngettext("%(n)s was missed.", "%(n)s were missed.", missed) % {"n": missed})
    if before := sum(bead.asks_for_status for bead in beads):
        text = ngettext(
            "%(n)s was due before the program was signed: say how it stands, or choose a new day.",
            "%(n)s were due before the program was signed: say how they stand, or choose new days.",
            before,
        )
        said.append(text % {"n": before})
    if following := next((bead for bead in beads if bead.tone == "now"), None):
        day = format_day(following.due_on)
        said.append(_("The next is due on %(day)s.") % {"day": day})
    return " ".join(said)
