"""From an uploaded file to a plain table of texts: header first."""

import csv
import io
import zipfile
from typing import Any

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from educities.kit.errors import DomainError

MAX_BYTES = 5 * 1024 * 1024
MAX_UNZIPPED = 60 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 10_000
DELIMITERS = ",;\t|"
ENCODINGS = ("cp1255", "cp1256")

Table = list[list[str]]


def read_table(data: bytes) -> Table:
    """The file's rows as texts without blank rows, all as long as the header. Raises DomainError that says what to do."""
    if not data.strip():
        raise _import_error(
            "empty", _("The file is empty. Choose a file with a line of headings and a line for each one.")
        )
    if len(data) > MAX_BYTES:
        raise _import_error(
            "too_big", _("The file is larger than 5 MB. Divide it and bring in one part after the other.")
        )
    rows = _read_spreadsheet(data) if data.startswith(b"PK\x03\x04") else _text_rows(data)
    return _pad_rows(rows)


def _import_error(code: str, text: str) -> DomainError:
    return DomainError(text, code=f"stakeholders.import_{code}")


def _wrong_kind() -> DomainError:
    return _import_error(
        "wrong_kind", _("This is neither a CSV nor an Excel (XLSX) file. Save it as one of these and try again.")
    )


def _too_many() -> DomainError:
    return _import_error(
        "too_many", _("The file has more than 20,000 rows. Divide it and bring in one part after the other.")
    )


def _text_rows(data: bytes) -> Table:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _wrong_kind()
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise _wrong_kind()
    text = _decode_text(data)
    if text.lstrip()[:1] == "<":
        raise _wrong_kind()
    return _split_rows(text.replace("\x00", ""))


def _decode_text(data: bytes) -> str:
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            break
    found = from_bytes(data[:65536], cp_isolation=list(ENCODINGS)).best()
    for encoding in (found.encoding if found else ENCODINGS[0], *ENCODINGS):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _import_error(
        "unreadable", _("We cannot read the characters in this file. Save it as CSV in UTF-8 and try again.")
    )


def _split_rows(text: str) -> Table:
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(DELIMITERS, key=head.count)
    rows: Table = []
    csv.field_size_limit(MAX_BYTES)
    # Strictly: a quotation mark that is not closed would swallow the rows behind it.
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for row in reader:
            rows.append(row)
            line = reader.line_num + 1
            if len(rows) > MAX_ROWS * 2:
                raise _too_many()
    except csv.Error as error:
        raise _import_error(
            "quotes",
            _("In line %(line)s of the file a quotation mark is not closed or is in the wrong place. Correct it there.")
            % {"line": line},
        ) from error
    return rows


def _read_spreadsheet(data: bytes) -> Table:
    from openpyxl import DEFUSEDXML, load_workbook  # noqa: PLC0415 (heavy, and only needed here)

    if not DEFUSEDXML:
        msg = "defusedxml is missing: spreadsheets are not read without it"
        raise RuntimeError(msg)
    try:
        _check_archive(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return _read_cells(book.worksheets[0])
        finally:
            book.close()
    except DomainError:
        raise
    except Exception as error:  # the library raises whatever the damaged part makes it raise
        raise _import_error("broken", _("The file is incomplete or damaged. Save it again and retry.")) from error


def _check_archive(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise _wrong_kind()
        if sum(part.file_size for part in archive.infolist()) > MAX_UNZIPPED:
            raise _import_error("too_big", _("Unpacked, this file is too large. Save only the sheet you need."))


def _read_cells(sheet: Any) -> Table:
    rows: Table = []
    # The sheet's own word about its size is not believed: a forged one would make a million blank cells.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS):
        rows.append(["" if cell is None else _cell_text(cell) for cell in row])
        if len(rows) > MAX_ROWS * 2:
            raise _too_many()
    return rows


def _cell_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    return str(cell)


def _pad_rows(rows: Table) -> Table:
    rows = [[_clean_cell(cell) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:
        raise _import_error("no_rows", _("The file needs a line of headings and at least one line below it."))
    if len(rows) - 1 > MAX_ROWS:
        raise _too_many()
    width = len(rows[0])
    while width and not rows[0][width - 1]:
        width -= 1
    if width > MAX_COLUMNS or width == 0:
        raise _import_error("columns", _("The first line should name the columns, at most 60 of them."))
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _clean_cell(cell: str) -> str:
    """One text without control signs; the surroundings of a JSON column cannot hold NUL."""
    text = cell.replace("\x00", "").replace("\r\n", "\n").strip().strip("\ufeff")
    return "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 32)[:MAX_CELL]
