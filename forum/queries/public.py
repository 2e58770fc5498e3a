"""What of the forum stands on the city's public page."""

from typing import Any

from django.http import HttpRequest

from forum.models import Decision

NEWEST = 3


def find_public_forum(request: HttpRequest) -> dict[str, Any]:
    """The newest decisions, where the city shows them to everyone; nothing without any. One query."""
    rows = list(Decision.objects.public().taken().with_words()[:NEWEST])
    return {"forum_decisions": rows} if rows else {}
