"""How minors stand in public: without a name."""

from django import template

from challenges import names

register = template.Library()


@register.filter
def unnamed(band: str) -> str:
    """What stands in place of a minor's name."""
    return names.unnamed(band)
