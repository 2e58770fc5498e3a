"""From the bytes of a file to the lines of a list of residents."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from educities.kit.errors import DomainError
from stakeholders.imports.csv_archive import measure_archive
from stakeholders.imports.limits import MAX_ROWS, MAX_ROWS_ABOVE, import_error
from stakeholders.imports.rows import CELL_ERRORS
from stakeholders.imports.table import Sheet, read_sheets
from stakeholders.imports.text_file import DAMAGED
from stakeholders.values import normalise_text
from stakeholders.values.residents import normalise_detail

# Of a text file, which is read in a moment; a spreadsheet of so many lines is not.
MOST_LINES = 200_000
EXCEL, MOST_UNPACKED = b"PK\x03\x04", 16 * 1024 * 1024
# Nobody can type a longer one where they show that they are on the list.
LONGEST_DETAIL = 80


@dataclass
class ResidentFile:
    """What is taken of a file, the line taken as its headings, and the numbers of the rows that are left out."""

    rows: list[list[str]] = field(default_factory=list)
    heading: str = ""
    heading_number: int = 0
    left_out: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The lines, each once."""
        return len(set(map(tuple, self.rows)))


def read_residents(data: bytes, columns: int = 1, asks: Iterable[str] = ()) -> ResidentFile:
    """The lines of the sheet that holds most of what is asked, without titles and headings. Raises DomainError.

    `columns`: how many are asked for. `asks`: how the city calls them, as a line of headings may do.
    """
    is_excel = data.startswith(EXCEL)
    if is_excel and measure_archive(data) > MOST_UNPACKED:
        raise _say_excel()
    sheets = [sheet for sheet in read_sheets(data, most=MAX_ROWS if is_excel else MOST_LINES) if sheet.rows]
    if not sheets:
        raise import_error("no_lines", _("No line of this file can be seen. Choose another one."))
    sheet = max(sheets, key=lambda one: (sum(map(_has_detail, one.rows)), len(one.rows)))
    if is_excel and len(sheet.rows) > MAX_ROWS:
        raise _say_excel()
    return _take_lines(sheet, columns, {normalise_text(text) for text in asks} - {""})


def _say_excel() -> DomainError:
    text = _("An Excel file may have at most 50,000 lines. Saved as CSV, the list may have 200,000.")
    return import_error("too_many", text)


def _take_lines(sheet: Sheet, columns: int, asks: set[str]) -> ResidentFile:
    above = _count_above(sheet.rows, asks)
    found = ResidentFile()
    if above:
        found.heading = " · ".join(filter(None, sheet.rows[above - 1]))[:LONGEST_DETAIL]
        found.heading_number = sheet.numbers[above - 1]
    for number, row in zip(sheet.numbers[above:], sheet.rows[above:], strict=True):
        cells = row[:columns]
        if len(cells) == columns and all(map(_is_good, cells)):
            found.rows.append(cells)
        else:
            found.left_out.append(number)
    return found


def _is_good(cell: str) -> bool:
    is_said = bool(normalise_detail(cell)) and len(cell) <= LONGEST_DETAIL
    return is_said and cell not in CELL_ERRORS and DAMAGED not in cell


def _count_above(rows: list[list[str]], asks: set[str]) -> int:
    """How many lines stand above the first resident: titles, and headings behind them.

    Where most lines hold a number of something, the lines before the first such one. A list of names has no headings that
    could be told from them, but for the city's own words; a line too many is nobody's.
    """
    first = rows[: MAX_ROWS_ABOVE + 1]
    named = [index for index, row in enumerate(first) if asks & {normalise_text(cell) for cell in row}]
    if named:
        return named[0] + 1
    if sum(map(_has_detail, rows)) * 2 >= len(rows):
        return next((index for index, row in enumerate(first) if _has_detail(row)), 0)
    filled = [sum(map(bool, row)) for row in first]
    usual = Counter(filled).most_common(1)[0][0]
    return next(index for index, number in enumerate(filled) if number >= usual)


def _has_detail(row: list[str]) -> bool:
    """Is any cell a number of something, like 0123-4 or 12b? Words with a figure among them are none."""
    return any(_is_number(cell) for cell in row if len(cell) <= LONGEST_DETAIL)


def _is_number(cell: str) -> bool:
    digits = sum(sign.isdecimal() for sign in cell)
    return digits > 0 and digits >= sum(sign.isalpha() for sign in cell)
