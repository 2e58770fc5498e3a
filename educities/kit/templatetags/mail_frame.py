"""How the text of a mail becomes HTML: escaped, with the direction of each part, and with links."""

import re
from collections.abc import Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

register = template.Library()
ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")
ADDRESS = re.compile(r"https?://[^\s<>\u2068\u2069]+[^\s<>\u2068\u2069.,;:!?)]")
# What reads from left to right inside a sentence of Hebrew or Arabic: hours, dates, telephone numbers, Latin words.
LETTER = "A-Za-z\u00c0-\u024f"
WORD = rf"[{LETTER}0-9](?:[{LETTER}0-9.:/%@+’'-]*[{LETTER}0-9%])?"
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
LATIN = re.compile(rf"\+\d[\d ()-]*\d|[{LETTER}](?:[{LETTER}0-9.:/%@+’'-]*[{LETTER}0-9%])?(?: {WORD})*|{WORD}")


@register.filter
def mail_html(text: str) -> SafeString:
    """The text as HTML. Isolated parts find their own direction; runs of digits and Latin letters keep theirs."""
    html, end = "", 0
    for part in ISOLATED.finditer(str(text)):
        html += _run(str(text)[end : part.start()]) + f'<span dir="auto">{_links(part[1])}</span>'
        end = part.end()
    return mark_safe(html + _run(str(text)[end:]))  # noqa: S308 (each part is escaped)


@register.filter
def is_list(value: object) -> bool:
    """Several lines instead of one text?"""
    return isinstance(value, (list, tuple))


@register.filter
def mail_lines(value: str | Sequence[str]) -> list[str]:
    """The lines of a text, or of several, each to be drawn by itself; what is isolated over a line's end is so in each of them."""
    if not isinstance(value, str):
        return [line for text in value for line in _split_lines(text)]
    return _split_lines(value)


@register.filter
def mail_line(text: str) -> SafeString:
    """A line as HTML, for an element with `dir="auto"`: whose words decide finds no direction in parts that have their own."""
    text = str(text)
    if whole := ISOLATED.fullmatch(text):
        return mark_safe(_links(whole[1]))  # noqa: S308 (escaped)
    if RIGHT_TO_LEFT.search(ISOLATED.sub("", text)):
        return mail_html(text)
    html, end = "", 0
    for part in ISOLATED.finditer(text):
        html += _links(text[end : part.start()]) + f'<span dir="auto">{_links(part[1])}</span>'
        end = part.end()
    return mark_safe(html + _links(text[end:]))  # noqa: S308 (each part is escaped)


def _split_lines(text: str) -> list[str]:
    """One that leads somewhere stays as it is."""
    if "\n" not in text:
        return [text]
    whole = ISOLATED.sub(lambda part: "\u2069\n\u2068".join(part[0].splitlines()), text)
    return [line for line in whole.splitlines() if line.strip("\u2068\u2069 ")]


def _links(text: str) -> str:
    html, end = "", 0
    for found in ADDRESS.finditer(text):
        url = escape(found[0])
        html += escape(text[end : found.start()]) + f'<a href="{url}" class="link" dir="ltr">{url}</a>'
        end = found.end()
    return html + escape(text[end:])


def _run(text: str) -> str:
    html, end = "", 0
    for found in ADDRESS.finditer(text):
        html += _directed(text[end : found.start()]) + _links(found[0])
        end = found.end()
    return html + _directed(text[end:])


def _directed(text: str) -> str:
    if not get_language_bidi():
        return escape(text)
    html, end = "", 0
    for found in LATIN.finditer(text):
        html += escape(text[end : found.start()]) + f'<span dir="ltr">{escape(found[0])}</span>'
        end = found.end()
    return html + escape(text[end:])
