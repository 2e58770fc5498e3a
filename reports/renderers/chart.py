"""The main figure as a picture: where each point lies, as parts of the width and the height. Never mirrored: time runs on."""

from decimal import Decimal
from math import floor, log10
from typing import Any

from django.utils.translation import gettext as _

from programs import texts
from programs.models import IndicatorValue
from programs.queries import Figures
from programs.values.calendar import school_year

Series = IndicatorValue.Series
# As many school years have room; the last ones stay.
MOST_YEARS = 9
# Lines of the grid, and the round numbers by which they may be apart.
STEPS, ROUND = 3, (1, 2, 5, 10)


def chart_of(figures: Figures) -> dict[str, Any] | None:
    """`lines`: by series, each point as (x, y) from 0 to 1, y from the top. None where there is nothing to draw a line of."""
    periods = sorted({period for _series, period in figures.rows})[-MOST_YEARS:]
    values = [row.value for (_series, period), row in figures.rows.items() if period in periods]
    if len(periods) < 2:
        return None
    ticks = _round_ticks(min(values), max(values))
    low, high = ticks[0], ticks[-1]
    places = {period: index / (len(periods) - 1) for index, period in enumerate(periods)}

    def line(series: str) -> list[tuple[float, float]]:
        points = figures.of(series).items()
        return [(places[period], float((high - value) / (high - low))) for period, value in points if period in places]

    return {
        "periods": [[places[period], school_year(period)[2:], period == figures.latest] for period in periods],
        "ticks": [[float((high - tick) / (high - low)), texts.with_unit(figures.indicator, tick)] for tick in ticks],
        "ours": line(Series.ACTUAL),
        "average": line(Series.BENCHMARK),
        "target": line(Series.TARGET),
        "begun": line(Series.BASELINE)[:1],
        "names": [_("our city"), _("national average"), _("target"), _("baseline")],
    }


def _round_ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Round numbers around the values, about four of them."""
    rough = max((high - low) / STEPS, Decimal("0.1"))
    power = Decimal(10) ** floor(log10(rough))
    step = next(power * size for size in ROUND if power * size >= rough)
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    ticks = [first]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return ticks if len(ticks) > 1 else [first, first + step]
