"""From the bytes of a text file (CSV, TSV) to rows of cells."""

import csv
import io
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from stakeholders.imports.limits import MAX_BYTES, MAX_ROWS, MAX_ROWS_ABOVE, import_error, too_many, wrong_kind

DELIMITERS = ",;\t|"
ENCODINGS = ("cp1255", "cp1256")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
UTF_8_MARK = b"\xef\xbb\xbf"
# Letters that take two bytes in UTF-8. In the older encodings such a pair of bytes is next to never a text.
LETTERS = re.compile("[\u00c0-\u06ff]")
# What stands for bytes that are no characters.
DAMAGED = "\ufffd"
# The first line by which some programs say what divides the columns.
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n|sep=(.)\r", re.IGNORECASE)
# A line with its end, as any system writes it. One after the other: a second copy of a large text would be heavy.
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
SAMPLE_CHARACTERS, SAMPLE_ROWS = 65_536, 30


def read_text_rows(data: bytes, most: int = MAX_ROWS) -> Iterator[list[str]]:
    """Every row of the file in its turn, blank ones too, so that a row's place is its number. Raises DomainError."""
    if b"\x00" in data[:4096] and not data.startswith(UTF_16):
        raise wrong_kind()
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise wrong_kind()
    text = decode_text(data).replace("\x00", "")
    if text.lstrip()[:1] == "<":
        raise wrong_kind()
    return _split_rows(text, most)


def decode_text(data: bytes) -> str:
    """The file's text. A file of UTF-8 with a few damaged bytes stays UTF-8; `DAMAGED` stands where they were."""
    if data.startswith(UTF_16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", errors="replace")
    if data.startswith(UTF_8_MARK) or len(LETTERS.findall(text)) * 4 >= text.count(DAMAGED):
        return text
    found = from_bytes(data[:65536], cp_isolation=list(ENCODINGS)).best()
    for encoding in (found.encoding if found else ENCODINGS[0], *ENCODINGS):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise import_error(
        "unreadable", _("We cannot read the characters in this file. Save it as CSV in UTF-8 and try again.")
    )


def _split_rows(text: str, most: int) -> Iterator[list[str]]:
    """One row after the other: fifty thousand as they stand and as they are kept would be heavy side by side."""
    csv.field_size_limit(MAX_BYTES)
    named = SEPARATOR_LINE.match(text)
    if named:
        # The line that names the separator is a row of the file, and a blank one.
        yield []
        text = text[named.end() :]
    delimiter = (named[1] or named[2]) if named else _find_delimiter(text)
    # Strictly: a quotation mark that is not closed would swallow the rows behind it.
    lines = (found[0] for found in LINE.finditer(text))
    reader, line, filled = csv.reader(lines, delimiter=delimiter, strict=True), 1 + bool(named), 0
    try:
        for row in reader:
            line = reader.line_num + 1 + bool(named)
            filled += any(map(str.strip, row))
            if filled > most + MAX_ROWS_ABOVE:
                raise too_many(most)
            yield row
    except csv.Error as error:
        raise import_error(
            "quotes",
            _("In line %(line)s of the file a quotation mark is not closed or is in the wrong place. Correct it there.")
            % {"line": line},
        ) from error


def _find_delimiter(text: str) -> str:
    """The sign that divides most of the first rows into several cells, and into equally many."""
    sample = text[:SAMPLE_CHARACTERS]

    def rank(delimiter: str) -> tuple[int, int, int]:
        widths = []
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            widths.append(len(row) if sum(map(bool, map(str.strip, row))) > 1 else 0)
            if len(widths) == SAMPLE_ROWS:
                break
        divided = [width for width in widths if width]
        return len(divided), -len(set(divided)), max(divided, default=0)

    return max(DELIMITERS, key=rank)
