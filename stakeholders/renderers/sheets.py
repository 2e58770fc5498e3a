"""Rows as a spreadsheet: every cell is text, so that none can become a formula and none loses its zeros."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTH, LONGEST_CELL = 22, 32_000


def render_sheet(
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right_to_left: bool,
    hidden: int | None = None,
) -> bytes:
    """A workbook of one sheet: the headings, which stay in sight, and the rows. `hidden`: the index of a column that is there
    but not seen, and goes along wherever its lines do."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    sheet = book.add_worksheet("".join(sign for sign in title if sign not in "[]:*?/\\'")[:28] or "1")
    if right_to_left:
        sheet.right_to_left()
    bold, plain = book.add_format({"bold": True, "num_format": "@"}), book.add_format({"num_format": "@"})
    # Columns are text also where a new line is written below.
    sheet.set_column(0, max(len(head) - 1, 0), WIDTH, plain)
    if hidden is not None:
        sheet.set_column(hidden, hidden, WIDTH, plain, {"hidden": True})
    sheet.freeze_panes(1, 0)
    for column, text in enumerate(head):
        sheet.write_string(0, column, text, bold)
    for number, cells in enumerate(rows, start=1):
        _write_cells(sheet, number, cells, plain)
    book.close()
    return out.getvalue()


def _write_cells(sheet: Any, number: int, cells: Sequence[str], style: Any) -> None:
    for column, text in enumerate(cells):
        if text:
            sheet.write_string(number, column, text[:LONGEST_CELL], style)
