"""Template filters for text in several languages."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from educities.kit import multilingual as kit_words

register = template.Library()


@register.filter
def words(value: dict[str, str] | None) -> SafeString:
    """`{{ lab.name|words }}`: the text in the reader's language, else marked with its own."""
    return kit_words.translate_html(value)


@register.filter
def plain_words(value: dict[str, str] | None) -> str:
    """The same without markup, for attributes, titles and subjects."""
    return kit_words.translate_plain(value)


@register.filter
def listed(parts: Iterable[Any]) -> SafeString:
    """The parts in one line, each isolated and whole where the line is wide enough, divided as the reader's language divides them."""
    *first, last = ("", *(format_html("<bdi>{}</bdi>", part) for part in parts))
    # The comma stays in the box of its part: after a box of several lines it would begin a line of its own.
    sign = kit_words.list_divider().rstrip()
    boxes = [format_html('<span class="one">{}{}</span>', part, sign) for part in first[1:]]
    return mark_safe(" ".join([*boxes, format_html('<span class="one">{}</span>', last)]) if last else "")  # noqa: S308 (escaped)


@register.simple_tag(takes_context=True)
def can(context: dict[str, Any], permission: str, obj: object = None) -> bool:
    """`{% can "labs.launch_lab" lab as may %}`: the one question the views ask too."""
    return context["request"].user.has_perm(permission, obj)


@register.filter
def word_lines(value: dict[str, str] | None) -> list[str]:
    """The lines of a text in the reader's language, for lists."""
    return [line for line in kit_words.translate_plain(value).splitlines() if line.strip()]
