"""Letters and signs that people write for one another: what is typed one way is found where it was written another way."""

import re
import unicodedata
from functools import cache

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import IContains, IRegex

# The first letter of each stands for the others.
ALIKE = ("اأإآٱٲٳ", "يىئی", "وؤ", "هة", "كک", "כך", "מם", "נן", "פף", "צץ")
# Signs that many leave out: the long stroke and the lone hamza, quotation marks and what stands for them in Hebrew.
SILENT = "ـء׳'`’‘״\"“”„"
SPANS = ((0x591, 0x5BD), (0x5BF, 0x5BF), (0x5C1, 0x5C2), (0x5C4, 0x5C5), (0x5C7, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F))
POINTS = "".join(chr(code) for first, last in (*SPANS, (0x670, 0x670)) for code in range(first, last + 1))
# Each sign of the first becomes the one of the second at its place; a sign behind the end of the second goes.
WRITTEN = "".join(group[1:] for group in ALIKE) + "-־" + SILENT + POINTS
FOLDED = "".join(group[0] * len(group[1:]) for group in ALIKE) + "  "
TABLE = str.maketrans(WRITTEN[: len(FOLDED)], FOLDED, WRITTEN[len(FOLDED) :])


def fold_spelling(text: str) -> str:
    """The text with one letter for those that people write for one another, without points and quotation marks."""
    return unicodedata.normalize("NFC", text).translate(TABLE)


# Short forms that are written for whole words, and the words; without the quotation mark in them, as SILENT has it.
SHORT_FORMS = {
    "ביהס": ("בית ספר", "בית הספר"),
    "בתיס": ("בתי ספר", "בתי הספר"),
    "חטב": ("חטיבת ביניים", "חטיבת הביניים"),
    "יור": ("יושב ראש", "יושבת ראש"),
    "עוס": ("עובד סוציאלי", "עובדת סוציאלית"),
}
# From so many other letters on a vav or a yod may be missing in a Hebrew word, or be one too many: shorter ones would be
# found in half of all words.
FULL_FROM = 4


@cache
def _fold_short_forms() -> dict[str, tuple[str, ...]]:
    """Each short form with all that is written for it, itself among it: in both directions."""
    groups: dict[str, set[str]] = {}
    for short, long in SHORT_FORMS.items():
        words = set(map(fold_spelling, long))
        same = next((group for group in groups.values() if group & words), set())
        groups[short] = same
        same |= {short, *words}
    return {word: tuple(sorted(group, key=len)) for group in groups.values() for word in group}


def list_search_words(text: str) -> list[str]:
    """The words of a text in one spelling; those of which there is a short form stay together."""
    for phrase in sorted(_fold_short_forms(), key=len, reverse=True):
        if " " in phrase:
            text = re.sub(rf"(?<!\w){phrase}(?!\w)", phrase.replace(" ", "\0"), text)
    return [word.replace("\0", " ") for word in text.split()]


def spell_pattern(text: str) -> str:
    """How a Hebrew text is written besides, as a regular expression of it in one spelling; "" where there is one way alone.

    A vav or a yod is one or two; in a long word it may be missing or be there between any two letters; a short form stands
    for its words, and they for it.
    """
    words = list_search_words(text)
    pattern = " ".join(map(_spell_word, words))
    return "" if pattern == " ".join(map(re.escape, words)) else pattern


def _spell_word(word: str) -> str:
    if alike := _fold_short_forms().get(word):
        # A short form of two or three letters stands by itself where it was not typed: it is the middle of many words.
        parts = [rf"\m{part}\M" if len(part) <= 3 and part != word else part for part in alike]
        return f"({'|'.join(parts)})"
    if not re.search("[א-ת]", word):
        return re.escape(word)
    word = re.sub("([וי])\\1+", r"\1", word)
    is_long = len(re.sub("[וי]", "", word)) >= FULL_FROM
    found = ""
    for place, sign in enumerate(word):
        is_inside = 0 < place < len(word) - 1
        if sign in "וי":
            found += sign + ("{0,2}" if is_long and is_inside else "{1,2}")
        else:
            is_open = is_long and place < len(word) - 1 and word[place + 1] not in "וי"
            found += re.escape(sign) + ("[וי]?" if is_open else "")
    return found


def column_holds(field: str, text: str) -> Q:
    """The same as `text_holds` of a column that is in one spelling already: each word of `text`, which is too."""
    found = Q()
    for word in list_search_words(text):
        pattern = spell_pattern(word)
        found &= Q(**{f"{field}__regex": pattern}) if pattern else Q(**{f"{field}__contains": word})
    return found


def text_holds(field: str, text: str, *, key: str = "") -> Q:
    """The field, or the text of one `key` of it, holds this text, in any case and spelling.

    Plain ASCII has one spelling, which costs less to look for.
    """
    folded = "" if text.isascii() else fold_spelling(text)
    if not folded.strip():
        return Q(**{f"{field}__{key}__icontains" if key else f"{field}__icontains": text})
    written = KeyTextTransform(key, field) if key else F(field)
    spelled = Func(written, Value(WRITTEN), Value(FOLDED), function="translate", output_field=TextField())
    pattern = spell_pattern(folded)
    return Q(IRegex(spelled, pattern) if pattern else IContains(spelled, folded))
