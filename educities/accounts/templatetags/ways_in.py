"""What the page of signing in offers beside the mail."""

from typing import Any

from django import template

from educities.accounts.queries import WayIn, count_withheld_minutes, list_ways_in

register = template.Library()


@register.simple_tag(takes_context=True)
def find_ways_in(context: dict[str, Any]) -> list[WayIn]:
    """The other ways to sign in, for where the person is going."""
    return list_ways_in(context["request"])


@register.simple_tag(takes_context=True)
def find_withheld_minutes(context: dict[str, Any]) -> int:
    """In how many minutes a further mail goes out, where too many were asked for; 0 where none is withheld."""
    return count_withheld_minutes(context["request"])
