"""The main figure as a picture: where each point lies, as parts of the width and the height. Never mirrored: time runs on."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from educities.kit.charts import STEPS, nice_range
from programs import texts
from programs.models import IndicatorValue
from programs.queries import Figures
from programs.values.calendar import school_year

Series = IndicatorValue.Series
# As many school years have room; the last ones stay.
MOST_YEARS = 9


def chart_of(figures: Figures) -> dict[str, Any] | None:
    """`lines`: by series, each point as (x, y) from 0 to 1, y from the top. None where there is nothing to draw a line of."""
    periods = sorted({period for _series, period in figures.rows})[-MOST_YEARS:]
    values = [row.value for (_series, period), row in figures.rows.items() if period in periods]
    if len(periods) < 2:
        return None
    low, high = map(Decimal, map(str, nice_range(float(min(values)), float(max(values)))))
    ticks = [low + (high - low) * step / STEPS for step in range(STEPS + 1)]
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
