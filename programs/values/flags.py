"""What is said of a figure beside its number, by the letters that Eurostat and SDMX use. Pure."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BREAK = "b"
FLAGS: dict[str, Promise] = {
    BREAK: _("counted differently from this year on"),
    "c": _("confidential"),
    "d": _("by a definition of its own"),
    "e": _("estimated"),
    "f": _("forecast"),
    "n": _("too few to tell"),
    "p": _("provisional"),
    "r": _("revised by its publisher"),
    "s": _("estimated by its publisher"),
    "u": _("not very reliable"),
    "z": _("does not apply"),
}
# So are flags written in words, in files of other offices. Beginnings, in the spelling of the search.
FLAG_WORDS = {
    "b": ("break", "שבר", "שינוי בסדרה", "انقطاع", "كسر"),
    "c": ("confidential", "suppressed", "חסוי", "סודי", "سري"),
    "e": ("estimate", "אומדן", "אמדן", "تقدير"),
    "p": ("provisional", "preliminary", "זמני", "ארעי", "مؤقت", "أولي"),
    "u": ("low reliability", "unreliable", "לא מהימן", "מהימנות נמוכה", "موثوقية منخفضة"),
}
LETTERS = re.compile(f"[{''.join(FLAGS)}]{{1,5}}")


def read_flags(text: str) -> str | None:
    """The letters of a cell with flags, each once in the order of the alphabet; None where it holds something else."""
    said = text.strip().lower()
    if not said:
        return ""
    plain = re.sub(r"[\s,;()\[\]]", "", said)
    if LETTERS.fullmatch(plain):
        return "".join(sorted(set(plain)))
    return next((letter for letter, words in FLAG_WORDS.items() if said.startswith(words)), None)


def list_flags(flags: str) -> list[str]:
    """What the letters say, in words."""
    return [str(FLAGS[letter]) for letter in flags if letter in FLAGS]
