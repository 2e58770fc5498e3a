"""The row that counts all groups together: it is no group. Pure."""

from collections.abc import Sequence

from stakeholders.values import normalise_text

# (name of the group, who is counted, out of how many or None)
CellRow = tuple[str, int, int | None]
# What counts all together, as `spell_value` spells it: in a table of groups, and in a column that divides rows of a file.
TOTALS = frozenset({
    "total", "totals", "all", "sum", "overall", "grand total", "sub total", "subtotal", "altogether", "all together",
    "all groups", "total general", "whole city", "the whole city", "all city", "city total",
    *map(normalise_text, (
        'סה"כ', "סך הכל", "סך הכול", 'סה"כ כללי', "סך הכל כללי", "הכל", "הכול", "כולם", "כולל", "סיכום", "כלל העיר",
        "כל העיר", "סה״כ בעיר", "סה״כ עירוני", "المجموع", "مجموع", "المجموع الكلي", "المجموع العام", "الإجمالي", "إجمالي",
        "الكل", "الجميع", "كل المدينة", "المدينة كلها",
    )),
})  # fmt: skip


def spell_value(text: str) -> str:
    """The text as values are compared: a code without zeros before it."""
    said = normalise_text(text).replace("_", " ").strip()
    return said.lstrip("0") or said


def is_total(name: str) -> bool:
    """Does a row of that name count all groups together?"""
    return spell_value(name) in TOTALS


def is_total_value(text: str) -> bool:
    """Does that value of a column that divides rows stand for all together? Offices write `T` for it."""
    return text.strip() == "T" or is_total(text)


def split_totals(rows: Sequence[CellRow]) -> tuple[list[CellRow], list[CellRow]]:
    """The groups, and the rows that count them all together."""
    return [row for row in rows if not is_total(row[0])], [row for row in rows if is_total(row[0])]


def add_up(rows: Sequence[CellRow]) -> tuple[int, int | None]:
    """Who is counted in all rows, and out of how many; None where only who is counted is told."""
    people = [people for _name, _counted, people in rows if people is not None]
    return sum(counted for _name, counted, _people in rows), sum(people) if people else None


def find_sum(rows: Sequence[CellRow]) -> str:
    """The name of a row that is as many as all others together, of whatever name; "" where none is, or fewer than two others."""
    if len(rows) < 3:
        return ""
    whole = add_up(rows)
    for name, counted, people in rows:
        rest = whole[0] - counted, None if people is None else (whole[1] or 0) - people
        if counted and rest == (counted, people):
            return name
    return ""
