"""What each line of a downloaded spreadsheet carries: of which row it is, when it was downloaded, and a digest of each cell
at that moment. By it the city sees, when the file comes back, which cells were changed here meanwhile.

It is an ordinary column, hidden in Excel: it stays where a file is sorted, divided or saved as CSV.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from stakeholders.imports.sheet_cells import CellError, clean_cell, write_value

# The name of the column, and its heading.
MARK, MARK_LABEL = "mark", _("mark of the download (leave as it is)")
VERSION, SHAPE, DIGITS, HEAD = "1", "%Y%m%dT%H%M%SZ", 6, 5


@dataclass(frozen=True)
class Mark:
    """What stood in a row when its line was downloaded: digests of the cells, by the names of their columns."""

    kind: str
    city: int
    pk: int
    at: datetime
    digests: Mapping[str, str]

    def write(self) -> str:
        """The mark as the cell of a file; no sign in it divides columns or begins a formula."""
        head = [VERSION, self.kind, str(self.city), str(self.pk), self.at.astimezone(UTC).strftime(SHAPE)]
        return " ".join([*head, *(f"{name}={digest}" for name, digest in self.digests.items())])


def read_mark(text: str) -> Mark | None:
    """The mark in this cell; None for a cell that holds none, or a damaged one."""
    head, cells = text.split()[:HEAD], text.split()[HEAD:]
    try:
        version, kind, city, pk, at = head
        moment = datetime.strptime(at, SHAPE).replace(tzinfo=UTC)
        digests = dict(cell.split("=") for cell in cells)
        return Mark(kind, int(city), int(pk), moment, digests) if version == VERSION else None
    except ValueError:
        return None


class Column(Protocol):
    """What a digest needs to know of a column."""

    @property
    def name(self) -> str: ...

    @property
    def by_value(self) -> bool: ...

    @property
    def read(self) -> Callable[[str], Any]: ...


def digest_cell(line: Column, text: str) -> str:
    """A short digest of what the cell says: the same in whichever language a choice or a number is written."""
    said = clean_cell(text)
    if line.by_value:
        said = _normalise_cell(line.read, said)
    return hashlib.sha256(f"{line.name} {said}".encode()).hexdigest()[:DIGITS]


def _normalise_cell(read: Callable[[str], Any], text: str) -> str:
    try:
        return write_value(read(text))
    except CellError:
        return text
