"""Figures in words, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.formats import localize, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.day_words import format_day
from educities.kit.multilingual import isolate_ltr, join_localised
from meetings.models import Session
from programs.models import Indicator, IndicatorValue, Milestone, Program
from programs.models.indicators import DEFINING
from programs.queries import Figures, Standing
from programs.queries.breakdowns import Table
from programs.values.calendar import school_year


def value_data(value: Decimal | None) -> str:
    """The figure without needless zeros, as people here write it."""
    if value is None:
        return ""
    short = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return str(localize(short, use_l10n=True))


def with_unit(indicator: Indicator, value: Decimal | None) -> str:
    """61.2 % or 1,204."""
    return "" if value is None else _append_unit(indicator, value_data(value))


def with_unit_in_column(indicator: Indicator, value: Decimal, places: int) -> str:
    """The same with that many decimal places, so that figures below one another stand place by place."""
    return _append_unit(indicator, number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True))


def count_places(values: Iterable[Decimal]) -> int:
    """How many decimal places the figure with the most of them has."""
    return max((max(-int(value.normalize().as_tuple().exponent), 0) for value in values), default=0)


def describe_differences(indicator: Indicator) -> str:
    """Which words of the indicator say something else than the network's definition, as a sentence; "" with none."""
    names = [str(DEFINING[name]) for name in indicator.list_differences()]
    if not names:
        return ""
    return _("Not comparable with other cities: changed from the catalogue’s definition: %(names)s.") % {
        "names": join_localised(names)
    }


def _append_unit(indicator: Indicator, said: str) -> str:
    return _("%(value)s%%") % {"value": said} if indicator.unit == Indicator.Unit.PERCENT else said


def describe_jump(indicator: Indicator, figures: Mapping[int, Decimal], before: int, year: int) -> str:
    """From which figure to which the indicator changes between two school years, as a part of a sentence."""
    return _("from %(old)s in %(before)s to %(new)s in %(year)s") % {
        "old": isolate_ltr(with_unit(indicator, figures[before])),
        "new": isolate_ltr(with_unit(indicator, figures[year])),
        "before": isolate_ltr(school_year(before)),
        "year": isolate_ltr(school_year(year)),
    }


def name_figure(row: IndicatorValue) -> str:
    """A figure with its indicator, series and school year, as one of many."""
    value = isolate_ltr(with_unit(row.indicator, row.value))
    return f"{row.indicator} · {row.get_series_display()} {isolate_ltr(school_year(row.period))}: {value}"


def name_session(row: Session) -> str:
    """A session with its day: cohorts hold sessions of the same name."""
    return f"{row} · {format_day(row.starts_at.astimezone(row.city.zone))}"


def describe_overwritten(before: Figures, rows: Iterable[IndicatorValue]) -> str:
    """Which drafts of another figure were written over, with both figures, as a sentence; "" with none."""
    changes = []
    for row in rows:
        old = before.rows.get((row.series, row.period))
        if old is not None and old.value != row.value:
            about = {
                "name": row.get_series_display(),
                "year": isolate_ltr(school_year(row.period)),
                "old": isolate_ltr(with_unit(before.indicator, old.value)),
                "new": isolate_ltr(with_unit(before.indicator, row.value)),
            }
            changes.append(_("%(name)s %(year)s, %(old)s before and %(new)s now") % about)
    return _("Drafts written over: %(changes)s.") % {"changes": join_localised(changes)} if changes else ""


def newer_in_words(figures: Figures) -> str:
    """The figure that waits to be confirmed behind the shown one, as a sentence; nothing when none does."""
    if figures.newer is None:
        return ""
    value = isolate_ltr(with_unit(figures.indicator, figures.newer.value))
    data = {"value": value, "year": school_year(figures.newer.period)}
    return _("Not confirmed yet: %(value)s (%(year)s)") % data


def due_in_words(figures: Figures) -> str:
    """Which figure the city knows by now and nobody has entered, as a sentence; "" with none."""
    due = figures.find_due(figures.indicator.city.school_year())
    return _("Due: the figure of %(year)s") % {"year": school_year(due)} if due is not None else ""


def gap_in_words(indicator: Indicator, standing: Standing | None) -> str:
    """How the city stands to the national average of the same year, as a sentence; an earlier year is named."""
    if standing is None:
        return str(_("Nothing was measured yet."))
    if standing.gap is None:
        if indicator.no_benchmark_because:
            return _("No national average exists, because: %(why)s") % {"why": indicator.no_benchmark_because}
        return _("There is no national average of %(year)s to compare with.") % {"year": school_year(standing.year)}
    said = _comparison_text(indicator, standing.gap)
    if standing.compared in {None, standing.year}:
        return said
    return _("%(year)s: %(comparison)s") % {"year": school_year(standing.compared or 0), "comparison": said}


