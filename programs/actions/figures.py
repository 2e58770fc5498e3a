"""One figure of one school year, and what it may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cities.queries.second_hands import find_principal
from educities.accounts.models import User
from educities.kit.context import current_audit_context
from educities.kit.errors import DomainError, InvalidValue
from educities.kit.multilingual import isolate_ltr, join_localised
from programs import texts
from programs.models import Indicator, IndicatorValue
from programs.values import scoring
from programs.values.calendar import PERIODS, school_year

Series = IndicatorValue.Series
LARGEST = Decimal(10) ** 11


class AskAgain(DomainError):
    """The figures jump: `years` have to be looked at once more and sent again with `sure`."""


@dataclass(frozen=True)
class Figure:
    """One cell of the yearly screen. `value` may be left out when numerator and denominator are given; without `source`
    or `flags` an equal figure keeps those it has, and another figure has none."""

    series: str
    period: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    source: str | None = None
    flags: str | None = None


def list_figure_fields(indicator: Indicator, figure: Figure) -> dict[str, Any]:
    """The figure as the columns of a row hold it."""
    return {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "factor": indicator.factor,
        "source": figure.source or "",
        "flags": figure.flags or "",
    }


def list_writer_fields(indicator: Indicator, actor: User) -> dict[str, Any]:
    """Who wrote the figure as it is now: a draft that is written over is its last writer's."""
    pk = getattr(actor, "pk", None)
    return {
        "entered_by_id": pk,
        "acting_for_id": find_principal(indicator.city_id, pk) if pk else None,
        "entered_with_id": current_audit_context().client,
        "entered_at": timezone.now(),
    }


def resolve_figure(indicator: Indicator, figure: Figure) -> Figure:
    """The figure with its value, agreeing with its parts, within what the unit allows."""
    value, numerator, denominator = figure.value, figure.numerator, figure.denominator
    _check_period(figure)
    if (numerator is None) != (denominator is None):
        missing = "numerator" if numerator is None else "denominator"
        text = _("%(year)s: enter both parts, or neither.") % {"year": school_year(figure.period)}
        raise InvalidValue(text, code="programs.part_missing", field=missing)
    if numerator is not None and denominator is not None:
        value = _compute_share(indicator, figure.period, value, numerator, denominator)
    if value is None:
        text = _("%(year)s: the figure is missing.") % {"year": school_year(figure.period)}
        raise InvalidValue(text, code="programs.no_value", field="value")
    _check_range(indicator, figure, value)
    _check_count(indicator, figure, value)
    return Figure(
        figure.series, figure.period, value.quantize(scoring.CENT), numerator, denominator, figure.source, figure.flags
    )


def _compute_share(
    indicator: Indicator, period: int, value: Decimal | None, numerator: Decimal, denominator: Decimal
) -> Decimal:
    if denominator <= 0:
        text = _("“Out of” must be greater than 0.")
        raise InvalidValue(text, code="programs.denominator", field="denominator")
    share = scoring.compute_share(numerator, denominator, indicator.factor)
    if value is not None and not scoring.matches_share(value, numerator, denominator, indicator.factor):
        raise InvalidValue(
            _("%(year)s: you entered %(value)s, but the parts give %(share)s. Correct one of them.")
            % {"year": school_year(period), "value": value, "share": share},
            code="programs.share_differs",
            field="value",
        )
    return share if value is None else value


def _check_range(indicator: Indicator, figure: Figure, value: Decimal) -> None:
    if indicator.unit == Indicator.Unit.PERCENT and not 0 <= value <= 100:
        text = (
            _("%(year)s: enter a percentage from 0 to 100. You entered %(value)s.")
            if figure.value is not None
            else _("%(year)s: a percentage from 0 to 100 is needed. The parts give %(value)s.")
        )
        raise _refuse_value(figure, value, text, code="programs.percent_range")
    if abs(value) >= LARGEST:
        raise _refuse_value(figure, value, _("%(year)s: this figure is too large."), code="programs.too_large")


def _refuse_value(figure: Figure, value: Decimal, text: str, *, code: str) -> InvalidValue:
    """Said of the figure; where only its parts were given, at the first of them."""
    field = "value" if figure.value is not None else "numerator"
    return InvalidValue(text % {"year": school_year(figure.period), "value": value}, code=code, field=field)


def _check_count(indicator: Indicator, figure: Figure, value: Decimal) -> None:
    """Who is counted is whole and not less than nobody; only a national average may lie between two numbers."""
    if not indicator.counts_people:
        return
    is_average = figure.series == Series.BENCHMARK
    if value < 0 or (value != value.to_integral_value() and not is_average):
        text = (
            _("%(year)s: enter a whole number, 0 or more. You entered %(value)s.")
            if figure.value is not None
            else _("%(year)s: a whole number, 0 or more, is needed. The parts give %(value)s.")
        )
        raise _refuse_value(figure, value, text, code="programs.whole_number")


def _check_period(figure: Figure) -> None:
    """What was measured lies behind: the newest school year that can have a figure has begun this calendar year."""
    if not PERIODS[0] <= figure.period <= PERIODS[1]:
        text = _("School years from 1990 to 2100 can be entered.")
        raise InvalidValue(text, code="programs.period", field="period")
    if figure.series != Series.TARGET and figure.period > timezone.now().year:
        text = _("%(year)s has not begun yet. Only a target can be entered for it.")
        raise InvalidValue(text % {"year": school_year(figure.period)}, code="programs.not_begun", field="period")


def check_jumps(
    indicator: Indicator, before: Mapping[int, Decimal], new: Mapping[int, Decimal], running: int | None = None
) -> None:
    """Raises AskAgain where a new figure is a jump from the year before it or to the year after; `{school year: figure}`.

    Also where it is of the school year that still runs (`running`): what is measured of it can change until its end.
    """
    known = {**before, **new}
    jumps = scoring.find_jumps(known, in_percent=indicator.unit == Indicator.Unit.PERCENT)
    asked = [(one, two) for one, two in jumps if {one, two} & set(new)]
    doubts, years = [], [year for _before, year in asked]
    if asked:
        changes = [texts.describe_jump(indicator, known, one, two) for one, two in asked]
        text = _("The figure changes sharply: %(changes)s.")
        doubts.append(text % {"changes": join_localised(changes)})
    if running in new:
        text = _("%(year)s still runs: its figure is known when the school year has ended.")
        doubts.append(text % {"year": isolate_ltr(school_year(running or 0))})
        years.append(running or 0)
    if doubts:
        text = " ".join([*doubts, _("Check it, then tick the box to confirm.")])
        raise AskAgain(text, code="programs.jump" if asked else "programs.still_runs", years=years)
