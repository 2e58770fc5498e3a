"""Signs that nobody sees in what people write: taken off, and counted as nothing."""

import re
import unicodedata

# Direction marks, joiners and the like. Phones put them around what is copied out of text that runs from right to left.
# Some are letters and blanks of Korean and of Braille that are drawn as nothing.
UNSEEN_RANGES = ((0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069), (0xFEFF, 0xFEFF))
UNSEEN_SIGNS = "\u00ad\u061c\u115f\u1160\u2800\u3164\uffa0" + "".join(
    chr(number) for first, last in UNSEEN_RANGES for number in range(first, last + 1)
)
FORMAT_SIGNS = re.compile(f"[{UNSEEN_SIGNS}]")
SIGN_RUNS = re.compile(f"({FORMAT_SIGNS.pattern}){FORMAT_SIGNS.pattern}+")
# The Unicode categories of what is drawn by itself: letters, figures, punctuation, symbols.
SEEN = "LNPS"
# Signs that turn the order of what follows: within a text they make others read what nobody wrote.
ORDER_SIGNS = re.compile("[\u202a-\u202e]")


def is_seen(text: str) -> bool:
    """Is anything of it drawn? Marks that belong above or below a letter are nothing without one."""
    return any(unicodedata.category(sign)[0] in SEEN for sign in text)


def strip_format_signs(text: str) -> str:
    """The text without signs that nobody sees, and without blanks at its ends; empty where nothing would be drawn."""
    text = FORMAT_SIGNS.sub("", text).strip()
    return text if is_seen(text) else ""


def count_seen(text: str) -> int:
    """How many letters, figures and signs of it are drawn, each gap between them counted once: so long is what somebody
    has written. Signs that nobody sees make no reason longer."""
    drawn = (sign for sign in FORMAT_SIGNS.sub("", text) if sign.isspace() or is_seen(sign))
    return len(" ".join("".join(drawn).split()))


def tidy_signs(text: str) -> str:
    """Text as others read it: no sign turns the order of the others, and what nobody sees stands neither at its ends nor
    several times in a row. A single joiner within a word is a part of Persian, and of many emoji."""
    text = SIGN_RUNS.sub(r"\1", ORDER_SIGNS.sub("", text))
    bare = text.strip().strip(UNSEEN_SIGNS)
    while bare != text:
        text, bare = bare, bare.strip().strip(UNSEEN_SIGNS)
    return text if is_seen(FORMAT_SIGNS.sub("", text)) else ""
