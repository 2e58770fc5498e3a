"""What of the forum stands on the city's public page."""

from typing import Any

from django.http import HttpRequest

from forum.models import Decision
from forum.queries import find_charter

NEWEST = 3


def find_public_forum(request: HttpRequest) -> dict[str, Any]:
    """The newest decisions, where the city shows them to everyone; nothing without any. Two queries."""
    charter = find_charter()
    if charter is None or not charter.shows_decisions:
        return {}
    rows = list(Decision.objects.taken().with_words().filter(item__charter=charter)[:NEWEST])
    return {"forum_decisions": rows} if rows else {}
