"""From the bytes of a file to the lines of a list of residents."""

from django.utils.translation import gettext as _

from educities.kit.errors import DomainError
from stakeholders.imports.csv_archive import measure_archive
from stakeholders.imports.limits import MAX_ROWS, import_error
from stakeholders.imports.table import read_sheets

# Of a text file, which is read in a moment; a spreadsheet of so many lines is not.
MOST_LINES = 200_000
EXCEL, MOST_UNPACKED = b"PK\x03\x04", 16 * 1024 * 1024


def read_residents(data: bytes) -> list[list[str]]:
    """The lines of the first sheet, without the one that names the columns. Raises DomainError that says what to do."""
    is_excel = data.startswith(EXCEL)
    if is_excel and measure_archive(data) > MOST_UNPACKED:
        raise _say_excel()
    sheets = read_sheets(data, most=MAX_ROWS if is_excel else MOST_LINES)
    rows = next((sheet.rows for sheet in sheets if sheet.rows), [])
    if is_excel and len(rows) > MAX_ROWS:
        raise _say_excel()
    if not rows:
        raise import_error("no_lines", _("No line of this file can be seen. Choose another one."))
    return rows[1:] if _names_columns(rows) else rows


def _say_excel() -> DomainError:
    text = _("An Excel file may have at most 50,000 lines. Saved as CSV, the list may have 200,000.")
    return import_error("too_many", text)


def _names_columns(rows: list[list[str]]) -> bool:
    """A first line without any figure names the columns where the lines below have figures: a list of names has no headings
    that could be told from them, and a line too many is nobody's."""
    below = sum(map(_has_figure, rows[1:]))
    return not _has_figure(rows[0]) and below * 2 > len(rows) - 1


def _has_figure(row: list[str]) -> bool:
    return any(sign.isdecimal() for cell in row for sign in cell)
