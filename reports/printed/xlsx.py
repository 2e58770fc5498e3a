"""The same content as sheets; no cell can become a formula."""

import io
from typing import Any

import xlsxwriter

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def xlsx(content: dict[str, Any]) -> bytes:
    """A workbook of up to three sheets, right-to-left where the language is."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    bold = book.add_format({"bold": True})
    if content["indicator"]:
        one = content["indicator"]
        notes = [content["subtitle"], content["practice"], one["gap"], one["source"]]
        _sheet(book, bold, content, {**one, "notes": notes})
    _sheet(book, bold, content, {**content["cohorts"], "notes": [content["subtitle"], content["practice"]]})
    _sheet(book, bold, content, {**content["milestones"], "notes": [content["subtitle"], content["practice"]]})
    book.close()
    return out.getvalue()


def _sheet(book: Any, bold: Any, content: dict[str, Any], part: dict[str, Any]) -> None:
    taken = {sheet.get_name() for sheet in book.worksheets()}
    name = "".join(c for c in part["title"] if c not in "[]:*?/\\'")[:28] or "1"
    sheet = book.add_worksheet(name if name not in taken else f"{name} {len(taken) + 1}")
    if content["dir"] == "rtl":
        sheet.right_to_left()
    sheet.write_string(0, 0, part["title"], bold)
    row = 1
    for note in filter(None, part["notes"]):
        sheet.write_string(row, 0, note)
        row += 1
    for column, text in enumerate(part["head"]):
        sheet.write_string(row + 1, column, str(text), bold)
    for offset, cells in enumerate(part["rows"], start=row + 2):
        for column, cell in enumerate(cells):
            write = sheet.write_number if isinstance(cell, int | float) else sheet.write_string
            write(offset, column, cell if isinstance(cell, int | float) else str(cell))
    sheet.set_column(0, max(len(part["head"]) - 1, 0), 26)
