"""How the text of a mail becomes HTML: escaped, with the direction of each part, and with links."""

import re

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
