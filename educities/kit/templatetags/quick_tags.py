"""Tags that every page shows, without working out again what cannot change: see `quick_nodes`."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from educities.kit.quick_nodes import parse_static, parse_translate, parse_url

register = template.Library()
register.tag("static", parse_static)
register.tag("translate", parse_translate)
register.tag("url", parse_url)


@register.simple_tag
def language_buttons(changes_language: bool | str = False) -> SafeString:
    """`{% language_buttons changes_language %}`: a button for each other language (kit/_language_buttons.html)."""
    return _draw_language_buttons(get_language(), bool(changes_language))


@lru_cache(maxsize=32)
def _draw_language_buttons(language: str, changes_language: bool) -> SafeString:
    """The language is the active one: it is named because what is kept depends on it."""
    return render_to_string("kit/_language_buttons.html", {"changes_language": changes_language})
