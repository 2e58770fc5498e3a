"""What the city's public page says of its growth engines: areas, sentences and numbers, never a name."""

from typing import Any, NamedTuple

from django.http import HttpRequest

from growth.models import Engine
from growth.queries.counts import list_with_counts
from growth.values import LEAST_SHOWN, MOST_PUBLIC


class PublicEngine(NamedTuple):
    """An engine as everybody reads it. `people`: None where they are so few that a number would name somebody."""

    engine: Any
    people: int | None
    organisations: int
    running: int
    completed: int


def public_engines(request: HttpRequest) -> dict[str, Any]:
    """Those that the director shows, where most is done first; nothing when none is shown. One query."""
    rows = list_with_counts(Engine.objects.open().filter(is_public=True))
    found = [
        PublicEngine(
            one, one.people if one.people >= LEAST_SHOWN else None, one.organisations, one.running, one.completed
        )
        for one in rows.order_by("-running", "-completed", "pk")[:MOST_PUBLIC]
    ]
    return {"engines": found} if found else {}
