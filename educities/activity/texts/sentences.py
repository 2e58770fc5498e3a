"""A record as a sentence in the reader's language: history, inbox, mail subject."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django.apps import apps
from django.utils.functional import Promise

from educities.activity.values import ROW_NAMES, VERBS, Verb
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Known(dict):
    """What a sentence may name; a missing part shows as an ellipsis, never as an error."""

    def __missing__(self, key: str) -> str:
        return "…"


def record_sentence(verb: str, target_type: str, data: Mapping[str, Any]) -> str:
    """The verb's label with the record's data in it; text in several languages in the reader's one."""
    known = VERBS.get(verb)
    return _fill_sentence(known, known.label, target_type, data) if known else verb


def message_subject(verb: str, target_type: str, data: Mapping[str, Any]) -> str:
    """What a mail's subject and the inbox say to the person it concerns: the verb's subject, else its label."""
    known = VERBS.get(verb)
    return _fill_sentence(known, known.subject or known.label, target_type, data) if known else verb


class _Some(int):
    """A number that nobody knows any more: in the plural, and written as an ellipsis."""

    def __format__(self, spec: str) -> str:
        return "…"


def kind_sentences(verb: str) -> list[str]:
    """What a mail of this verb was about, to its reader and for the history, where nothing of what they name is kept; [] for
    what is no verb."""
    known = VERBS.get(verb)
    return [_fill_unknown(known, text) for text in (known.subject or known.label, known.label)] if known else []


def _fill_unknown(known: Verb, text: Promise | str) -> str:
    return _fill_plural(text, {known.number: _Some(7)}) if known.number else str(text).format_map(_Known())


def _fill_plural(text: Promise | str, parts: dict[str, Any]) -> str:
    """A lazy plural, with an ellipsis for each part that it names beside the number."""
    try:
        return cast("str", text).format(**parts)
    except KeyError as missing:
        return _fill_plural(text, {**parts, missing.args[0]: "…"})


def _fill_sentence(known: Verb, text: Promise | str, target_type: str, data: Mapping[str, Any]) -> str:
    parts = {k: translate_plain(v) if isinstance(v, dict) else format_value(v) for k, v in data.items()}
    parts |= known.says(data) if known.says else {}
    parts.setdefault("title", name_model(target_type))
    if known.number:
        # A lazy plural chooses its form when it is formatted.
        return cast("str", text).format(**({known.number: 0} | parts))
    return str(text).format_map(_Known(parts))


def format_value(value: object) -> Any:
    """A day as people here write it: records keep it as programs read it."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return value
    try:
        return format_day(date.fromisoformat(value))
    except ValueError:
        return value


def name_model(target_type: str) -> str:
    """What rows of this model are called in the reader's language."""
    if known := ROW_NAMES.get(target_type):
        return str(known.name)
    try:
        return str(apps.get_model(target_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return target_type
