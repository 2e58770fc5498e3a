"""From the bytes of a zip to the records of its CSV files."""

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from stakeholders.imports.limits import MAX_BYTES, MAX_CELL, MAX_UNZIPPED, broken_file, import_error
from stakeholders.imports.sheet_cells import clean_cell
from stakeholders.imports.text_file import decode_text

MAX_FILES = 60
# What the library raises of a zip with a damaged, encrypted or unknown part.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
Record = dict[str, str]
# Under this no heading can stand: the number of the record's row in its file.
ROW = " row"


class Archive:
    """The CSV files of a zip, by their names without folders."""

    def __init__(self, data: bytes) -> None:
        try:
            self.file = zipfile.ZipFile(io.BytesIO(data))
            parts = [part for part in self.file.infolist() if part.filename.lower().endswith(".csv")]
        except ZIP_ERRORS as error:
            raise broken_file() from error
        if len(parts) > MAX_FILES or sum(part.file_size for part in parts) > MAX_UNZIPPED or len(data) > MAX_BYTES:
            raise import_error("too_big", _("Unpacked, this file is too large. Save only the sheet you need."))
        self.parts = {PurePosixPath(part.filename).name.lower(): part for part in parts}

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def read(self, name: str) -> Iterator[Record]:
        """The records of a file, by headings without capitals and underscores; none where there is no such file.

        Strictly: a quotation mark that is not closed would swallow the records behind it. Raises DomainError.
        """
        if name not in self.parts:
            return
        try:
            data = self.file.read(self.parts[name])
        except ZIP_ERRORS as error:
            raise broken_file() from error
        text = decode_text(data).replace("\x00", "")
        csv.field_size_limit(MAX_BYTES)
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            head = [clean_cell(cell).lower().replace("_", "") for cell in next(reader, [])]
            for cells in reader:
                if any(cells):
                    said = zip(head, [clean_cell(cell[:MAX_CELL]) for cell in cells], strict=False)
                    yield dict(said) | {ROW: str(reader.line_num)}
        except csv.Error as error:
            text = _("In %(file)s a quotation mark is not closed or is in the wrong place, after line %(line)s.")
            raise import_error("quotes", text % {"file": name, "line": reader.line_num}) from error


def measure_archive(data: bytes) -> int:
    """How many bytes the parts of a zip are, unpacked; 0 for what is none, or is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(part.file_size for part in archive.infolist())
    except ZIP_ERRORS:
        return 0
