"""Letters and signs that people write for one another: what is typed one way is found where it was written another way."""

import unicodedata

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import IContains

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


def text_holds(field: str, text: str, *, key: str = "") -> Q:
    """The field, or the text of one `key` of it, holds this text literally, in any case and spelling.

    Plain ASCII has one spelling, which costs less to look for.
    """
    folded = "" if text.isascii() else fold_spelling(text)
    if not folded.strip():
        return Q(**{f"{field}__{key}__icontains" if key else f"{field}__icontains": text})
    written = KeyTextTransform(key, field) if key else F(field)
    spelled = Func(written, Value(WRITTEN), Value(FOLDED), function="translate", output_field=TextField())
    return Q(IContains(spelled, folded))
