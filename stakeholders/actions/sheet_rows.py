"""A line of one of the city's own spreadsheets while it is read, and what a whole file does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stakeholders.actions.sheet_kinds import SheetLine
from stakeholders.imports.sheet_cells import CellError, clean_cell, refuse_broken
from stakeholders.imports.sheet_marks import Mark, digest_cell


@dataclass
class Outcome:
    """What a file does, or would do: counts, and for each row what is wrong or what changes."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("rows", "new", "changed", "same", "refused"), 0)
    )
    problems: list[dict[str, Any]] = field(default_factory=list)
    touched: list[dict[str, Any]] = field(default_factory=list)
    # What new lines are known by, of the city and of the lines above: a second one of these is refused.
    taken: set[str] = field(default_factory=set)
    # The references of the lines above.
    read: set[str] = field(default_factory=set)
    # Is a cell that both the file and the city have changed since the download taken from the file?
    takes_newer: bool = False

    def count(self, name: str) -> None:
        """One more of what not every file has."""
        self.counts[name] = self.counts.get(name, 0) + 1


@dataclass
class SheetRow:
    """A line of the file being read, beside the row that it is about, if there is one."""

    number: int
    texts: dict[str, str]
    row: Any
    out: Outcome
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)
    is_wrong: bool = False
    # What stood in the row when the line was downloaded; None where the file does not say it.
    mark: Mark | None = None

    def refuse(self, column: str, code: str, value: str = "", text: str | Mapping[str, str] = "") -> None:
        """The line is left out, and the preview says why. `text`: the sentence, or one in each language."""
        self.is_wrong = True
        note = {"row": self.number, "column": column, "code": code, "value": value[:200]}
        self.notes.append({**note, "text": text} if text else note)

    def hint(self, column: str, code: str, value: str = "", **more: object) -> None:
        """The line is taken, and the preview says what of it is not."""
        self.notes.append({"row": self.number, "column": column, "code": code, "value": value[:200], **more})

    def read(self, line: SheetLine) -> None:
        """The value of the cell stands among the values where it differs from the row's."""
        text = self.texts[line.name]
        before = clean_cell(line.write(self.row)) if self.row is not None else ""
        if text == before:
            return
        try:
            if self.row is None:
                self._take_new(line, text)
            else:
                self._take(line, text, before)
        except CellError as error:
            self.refuse(line.name, error.code, text, error.text)

    def is_newer(self, line: SheetLine, before: str) -> bool:
        """Has the city changed the cell since the line was downloaded?"""
        known = self.mark.digests.get(line.name) if self.mark and self.row is not None else None
        return known is not None and digest_cell(line, before) != known

    def _is_as_downloaded(self, line: SheetLine, text: str) -> bool:
        return self.mark is not None and self.mark.digests.get(line.name) == digest_cell(line, text)

    def _take_new(self, line: SheetLine, text: str) -> None:
        if not line.is_shown:
            refuse_broken(text)
            self.values[line.name] = line.read(text)
        elif not line.is_beside:
            self.hint(line.name, "cell_not_read", text)

    def _take(self, line: SheetLine, text: str, before: str) -> None:
        is_newer = self.is_newer(line, before)
        if is_newer and self._is_as_downloaded(line, text):
            self._leave_newer(line, "newer", text, before)
            return
        refuse_broken(text)
        value = line.read(text)
        if value == self._read_before(line, before):
            return
        if line.is_shown or line.only_new:
            raise CellError("cell_fixed")
        if is_newer and not self.out.takes_newer:
            self._leave_newer(line, "newer_both", text, before)
            return
        self.values[line.name], self.before[line.name] = value, before
        about = self._say_since() if is_newer else {}
        self.hint(line.name, "changed", text, before=before[:200], **about)

    def _leave_newer(self, line: SheetLine, code: str, text: str, before: str) -> None:
        """The city's text stays; of what no file changes nothing needs to be said."""
        if not (line.is_shown or line.only_new):
            self.out.count("newer")
            self.hint(line.name, code, text, before=before[:200], **self._say_since())

    def _say_since(self) -> dict[str, object]:
        """Of which row it is, and since when: by that it is found who has changed it."""
        return {"pk": self.row.pk, "since": self.mark.at.isoformat()} if self.mark else {}

    @staticmethod
    def _read_before(line: SheetLine, before: str) -> Any:
        """What stands in the city, also where nobody could write it by now."""
        try:
            return line.read(before)
        except CellError:
            return before
