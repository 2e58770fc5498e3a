"""What the city's public page shows of its challenges."""

from typing import Any

from django.http import HttpRequest

from challenges.models import Challenge
from cities.clock import today

MOST = 3


def open_challenges(request: HttpRequest) -> dict[str, Any]:
    """The newest open questions; nothing when none is open."""
    rows = list(Challenge.objects.open_on(today()).select_related("area")[:MOST])
    return {"rows": rows} if rows else {}
