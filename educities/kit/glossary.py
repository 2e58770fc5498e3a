"""The words and marks that texts for people do not use: words from the glossary of docs/method.md, found in the catalogues."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from educities.kit import catalogue

COLUMNS = {"not in English": "en", "not in Hebrew": "he", "not in Arabic": "ar"}
_FORBIDDEN = re.compile(r"`([^`]+)`( \(pending\))?")
# What is written together with the word that follows: and, the, in, to, from, as, that; and, so, in, to, as, the.
# What a text of the language is never written with: the quotation marks and commas of other languages, a hyphen where
# Hebrew joins words, "national" without the vowel that keeps it from being "of Qatar", an Arabic letter drawn on to a name (a name stands in marks: the sentence must not bend it).
_WRONG_MARKS = {
    "he": re.compile(r"[„“”«»]|[א-ת][\"'-](?=[^\s>])"),
    "ar": re.compile(r"[„“”״]|[ء-ي][,;?]|(?:\)s|[}\d])[,?](?=\s|$)|ـ(?=%\((?!n\))|{|\s)|قطري"),
}
# The Hebrew letters that are written together with the word that follows, right before what a page puts in: a name may begin
# with its article (“להמפרץ”), so the kind of thing stands between (“לעיר המפרץ”), or marks do. Days and people have none.
_HOLDS_NO_ARTICLE = ("day", "first", "last", "month", "from", "name")
_BENT_NAME = re.compile(rf"(?<![א-ת])[ושהבלכמ]{{1,3}}(?:%\((?!(?:{'|'.join(_HOLDS_NO_ARTICLE)})\))\w+\)s|{{\w+}})")
_PREFIXES = {"en": "", "he": "ו?(?:כש|מש|[שהבלכמ]){0,2}", "ar": "[وف]?[بلك]?(?:ال|لل)?"}


def forbidden_words(glossary: str) -> dict[str, list[str]]:
    """Per language the words in backticks in the glossary's columns of what not to write. Raises ValueError without them."""
    found: dict[str, list[str]] = {lang: [] for lang in COLUMNS.values()}
    places: dict[int, str] = {}
    for line in glossary.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if set(COLUMNS) <= set(cells):
            places = {number: COLUMNS[cell] for number, cell in enumerate(cells) if cell in COLUMNS}
        elif not cells:
            places = {}
        for number, lang in places.items():
            found[lang] += [word for word, pending in _FORBIDDEN.findall(cells[number]) if not pending]
    if not all(found.values()):
        msg = "the glossary has no table of words that are not written"
        raise ValueError(msg)
    return found


def list_forbidden(root: Path) -> list[str]:
    """Each text in the catalogues or the code that holds a forbidden word of its language, with that word."""
    words = forbidden_words((root / "docs/method.md").read_text(encoding="utf-8"))
    texts = {"en": _english_texts(root)} | {lang: _catalogue_texts(lang) for lang in catalogue.LANGUAGES}
    return [
        f"{lang}: “{word}” is not written: {text!r}"
        for lang, listed in texts.items()
        for text in listed
        for word in find_words(text, words[lang], lang)
    ]


def list_wrong_marks() -> list[str]:
    """Each text in the catalogues with marks that its language does not use."""
    return [
        f"{lang}: marks of another language: {text!r}"
        for lang in catalogue.LANGUAGES
        for text in _catalogue_texts(lang)
        if has_wrong_marks(text, lang)
    ]


def list_bent_names() -> list[str]:
    """Each Hebrew text in which a letter is written together with a name that only the page knows."""
    return [f"he: a letter before a name: {text!r}" for text in _catalogue_texts("he") if bends_name(text)]


def bends_name(text: str) -> bool:
    """Is a Hebrew prefix written together with a name that is put in?"""
    return bool(_BENT_NAME.search(text))


def has_wrong_marks(text: str, lang: str) -> bool:
    """Is something in the text marked as another language does it?"""
    return bool(_WRONG_MARKS[lang].search(text))


def find_words(text: str, words: list[str], lang: str) -> list[str]:
    """Those of the words that the text holds as whole words, whatever their case and vowel marks."""
    bare = _strip_marks(re.sub(r"%\(\w+\)s|{\w*}", "…", text))
    return [word for word in words if _word_pattern(word, lang).search(bare)]


@cache
def _word_pattern(word: str, lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){_PREFIXES[lang]}{re.escape(_strip_marks(word))}(?![\w-])", re.IGNORECASE)


def _strip_marks(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter) != "Mn")


def _english_texts(root: Path) -> Iterator[str]:
    """What English readers see: the message itself, or what our English catalogue says in its place."""
    ours = catalogue.load_catalogue("en")
    for message in catalogue.extract_messages(root):
        if ours.get(message.id, message.context) is None:
            yield from filter(None, (message.id, message.plural))
    yield from _catalogue_texts("en")


def _catalogue_texts(lang: str) -> Iterator[str]:
    for message in catalogue.load_catalogue(lang):
        if message.id:
            yield from message.string if isinstance(message.string, tuple | list) else (str(message.string),)
