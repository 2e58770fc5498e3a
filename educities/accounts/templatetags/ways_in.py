"""What the page of signing in offers beside the mail."""

from typing import Any

from django import template

from educities.accounts.queries import WayIn, list_ways_in

register = template.Library()


@register.simple_tag(takes_context=True)
def find_ways_in(context: dict[str, Any]) -> list[WayIn]:
    """The other ways to sign in, for where the person is going."""
    return list_ways_in(context["request"])
