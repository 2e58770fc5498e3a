"""A line of one of the city's own spreadsheets while it is read, and what a whole file does."""

from dataclasses import dataclass, field
from typing import Any

from stakeholders.actions.sheet_kinds import SheetLine
from stakeholders.imports.sheet_cells import CellError, clean_cell, refuse_broken


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

    def refuse(self, column: str, code: str, value: str = "", text: str = "") -> None:
        """The line is left out, and the preview says why."""
        self.is_wrong = True
        note = {"row": self.number, "column": column, "code": code, "value": value[:200]}
        self.notes.append({**note, "text": text} if text else note)

    def hint(self, column: str, code: str, value: str = "") -> None:
        """The line is taken, and the preview says what of it is not."""
        self.notes.append({"row": self.number, "column": column, "code": code, "value": value[:200]})

    def read(self, line: SheetLine) -> None:
        """The value of the cell stands among the values where it differs from the row's."""
        text = self.texts[line.name]
        before = clean_cell(line.write(self.row)) if self.row is not None else ""
        if text == before:
            return
        try:
            self._take(line, text, before)
        except CellError as error:
            self.refuse(str(line.label), error.code, text, error.text)

    def _take(self, line: SheetLine, text: str, before: str) -> None:
        if self.row is None:
            if not line.is_shown:
                refuse_broken(text)
                self.values[line.name] = line.read(text)
            elif not line.is_beside:
                self.hint(str(line.label), "cell_not_read", text)
            return
        refuse_broken(text)
        value = line.read(text)
        if value == self._read_before(line, before):
            return
        if line.is_shown or line.only_new:
            raise CellError("cell_fixed")
        self.values[line.name], self.before[line.name] = value, before
        note = {"row": self.number, "column": str(line.label), "code": "changed"}
        self.notes.append({**note, "value": text[:200], "before": before[:200]})

    @staticmethod
    def _read_before(line: SheetLine, before: str) -> Any:
        """What stands in the city, also where nobody could write it by now."""
        try:
            return line.read(before)
        except CellError:
            return before
