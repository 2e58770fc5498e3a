"""What every template may ask for."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cities.queries.navigation import read_navigation
from educities.activity.queries.notices import label_unread


def city_context(request: HttpRequest) -> dict[str, Any]:
    """`city`: the city of the address, or None. `navigation`: the way through it; `unread`: what waits in the person's
    inbox there. Both are asked only when drawn."""
    return {
        "city": getattr(request, "city", None),
        "navigation": SimpleLazyObject(lambda: read_navigation(request)),
        "unread": SimpleLazyObject(lambda: label_unread(request.user)),
    }
