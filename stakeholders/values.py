"""One spelling for what people write in several: the column `search` and every query go through here."""

import re
import unicodedata

# Letters that stand for each other when people type names in Arabic and Hebrew.
LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("ىئيی", "ي"),
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "ـ": None,
        "ء": None,
        **dict(zip("ךםןףץ", "כמנפצ", strict=True)),
        **dict.fromkeys("׳'`’‘", None),
        **dict.fromkeys('״"“”„', None),
    }
)
DIGITS = {ord(sign): str(unicodedata.digit(sign)) for sign in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
LONGEST = 600


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
