"""What every template may ask for."""

from typing import Any

from django.http import HttpRequest


def city(request: HttpRequest) -> dict[str, Any]:
    """`city`: the city of the address, or None."""
    return {"city": getattr(request, "city", None)}
