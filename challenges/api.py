"""What partners' programs read of challenges: plain rows, no personal values."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path
from rest_framework.request import Request

from challenges.models import Challenge
from educities.api.paging import Listing

CHALLENGE = (
    "id",
    "question",
    "intro",
    "state",
    "contributions_count",
    "places",
    "places_taken",
    "opened_at",
    "closes_on",
)


class Challenges(Listing):
    """Challenges that residents can see."""

    scopes: ClassVar[dict[str, str]] = {"GET": "challenges:read"}

    def rows(self, request: Request) -> QuerySet[Challenge, dict[str, Any]]:
        return Challenge.objects.filter(state__in=Challenge.PUBLIC).values(*CHALLENGE)


urlpatterns = [path("challenges", Challenges.as_view(), name="api_challenges")]
