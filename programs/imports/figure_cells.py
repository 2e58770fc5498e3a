"""The cells of a file of figures: `20.0 b`, `: u`, `61,2 %`, `..`."""

import re
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError

from educities.kit.fields import read_number
from programs.values.flags import read_flags

PLAIN = re.compile(r"-?\d{1,11}(?:\.\d{1,6})?")
FLAGGED = re.compile(r"(-?\d{1,11}(?:\.\d{1,6})?)\s*([a-z]{1,5})")
# How offices write that there is no figure; a star stands for few people.
NO_FIGURE = re.compile(r"(:|-|–|—|\.{1,3}|…|x|n/?a|nan|null|none|\*{1,2}|#n/a)?\s*([a-z]{1,5})?", re.IGNORECASE)
FEW_PEOPLE = "c"
NO_FIGURE_WORDS = frozenset({
    "אין", "אין נתון", "אין נתונים", "אין מידע", "לא ידוע", "לא זמין", "חסר", "טרם פורסם",
    "لا يوجد", "لا توجد بيانات", "غير متوفر", "غير متاح", "غير معروف",
    "no data", "no figure", "not available", "not yet available", "missing", "unknown",
})  # fmt: skip


class Cell(NamedTuple):
    """A figure with its flags; `value` is None where there is none. `is_wrong`: neither a figure nor a sign for none."""

    value: Decimal | None
    flags: str = ""
    is_wrong: bool = False


GAP, WRONG = Cell(None), Cell(None, is_wrong=True)


def read_cell(text: str) -> Cell:
    """What the cell says."""
    said = text.strip()
    if PLAIN.fullmatch(said):
        return Cell(Decimal(said))
    if found := FLAGGED.fullmatch(said):
        flags = read_flags(found[2])
        return WRONG if flags is None else Cell(Decimal(found[1]), flags)
    if " ".join(said.casefold().split()) in NO_FIGURE_WORDS:
        return GAP
    if not said or (found := NO_FIGURE.fullmatch(said)):
        return _read_gap(found[1] or "", found[2] or "") if said and found else GAP
    try:
        value = read_number(said)
    except ValidationError:
        return WRONG
    return GAP if value is None else Cell(value)


def _read_gap(sign: str, letters: str) -> Cell:
    if not sign:
        # Letters alone are a word, not a flag of nothing.
        return WRONG
    flags = read_flags(letters)
    if flags is None:
        return WRONG
    return Cell(None, flags or (FEW_PEOPLE if sign.startswith("*") else ""))
