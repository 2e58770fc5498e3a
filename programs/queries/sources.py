"""Where the figures beside each other come from."""

from collections.abc import Iterable
from typing import NamedTuple

from educities.kit.multilingual import join_localised, write_range
from programs.models import IndicatorValue, NationalFigure
from programs.queries import Figures
from programs.values.calendar import school_year

Series = IndicatorValue.Series


class SourceLine(NamedTuple):
    """One source: of which series and school years; `is_shared`: the network keeps these figures for all cities."""

    series: str
    source: str
    years: str
    is_shared: bool


def list_sources(figures: Figures) -> list[SourceLine]:
    """The sources that say more than the indicator's own. One query where a national average stands beside the figures."""
    found: dict[tuple[str, str, bool], set[int]] = {}
    for (series, period), row in figures.rows.items():
        is_replaced = series == Series.BENCHMARK and period in figures.national
        if row.source and row.source != figures.indicator.source and not is_replaced:
            found.setdefault((series, row.source, False), set()).add(period)
    for source, period in _list_national(figures):
        found.setdefault((Series.BENCHMARK, source, True), set()).add(period)
    order = list(Series)
    return [
        SourceLine(str(Series(series).label), source, _write_years(years), is_shared)
        for (series, source, is_shared), years in sorted(
            found.items(), key=lambda one: (order.index(Series(one[0][0])), min(one[1]))
        )
    ]


def _list_national(figures: Figures) -> Iterable[tuple[str, int]]:
    if not figures.national:
        return ()
    one = figures.indicator
    rows = NationalFigure.objects.filter(
        catalogue_code=one.catalogue_code, definition_version=one.definition_version, country=one.city.country
    )
    return rows.values_list("source", "period")


def _write_years(years: set[int]) -> str:
    """Each run of school years from its first to its last."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return join_localised(write_range(school_year(run[0]), school_year(run[-1])) for run in runs)
