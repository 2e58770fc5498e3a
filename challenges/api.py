"""What partners' programs read of challenges: plain rows, no personal values."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path
from rest_framework.request import Request

from challenges.models import Challenge
from challenges.serializers import ChallengeSerializer
from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, single_operation


class Challenges(Listing):
    """Challenges that residents can see."""

    is_kept = True
    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="challenges",
        summary="Challenges that residents can see",
        scope="challenges:read",
        row=ChallengeSerializer,
    )

    def rows(self, request: Request) -> QuerySet[Challenge, dict[str, Any]]:
        return Challenge.objects.filter(state__in=Challenge.PUBLIC).values(*ChallengeSerializer._declared_fields)


class OneChallenge(Single):
    """One of them."""

    listing = Challenges
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="challenge", summary="One challenge", scope="challenges:read", row=ChallengeSerializer
    )


urlpatterns = [
    path("challenges", Challenges.as_view(), name="api_challenges"),
    path("challenges/<int:challenge>", OneChallenge.as_view(), name="api_challenge"),
]
