"""Which column of a file of figures is what: whose row it is, which year, which figure."""

import re
from collections.abc import Collection, Sequence
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from educities.kit.school_years import read_school_year
from programs.imports.figure_cells import read_cell
from programs.values.totals import spell_value
from stakeholders.imports.limits import Table

# What a column can be, with the words that its heading holds, in three languages. Words are beginnings.
ROLES: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "period": (_("school year"), ("year", "school year", "period", "time", "שנה", "שנת", "תקופה", "سنه", "عام", "فتره")),
    "numerator": (_("who is counted"), ("numerator", "counted", "מונה", "נספרו", "בסט", "بسط", "عدد المحتسبين")),
    "denominator": (_("out of whom"), ("denominator", "out of", "מכנה", "מתוך", "مقام", "من اصل")),
    "value": (
        _("figure"),
        ("value", "figure", "percent", "pct", "rate", "obs value", "ערך", "אחוז", "שיעור", "נתון", "قيمه", "نسبه", "معدل"),
    ),
    "flag": (_("remark beside the figure"), ("flag", "status", "obs flag", "remark", "דגל", "הערה", "סטטוס", "علامه", "ملاحظه")),
    "indicator": (_("indicator"), ("indicator", "measure", "indic", "מדד", "אינדיקטור", "موشر", "مقياس")),
    "authority": (
        _("name or code of the authority"),
        (
            "geo", "authority", "municipality", "locality", "city", "town", "area", "region", "country", "semel", "code",
            "סמל", "רשות", "ישוב", "יישוב", "עיר", "מועצה", "קוד", "سلطه", "مدينه", "بلد", "رمز", "دوله", "البلديه",
        ),
    ),
}  # fmt: skip
# `sex,age,unit,geo\\time`: a first column that holds several, as Eurostat writes it.
KEY = re.compile(r"([^,\\]+(?:,[^,\\]+)+)\\.*")
FEWEST_YEARS, MOST_VALUES, SAMPLE = 2, 60, 200
# A heading is looked through so far; a cell of a whole text is none.
LONGEST_HEADING = 200


def split_keys(headings: list[str], rows: Table) -> tuple[list[str], Table]:
    """A first column that holds several divides into them, in the headings and in each row."""
    found = KEY.fullmatch(headings[0]) if headings else None
    if found is None:
        return headings, rows
    names = [name.strip() for name in found[1].split(",")]

    def split_row(row: list[str]) -> list[str]:
        parts = [part.strip() for part in (row[0] if row else "").split(",", len(names) - 1)]
        return [*parts, *[""] * (len(names) - len(parts)), *row[1:]]

    return [*names, *headings[1:]], [split_row(row) for row in rows]


def find_years(headings: Sequence[str], starts_in: int = 9) -> dict[int, str]:
    """`{index: heading}` of the columns that are school years; none where only one is, which is chance."""
    found = {
        n: text for n, text in enumerate(headings) if text and read_school_year(text, starts_in=starts_in) is not None
    }
    return found if len(found) >= FEWEST_YEARS else {}


def guess_roles(headings: Sequence[str], rows: Table, years: Collection[int]) -> dict[str, int]:
    """`{role: index}` of what the headings say. A figure stands in the only column of numbers that is nothing else."""
    free = [index for index in range(len(headings)) if index not in years]
    spelled = [_spell_heading(text) for text in headings]
    found: dict[str, int] = {}
    for role, (_label, words) in ROLES.items():
        if years and role in {"period", "value", "numerator", "denominator", "flag"}:
            continue
        index = next((n for n in free if n not in found.values() and _holds_word(spelled[n], words)), None)
        if index is not None:
            found[role] = index
    if not years and "value" not in found and not {"numerator", "denominator"} <= set(found):
        numeric = [n for n in free if n not in found.values() and _is_numeric(rows, n)]
        if len(numeric) == 1:
            found["value"] = numeric[0]
    return found


def _spell_heading(heading: str) -> str:
    return f" {spell_value(heading[:LONGEST_HEADING])} "


@cache
def _spell_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f" {spell_value(word)}" for word in words)


def _holds_word(spelled: str, words: tuple[str, ...]) -> bool:
    return any(word in spelled for word in _spell_words(words))


def _is_numeric(rows: Table, index: int) -> bool:
    cells = [read_cell(row[index]) for row in rows[:SAMPLE] if index < len(row) and row[index]]
    return bool(cells) and not any(cell.is_wrong for cell in cells) and any(cell.value is not None for cell in cells)


def list_authority_columns(headings: Sequence[str], years: Collection[int]) -> list[int]:
    """The columns whose heading says that a row is of some town, council or country."""
    words = ROLES["authority"][1]
    return [n for n, text in enumerate(headings) if n not in years and _holds_word(_spell_heading(text), words)]


def find_authority(
    headings: Sequence[str], rows: Table, years: Collection[int], wanted: Sequence[str]
) -> tuple[int, list[str]] | None:
    """The column that names the authority, and those of the wanted words that stand in it, most telling words first.

    A number is looked for only where the heading names an authority: it might be anything else. None where no row is of it.
    """
    named = list_authority_columns(headings, years)
    others = [n for n in range(len(headings)) if n not in years and n not in named]
    words = [word for word in map(spell_value, wanted) if word]

    @cache
    def spell_cells(index: int) -> set[str]:
        # Each text once: a column of fifty thousand rows says few different things.
        return {spell_value(text) for text in {row[index] for row in rows if index < len(row)}}

    for word in words:
        for index in named if word.isdecimal() else [*named, *others]:
            if word in spell_cells(index):
                return index, [one for one in words if one in spell_cells(index)]
    return None
