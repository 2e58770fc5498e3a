"""Cells of a CSV file that a spreadsheet opens without running anything in them."""


def escape_formula(cell: str) -> str:
    """The cell as text: a spreadsheet takes what begins with = + - @ tab or CR for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r\n" and cell else cell
