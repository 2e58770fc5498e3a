"""How large a file may be, and the answers to one that cannot be read."""

from django.utils.translation import gettext as _

from educities.kit.errors import DomainError

MAX_BYTES = 10 * 1024 * 1024
MAX_UNZIPPED = 60 * 1024 * 1024
# A part of this size that was packed smaller than one to so many was made to be small, not written by a program for tables.
SUSPECT_BYTES, MAX_PACKED = 2 * 1024 * 1024, 200
# The last row that Excel knows. A number beyond it is no row: all rows before it would be counted through one by one.
LAST_ROW = 1_048_576
MAX_PARTS = 1_000  # files inside a spreadsheet, which is an archive; a real one has a few dozen
MAX_ROWS = 50_000
MAX_COLUMNS = 60
MAX_CELL = 10_000
# Titles and notes may stand above the headings; further down nobody looks for them.
MAX_ROWS_ABOVE = 30

# What is larger is read, or taken in, by the worker: nobody waits before a page for it.
SMALL_BYTES = 512 * 1024
SMALL_ROWS = 2_000

Table = list[list[str]]


def import_error(code: str, text: str) -> DomainError:
    """The answer to a file that cannot be imported, with a code of its own."""
    return DomainError(text, code=f"stakeholders.import_{code}")


def wrong_kind() -> DomainError:
    """The file is of a kind that is not read."""
    return import_error(
        "wrong_kind", _("This is neither a CSV nor an Excel (XLSX) file. Save it as one of these and try again.")
    )


def too_many(most: int = MAX_ROWS) -> DomainError:
    """The file has more rows than are taken at once."""
    if most != MAX_ROWS:
        return import_error("too_many", _("The file has more than %(most)s lines.") % {"most": f"{most:,}"})
    return import_error(
        "too_many", _("The file has more than 50,000 rows. Divide it and bring in one part after the other.")
    )


def too_wide() -> DomainError:
    """The row of headings has more columns than are looked at."""
    return import_error("columns", _("The first line should name the columns, at most 60 of them."))


def broken_file() -> DomainError:
    """A part of the file cannot be read."""
    return import_error("broken", _("The file is incomplete or damaged. Save it again and retry."))


def nothing_to_import() -> DomainError:
    """Everything that the file says stands already, or is left out."""
    return import_error("nothing", _("There is nothing in this file to import."))