def _comparison_text(indicator: Indicator, gap: Decimal) -> str:
    size = {"size": _amount_text(indicator, abs(gap))}
    if gap == 0:
        return str(_("Equal to the national average"))
    above = (gap > 0) == (indicator.direction != Indicator.Direction.DOWN)
    return _("%(size)s above the national average") % size if above else _("%(size)s below the national average") % size


def change_in_words(indicator: Indicator, standing: Standing | None) -> str:
    """How the figure changed since the baseline, else since the first measured year, as a sentence; nothing without one."""
    if standing is None or standing.change is None:
        return ""
    data: dict[str, Any] = {"size": _amount_text(indicator, abs(standing.change)), "year": school_year(standing.since)}
    if standing.is_from_baseline:
        return _describe_baseline_change(standing.change) % data
    if standing.change == 0:
        return _("As in %(year)s") % data
    return (
        _("%(size)s more than in %(year)s") % data
        if standing.change > 0
        else _("%(size)s less than in %(year)s") % data
    )


def _describe_baseline_change(change: Decimal) -> str:
    if change == 0:
        return _("As at the baseline (%(year)s)")
    more, less = _("%(size)s more than the baseline (%(year)s)"), _("%(size)s less than the baseline (%(year)s)")
    return more if change > 0 else less


def describe_gap(indicator: Indicator, table: Table) -> str:
    """How far the groups lie apart, from the lowest figure to the highest, as a sentence; "" with fewer than two.

    Where groups are hidden it says so: one of them may be lower or higher still.
    """
    if table.ends is None or table.gap is None:
        return ""
    low, high = table.ends
    if not table.gap:
        return (
            _("The groups shown have the same figure.") if table.has_hidden else _("The groups have the same figure.")
        )
    text = (
        _("Of the groups shown, from %(low)s (%(low_value)s) to %(high)s (%(high_value)s): %(apart)s apart.")
        if table.has_hidden
        else _("From %(low)s (%(low_value)s) to %(high)s (%(high_value)s): %(apart)s apart.")
    )
    return text % {
        "low": isolate_text(low.name),
        "low_value": isolate_ltr(with_unit(indicator, low.value)),
        "high": isolate_text(high.name),
        "high_value": isolate_ltr(with_unit(indicator, high.value)),
        "apart": _amount_text(indicator, table.gap),
    }


def describe_kept_table(totals: Sequence[str]) -> str:
    """What was kept of a pasted break-down, and which of its rows are no groups."""
    kept = _("The break-down is kept as a draft. Another person confirms it.")
    if not totals:
        return kept
    left = _("%(names)s: counted as all together, not as a group. It was left out.")
    return f"{kept} {left % {'names': join_localised([isolate_text(name) for name in totals])}}"


def closed_in_words(standing: Standing | None) -> str:
    """How much of the first shortfall against the national average is closed; nothing when there was none.

    Where that is of an earlier school year than the last figure, it is named.
    """
    if standing is None or standing.closed is None:
        return ""
    said = _describe_closed(int((standing.closed * 100).to_integral_value()))
    if standing.compared in {None, standing.year}:
        return said
    return _("%(year)s: %(comparison)s") % {"year": school_year(standing.compared or 0), "comparison": said}


def _describe_closed(percent: int) -> str:
    if percent < 0:
        return str(_("The gap to the national average has grown."))
    if percent >= 100:
        return str(_("The gap to the national average is closed."))
    return _("%(percent)s%% of the gap to the national average is closed.") % {"percent": percent}


def comparison_tone(standing: Standing | None) -> str:
    """up, down or flat: the css word of the comparison."""
    if standing is None or not standing.gap or not standing.has_better:
        return "flat"
    return "up" if standing.gap > 0 else "down"


def _amount_text(indicator: Indicator, size: Decimal) -> str:
    if indicator.unit != Indicator.Unit.NUMBER:
        # A fraction is counted as none: in each language the form that follows any number.
        whole = int(size) if size == size.to_integral_value() else 0
        return ngettext("%(number)s point", "%(number)s points", whole) % {"number": value_data(size)}
    return value_data(size)


def describe_program_end(program: Program) -> list[str]:
    """What the close of the last year ends, in sentences: the program, and what is still open in it."""
    lines = [
        _(
            "The five-year program is completed with this year. Afterwards no year, focus or milestone of it can be changed."
        )
    ]
    open_states = [Milestone.State.PLANNED, Milestone.State.AT_RISK]
    count = Milestone.objects.filter(year__program=program, state__in=open_states).count()
    if count:
        text = ngettext(
            "%(n)s milestone is still open and stays so.", "%(n)s milestones are still open and stay so.", count
        )
        lines.append(text % {"n": count})
    return lines
