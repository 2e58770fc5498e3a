"""One spelling for what people write in several: the column `search` and every query go through here. And first names."""

import re
import unicodedata
from datetime import date

from educities.kit.spelling import ALIKE, SILENT

# Letters that stand for each other when people type names in Arabic and Hebrew, and signs that they leave out.
LETTERS = str.maketrans(
    {**{sign: group[0] for group in ALIKE for sign in group[1:]}, **dict.fromkeys(SILENT, None)},
)
DIGITS = {ord(sign): str(unicodedata.digit(sign)) for sign in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
LONGEST = 600
# After so many days without an act an organisation is dormant, and so many days before the director hears of it.
QUIET_DAYS, FOREWARNED_DAYS = 180, 30
# After so many days it may be asked again whether it is still there; a link that answers lasts as long.
ASKED_DAYS = 30
# In which units each kind of commitment is counted.
UNITS_OF = {
    "hours": ("hours", "days"),
    "room": ("times", "hours", "days"),
    "money": ("shekels", "euros", "dollars"),
    "skill": ("hours", "days", "times"),
    "goods": ("pieces",),
}
# Of these nobody has a half.
WHOLE_UNITS = ("times", "pieces")


def normalise_text(text: str) -> str:
    """`text` without case, vowel points, accents, final forms and punctuation; words one space apart.

    Idempotent; at most 600 characters, which an index can hold.
    """
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = text.translate(LETTERS).translate(DIGITS)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", text.replace("_", " ")))[:LONGEST].strip()


def normalise_number(text: str) -> str:
    """A registry number by its digits: 58-066666-6, ٥٨٠٦٦٦٦٦٦ and 0580666666 are one. Letters stay, if there are any."""
    number = "".join(normalise_text(text).split())
    return (number.lstrip("0") or "0") if number.isdecimal() else number


# What stands before a name and is none, and what is half a name alone: Abd al-Rahman, Umm Muhammad.
TITLES = frozenset(
    [
        "ד״ר",
        'ד"ר',
        "דר׳",
        "דר'",
        "פרופ׳",
        "פרופ'",
        "פרופסור",
        "עו״ד",
        'עו"ד',
        "הרב",
        "רב",
        "מר",
        "גב׳",
        "גב'",
        "גברת",
        "د",
        "د.",
        "دكتور",
        "دكتورة",
        "الدكتور",
        "الدكتورة",
        "أ",
        "أ.",
        "الأستاذ",
        "الأستاذة",
        "السيد",
        "السيدة",
        "الشيخ",
        "المحامي",
        "المحامية",
        "dr",
        "dr.",
        "prof",
        "prof.",
        "professor",
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "rabbi",
        "adv",
        "adv.",
        "sheikh",
    ]
)
HALF_NAMES = frozenset(
    [
        "عبد",
        "أبو",
        "ابو",
        "أم",
        "ام",
        "ابن",
        "بنت",
        "אבו",
        "אום",
        "עבד",
        "abd",
        "abed",
        "abdul",
        "abu",
        "umm",
        "um",
        "bat",
        "ben",
    ]
)


def guess_first_name(name: str) -> str:
    """What a person is called by, from a whole name: without titles, after the comma of "Cohen, Dana", never half a name."""
    words = re.split(r"[,،]", name.strip())[-1].split() or name.split()
    while len(words) > 1 and words[0].lower() in TITLES:
        words = words[1:]
    return " ".join(words[: 2 if words and words[0].lower() in HALF_NAMES else 1])


def school_year_of(day: date, starts_in: int) -> int:
    """The year in which the school year of `day` began; school years begin in the month `starts_in`."""
    return day.year if day.month >= starts_in else day.year - 1


def name_school_year(period: int) -> str:
    """2025 as 2025/26."""
    return f"{period}/{(period + 1) % 100:02d}"
