"""What every template may ask for."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cities.queries.navigation import navigation_lines


def city_context(request: HttpRequest) -> dict[str, Any]:
    """`city`: the city of the address, or None. `nav_items`: the way through it, asked only when drawn."""
    return {"city": getattr(request, "city", None), "nav_items": SimpleLazyObject(lambda: navigation_lines(request))}
