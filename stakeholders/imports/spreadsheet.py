"""From the bytes of an Excel file to the rows of its sheets."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

from django.utils.translation import gettext as _

from educities.kit.errors import DomainError
from stakeholders.imports.limits import (
    LAST_ROW,
    MAX_COLUMNS,
    MAX_PACKED,
    MAX_PARTS,
    MAX_ROWS,
    MAX_ROWS_ABOVE,
    MAX_UNZIPPED,
    SUSPECT_BYTES,
    broken_file,
    import_error,
    wrong_kind,
)

# A formula whose result the file does not hold.
NO_RESULT = "#FORMULA!"
FORMULA_TAG = re.compile(rb"<(?:\w+:)?f[\s>/]")
# A format that fills a number up with zeros: 000000000, 00-000000-0.
ZEROS = re.compile(r"[0 \-/]*0[0 \-/]*")

NumberedRow = tuple[int, list[str]]


def read_spreadsheet(data: bytes, most: int = MAX_ROWS) -> list[tuple[str, list[NumberedRow]]]:
    """`[(name of the sheet, [(number of the row, cells)])]` without hidden sheets and without rows in which nothing is
    written, however they are bordered or coloured. Raises DomainError."""
    from openpyxl import DEFUSEDXML, load_workbook  # noqa: PLC0415 (heavy, and only needed here)

    if not DEFUSEDXML:
        msg = "defusedxml is missing: spreadsheets are not read without it"
        raise RuntimeError(msg)
    try:
        formulas = _check_archive(data)
        # Results are read from one reading of the file, and whether a formula stands there from another.
        books = [
            load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
            for data_only in ((True, False) if formulas else (True,))
        ]
        try:
            return _read_sheets(most, *books)
        finally:
            for book in books:
                book.close()
    except DomainError:
        raise
    except Exception as error:  # the library raises whatever the damaged part makes it raise
        raise broken_file() from error


def _check_archive(data: bytes) -> bool:
    """Refuses what is no workbook or would be too large. Does any sheet hold a formula?"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise wrong_kind()
        parts = archive.infolist()
        whole = sum(part.file_size for part in parts)
        packed = any(p.file_size > max(SUSPECT_BYTES, MAX_PACKED * p.compress_size) for p in parts)
        # Many parts of which each is small enough are as bad.
        if (
            packed
            or whole > max(SUSPECT_BYTES, MAX_PACKED * len(data))
            or len(parts) > MAX_PARTS
            or whole > MAX_UNZIPPED
        ):
            raise import_error("too_big", _("Unpacked, this file is too large. Save only the sheet you need."))
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(FORMULA_TAG.search(archive.read(name)) for name in sheets)


def _read_sheets(most: int, book: Any, formulas: Any = None) -> list[tuple[str, list[NumberedRow]]]:
    return [
        (str(sheet.title), list(_read_rows(sheet, formulas[sheet.title] if formulas else None, most)))
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    ]


def _read_rows(sheet: Any, formulas: Any, most: int) -> Iterator[NumberedRow]:
    filled, blank = 0, None
    # The sheet's own word about its size is not believed: a forged one would make a million blank cells.
    sheet.reset_dimensions()
    rows = zip(sheet.iter_rows(max_col=MAX_COLUMNS), _read_formulas(formulas), strict=False)
    for number, (row, formula_indexes) in _number_rows(rows):
        # The library gives one and the same row for all that the sheet leaves out, up to a million.
        if row is blank:
            continue
        cells = ["" if cell.value is None else _cell_text(cell) for cell in row]
        for index in formula_indexes:
            cells[index] = cells[index] or NO_RESULT
        if any(cells):
            yield number, cells
            filled += 1
        else:
            blank = row
        if filled > most + MAX_ROWS_ABOVE:
            return


def _number_rows(rows: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """The rows with their numbers, from 1. Raises DomainError for a sheet that says it goes on where none does."""
    for number, row in enumerate(rows, start=1):
        if number > LAST_ROW:
            raise broken_file()
        yield number, row


def _read_formulas(sheet: Any) -> Iterator[list[int]]:
    """For each row the indexes of the cells that hold a formula; without end."""
    if sheet is not None:
        sheet.reset_dimensions()
        blank, none = None, list[int]()
        for row in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS):
            if row is blank:
                yield none
                continue
            blank = None if any(row) else row
            yield [index for index, cell in enumerate(row) if isinstance(cell, str) and cell.startswith("=")]
    yield from repeat([])


def _cell_text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _fill_zeros(value, cell.number_format)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value)


def _fill_zeros(value: int, number_format: str) -> str:
    """The number as its cell shows it, when the format asks for leading zeros."""
    shape = re.sub(r'[\\"]', "", number_format.partition(";")[0])
    if value < 0 or shape.count("0") < 2 or not ZEROS.fullmatch(shape):
        return str(value)
    digits = str(value).rjust(shape.count("0"), "0")
    signs: list[str] = []
    for sign in reversed(shape):
        if sign == "0":
            signs.append(digits[-1])
            digits = digits[:-1]
        else:
            signs.append(sign)
    return digits + "".join(reversed(signs))
