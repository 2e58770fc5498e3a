"""Where the table begins: which sheet, and which of its rows holds the headings."""

from collections import Counter
from functools import cache

from django.utils.translation import gettext as _

from educities.kit.fields import strip_format_signs
from stakeholders.imports.columns import COLUMNS
from stakeholders.imports.limits import MAX_ROWS_ABOVE, import_error
from stakeholders.imports.table import Sheet
from stakeholders.values import normalise_text


def choose_sheet(sheets: list[Sheet]) -> tuple[Sheet, int]:
    """The sheet in which most headings are recognised, else the first with anything in it; and the index of its row of
    headings."""
    written = [sheet for sheet in sheets if sheet.rows]
    if not written:
        raise import_error("no_rows", _("The file needs a line of headings and at least one line below it."))
    best = max(written, key=lambda sheet: max(map(count_headings, sheet.rows[:MAX_ROWS_ABOVE])))
    return best, find_heading(best)


def find_heading(sheet: Sheet) -> int:
    """The index of the first row with the most headings that are recognised.

    Where none is, of the first row that fills as many cells as most rows do: titles above a table fill fewer.
    """
    first = sheet.rows[:MAX_ROWS_ABOVE] or [[]]
    counts = [count_headings(row) for row in first]
    if any(counts):
        return counts.index(max(counts))
    filled = [sum(map(bool, row)) for row in first]
    usual = Counter(filled).most_common(1)[0][0]
    return next(index for index, number in enumerate(filled) if number >= usual)


def count_headings(row: list[str]) -> int:
    """How many lines of an organisation this row would name as headings."""
    cells = {normalise_text(strip_format_signs(cell)) for cell in row if len(cell) <= 60}
    return len({_heading_lines()[cell] for cell in cells if cell in _heading_lines()})


@cache
def _heading_lines() -> dict[str, str]:
    return {
        normalise_text(name): line for line, (_label, names) in reversed(COLUMNS.items()) for name in (line, *names)
    }
