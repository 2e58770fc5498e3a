"""Several figures of one school year in a file: none counts before a person has chosen one."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from programs.imports.figure_table import FileFigure


class OneAYear(NamedTuple):
    """The figures that count, one for each school year; the others of their years, each with why; and the years that have
    several, chosen from or not."""

    counting: list[FileFigure]
    left: list[tuple[FileFigure, str]]
    several: dict[int, list[FileFigure]]


def choose_for_years(figures: Iterable[FileFigure], rows: Collection[int]) -> OneAYear:
    """Of each school year the one figure, or that of the chosen row where they differ; without a choice none of them."""
    by_year: dict[int, list[FileFigure]] = {}
    for figure in sorted(figures, key=lambda one: (one.period, one.row)):
        by_year.setdefault(figure.period, []).append(figure)
    found = OneAYear([], [], {})
    for year, same_year in by_year.items():
        if len({(one.said, one.flags) for one in same_year}) == 1:
            found.counting.append(same_year[0])
            continue
        found.several[year] = same_year
        chosen = [one for one in same_year if one.row in rows]
        is_chosen = len(chosen) == 1
        found.counting.extend(chosen if is_chosen else [])
        code = "another_counts" if is_chosen else "several"
        found.left.extend((one, code) for one in same_year if not (is_chosen and one is chosen[0]))
    return found
