"""From an uploaded file to its sheets, from a sheet to a plain table of texts: headings first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from educities.kit.csv_cells import escape_formula
from educities.kit.fields import strip_format_signs
from stakeholders.imports.limits import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Table,
    import_error,
    too_many,
    too_wide,
)
from stakeholders.imports.spreadsheet import NumberedRow, read_spreadsheet
from stakeholders.imports.text_file import read_text_rows

SHORT, MOST_KNOWN = 12, 5000
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f]")


@dataclass
class Sheet:
    """Rows in which something is written, and the number of each in the file. A text file is one sheet without a name."""

    name: str = ""
    rows: Table = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


def read_sheets(data: bytes, *, most: int = MAX_ROWS) -> list[Sheet]:
    """The visible sheets of the file, of at most so many rows. Raises DomainError that says what to do."""
    if not data.strip():
        raise import_error(
            "empty", _("The file is empty. Choose a file with a line of headings and a line for each one.")
        )
    if len(data) > MAX_BYTES:
        raise import_error(
            "too_big", _("The file is larger than 10 MB. Divide it and bring in one part after the other.")
        )
    if data.startswith(b"PK\x03\x04"):
        sheets = read_spreadsheet(data, most)
    else:
        return [_build_sheet("", enumerate(read_text_rows(data, most), start=1))]
    return [_build_sheet(name, rows) for name, rows in sheets]


def _build_sheet(name: str, numbered: Iterable[NumberedRow]) -> Sheet:
    sheet = Sheet(name)
    # What stands in many cells is kept once.
    known: dict[str, str] = {}
    for number, cells in numbered:
        if len(known) > MOST_KNOWN:
            known.clear()
        row = [known.setdefault(text, text) if len(text) < SHORT else text for text in map(_clean_cell, cells)]
        cells.clear()
        while row and not row[-1]:
            row.pop()
        if any(map(strip_format_signs, row)):
            sheet.rows.append(row)
            sheet.numbers.append(number)
    return sheet


def cut_table(rows: Table, heading: int) -> Table:
    """The row of headings and those below it, all as long as the headings. Raises DomainError when that is no table."""
    below = rows[heading + 1 :]
    if not below:
        raise import_error("no_rows", _("The file needs a line of headings and at least one line below it."))
    if len(below) > MAX_ROWS:
        raise too_many()
    width = len(rows[heading])
    while width and not rows[heading][width - 1]:
        width -= 1
    if width > MAX_COLUMNS or width == 0:
        raise too_wide()
    headings = [" ".join(strip_format_signs(cell).split()) for cell in rows[heading][:width]]
    # A row that is as long already is not made a second time: there may be fifty thousand.
    return [headings, *(row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for row in below)]


def find_gaps(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last number of each run of blank rows between the first and the last written one."""
    return [(one + 1, other - 1) for one, other in pairwise(numbers) if other - one > 1]


def _clean_cell(cell: str) -> str:
    """One text without control signs; the surroundings of a JSON column cannot hold NUL.

    The sign by which our own files keep a spreadsheet from running a cell goes again.
    """
    text = CONTROLS.sub("", cell.replace("\r\n", "\n")).strip().strip("\ufeff")
    if text[:1] == "'" and escape_formula(text[1:]) == text:
        text = text[1:]
    return text[:MAX_CELL]
