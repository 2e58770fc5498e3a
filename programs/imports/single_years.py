"""What a year alone, such as 2018, is in a file: the school year that begins, or the one that ends in it."""

from collections.abc import Mapping
from typing import NamedTuple

from educities.kit.fields import strip_format_signs
from educities.kit.school_years import read_school_year, replace_digits
from programs.imports.figure_columns import SAMPLE
from programs.imports.figure_table import FigureTable
from programs.values.single_years import BEGINS, ENDS, is_single_year, single_year_of

# Why a year alone is read as it is: the school years beside it, how files of that kind count, or the usage of the country.
BESIDE, KIND, COUNTRY = "beside", "kind", "country"


class SingleYear(NamedTuple):
    """How a year alone is read where nobody chose, and why."""

    reads: str
    because: str


def guess_single_year(
    table: FigureTable, columns: Mapping[str, int], *, country: str, has_keys: bool, starts_in: int
) -> SingleYear:
    """What the file itself says, else what sources of the country mean. `has_keys`: the file is of Eurostat's kind."""
    if said := _compare_beside(table, columns, starts_in):
        return SingleYear(said, BESIDE)
    if has_keys:
        return SingleYear(BEGINS, KIND)
    return SingleYear(single_year_of(country), COUNTRY)


def _compare_beside(table: FigureTable, columns: Mapping[str, int], starts_in: int) -> str:
    """What rows say that have a year alone and a whole school year; "" where none does, or two differ."""
    period = columns.get("period")
    if table.years or period is None:
        return ""
    free = [n for n in range(len(table.headings)) if n not in columns.values()]
    found: set[str] = set()
    for row in table.rows[:SAMPLE]:
        text = table.cell(row, period)
        if not is_single_year(text):
            continue
        alone = int(replace_digits(strip_format_signs(text)))
        for beside in (table.cell(row, n) for n in free):
            if beside and not is_single_year(beside):
                found |= _relate_years(alone, read_school_year(beside, starts_in=starts_in))
    return found.pop() if len(found) == 1 else ""


def _relate_years(alone: int, begins: int | None) -> set[str]:
    known = {} if begins is None else {begins: BEGINS, begins + 1: ENDS}
    return {known[alone]} if alone in known else set()
