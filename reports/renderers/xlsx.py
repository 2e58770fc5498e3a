"""The same content as sheets, figures as numbers and days as dates; no cell can become a formula."""

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
DAY, WHOLE, PARTS = "dd.mm.yyyy", "#,##0", "#,##0.0#"
# Characters in a column: a name stands whole before the column beside it begins.
NARROWEST, WIDEST = 26, 70


class Book:
    """A workbook being written. A format is made once."""

    def __init__(self, out: io.BytesIO, *, right_to_left: bool) -> None:
        self.book, self.right_to_left = xlsxwriter.Workbook(out, OPTIONS), right_to_left
        self.bold = self.book.add_format({"bold": True})
        self.formats: dict[str, Any] = {}

    def format(self, code: str) -> Any:
        if code not in self.formats:
            self.formats[code] = self.book.add_format({"num_format": code})
        return self.formats[code]

    def sheet(self, part: dict[str, Any], notes: list[str]) -> None:
        """A sheet: title, notes, head, rows."""
        sheet = self.book.add_worksheet(self._name(part["title"]))
        if self.right_to_left:
            sheet.right_to_left()
        sheet.write_string(0, 0, part["title"], self.bold)
        said = list(filter(None, notes))
        for row, note in enumerate(said, start=1):
            sheet.write_string(row, 0, note)
        head = len(said) + 2
        for column, text in enumerate(part["head"]):
            sheet.write_string(head, column, str(text), self.bold)
        for row, cells in enumerate(part["rows"], start=head + 1):
            self._row(sheet, row, cells, part.get("unit", ""))
        for column in range(len(part["head"])):
            longest = max((len(str(cells[column])) for cells in part["rows"]), default=0)
            sheet.set_column(column, column, min(max(longest, NARROWEST), WIDEST))

    def _name(self, title: str) -> str:
        taken = {sheet.get_name() for sheet in self.book.worksheets()}
        name = "".join(c for c in title if c not in "[]:*?/\\'")[:28] or "1"
        return name if name not in taken else f"{name} {len(taken) + 1}"

    def _row(self, sheet: Worksheet, row: int, cells: Iterable[object], unit: str) -> None:
        for column, cell in enumerate(cells):
            self._cell(sheet, row, column, cell, unit)

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: object, unit: str) -> None:
        if cell is None:
            return
        if isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self.format(DAY))
        elif isinstance(cell, Decimal):
            code = WHOLE if cell == cell.to_integral_value() else PARTS
            sheet.write_number(row, column, cell, self.format(f'{code}"{unit}"' if unit else code))
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, self.format(WHOLE))
        else:
            sheet.write_string(row, column, str(cell))


def render_xlsx(content: dict[str, Any]) -> bytes:
    """A workbook of up to three sheets, right-to-left where the language is."""
    out = io.BytesIO()
    book = Book(out, right_to_left=content["dir"] == "rtl")
    notes = [content["subtitle"], content["practice"], content["director"]["text"]]
    if content["indicator"]:
        one = content["indicator"]
        book.sheet(one, [*notes, one["gap"], one["source"]])
    book.sheet(content["cohorts"], notes)
    book.sheet(content["milestones"], notes)
    book.book.close()
    return out.getvalue()
