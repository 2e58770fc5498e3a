"""Text that a city writes for people: kept with its language, possibly in several."""

import re
from collections.abc import Iterable
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.json import KeyTransform
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext_lazy as _

LANGUAGES = [code for code, _name in settings.LANGUAGES]
RIGHT_TO_LEFT = {"he", "ar"}
# PostgreSQL sorts the keys of a row's words, so which language came first stands beside them.
ORIGINAL = "original"
# Markup and markup together are markup: a third of what `format_html` takes, and pages show dozens.
OPEN, CLOSE = format_html("<{}>", "bdi"), format_html("</{}>", "bdi")
# From a number to a number: hours, years, shares; a telephone too. What is part of a code or an address stays with it.
NUMBER = r"\d(?:[\d.,:/]*\d)?%?"
RANGE = re.compile(rf"(?<![\w.:/+\u2066])(?<![A-Za-z][–-])\+?{NUMBER}(?:\s?[–-]\s?{NUMBER})+(?![\w–-])")


def text_direction(lang: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"


def get_translation(words: dict[str, str] | None, lang: str | None = None) -> tuple[str, str]:
    """The text in `lang`, else in the language it was first written in: (text, its language). Never blank if any is."""
    words = words or {}
    lang = (lang or get_language() or "en")[:2]
    if words.get(lang):
        return words[lang], lang
    # Rows read past the field, by SQL written out, carry the mark of their original with them.
    for code in (lang, words.get(ORIGINAL, lang), *words):
        if words.get(code) and code != ORIGINAL:
            return words[code], code
    return "", lang


def translate_plain(words: dict[str, str] | None, lang: str | None = None) -> str:
    """The text alone, as `pick` chooses it."""
    return get_translation(words, lang)[0]


def translate_html(words: dict[str, str] | None, lang: str | None = None) -> SafeString:
    """The text as HTML, isolated, with `lang` and `dir` when it is not in the reader's language."""
    lang = (lang or get_language() or "en")[:2]
    text, code = get_translation(words, lang)
    text = isolate_ranges(text)
    if code == lang:
        return OPEN + conditional_escape(text) + CLOSE
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, text_direction(code), text)


def check_words(value: object) -> None:
    """A mapping of known languages to text; the first one is the original."""
    if not isinstance(value, dict) or not all(k in LANGUAGES and isinstance(v, str) for k, v in value.items()):
        raise ValidationError(_("Enter the text for each language: %(codes)s."), params={"codes": ", ".join(LANGUAGES)})


def tag_original(value: Any) -> Any:
    """Words in several languages with the mark of their original, for a place that sorts keys; anything else as it is."""
    if isinstance(value, dict) and len(value) > 1 and value.keys() <= set(LANGUAGES):
        return {**value, ORIGINAL: next(iter(value))}
    return value


class WordsField(models.JSONField):
    """`{"he": "...", "ar": "..."}`. The first language is the one it was written in, and stays it in the database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, check_words]

    def from_db_value(self, value: str | None, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        # Every page reads dozens of these; orjson takes a fifth of the time.
        if value is None or isinstance(expression, KeyTransform):
            return super().from_db_value(value, expression, connection)
        return self.to_python(orjson.loads(value))

    def to_python(self, value: object) -> Any:
        """The original first, where the value came from the database with its mark."""
        if not isinstance(value, dict) or ORIGINAL not in value:
            return value
        first, words = value[ORIGINAL], {code: text for code, text in value.items() if code != ORIGINAL}
        return {first: words.pop(first), **words} if first in words else words

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        return super().get_db_prep_value(tag_original(value), connection, prepared)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        from educities.kit.forms import WordsFormField  # noqa: PLC0415 (forms need the models' module)

        return WordsFormField(
            label=kwargs.get("label", capfirst(self.verbose_name)), required=not self.blank, help_text=self.help_text
        )


def isolate_ltr(text: str) -> str:
    """An address or a number inside a plain sentence: read from left to right, whatever stands around it."""
    return f"\u2066{text}\u2069"


def write_range(first: object, last: object, sign: str = "–") -> str:
    """From the one to the other, read from left to right; one alone where they are the same."""
    return str(first) if first == last else isolate_ltr(f"{first}{sign}{last}")


def isolate_ranges(text: str) -> str:
    """The text, in which what runs from number to number stands from left to right: in Hebrew and Arabic it would turn."""
    if "–" not in text and "-" not in text:
        return text
    return RANGE.sub(lambda found: isolate_ltr(found[0]), text)


def list_divider() -> str:
    """What stands between the parts of a list in the reader's language, with the space after it."""
    return pgettext("between the parts of a list", ", ")


def join_localised(parts: Iterable[Any]) -> str:
    """The parts in one line, divided as the reader's language divides them."""
    return list_divider().join(str(part) for part in parts)


def join_in_script(parts: Iterable[str]) -> str:
    """Words of people in one line that all readers get as it is: divided as their own letters are, not the reader's."""
    words = list(parts)
    is_arabic = any("\u0600" <= sign <= "\u06ff" for sign in "".join(words[-1:]))
    return ("، " if is_arabic else ", ").join(words)


def in_all_languages(text: str | Promise) -> dict[str, str]:
    """A translatable sentence of the interface in every language, for records that others read in theirs."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[code] = str(text)
    return found


# The letters of the interface's languages, by which a text that says no language is told.
LETTERS = {"he": re.compile("[\u05d0-\u05ea]"), "ar": re.compile("[\u0621-\u064a]"), "en": re.compile("[A-Za-z]")}


def guess_language(text: str) -> str:
    """In which of the interface's languages a text stands, by its letters; "" where it has none of theirs."""
    counts = {code: len(letters.findall(text)) for code, letters in LETTERS.items()}
    found = max(counts, key=lambda code: counts[code])
    return found if counts[found] else ""


def mark_language(text: str) -> SafeString:
    """A text that stands in one language alone, for readers of all: isolated, and marked where it is not in theirs."""
    lang, language = (get_language() or "en")[:2], guess_language(text)
    inside = isolate_ranges(text)
    if language in {"", lang}:
        return format_html("<bdi>{}</bdi>", inside)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, text_direction(language), inside)


def order_for_reader(text: str) -> list[str]:
    """The paragraphs of a text that people wrote in several languages one below the other: those of the reader's first."""
    lang = (get_language() or "en")[:2]
    paragraphs = [line for line in text.splitlines() if line.strip()]
    return sorted(paragraphs, key=lambda line: guess_language(line) != lang)
