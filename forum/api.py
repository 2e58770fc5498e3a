"""What partners' programs read of the strategic forum."""

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.urls import path
from rest_framework.request import Request

from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, read_choice, single_operation
from forum.models import Decision, Seat
from forum.serializers import ForumDecisionQuery, ForumDecisionSerializer, SeatSerializer

COLUMNS = (
    "id",
    "words",
    "method",
    "is_advice",
    "decided_on",
    "present",
    "needed",
    "sectors",
    "review_on",
    "state",
    "act_by",
    "done_on",
)


class SeatList(Listing):
    """Which seats there are today: for which organisation, of which sector, until when. Nobody's name."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="forum_seats",
        summary="Seats of the strategic forum today, without names of people",
        scope="forum:read",
        row=SeatSerializer,
    )

    def rows(self, request: Request) -> Any:
        return Seat.objects.active().values("id", "organisation", "sector", "role", "starts_on", "ends_on")


class DecisionList(Listing):
    """What the forum decided or did not carry, where the city shows its decisions to everyone."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="forum_decisions",
        summary="Decisions of the strategic forum, where the city shows them to everyone",
        scope="forum:read",
        row=ForumDecisionSerializer,
        query=ForumDecisionQuery,
    )

    def rows(self, request: Request) -> QuerySet[Decision, dict[str, Any]]:
        rows: QuerySet[Decision] = Decision.objects.public()
        if chosen := read_choice(request, "state", list(Decision.CONCLUDED)):
            rows = rows.filter(state=chosen)
        return rows.values(*COLUMNS, title=F("item__title"), organisation=F("acts_organisation"))


class OneDecision(Single):
    """One of them."""

    listing = DecisionList
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="forum_decision", summary="One decision", scope="forum:read", row=ForumDecisionSerializer
    )


urlpatterns = [
    path("forum/seats", SeatList.as_view(), name="api_forum_seats"),
    path("forum/decisions", DecisionList.as_view(), name="api_forum_decisions"),
    path("forum/decisions/<int:decision>", OneDecision.as_view(), name="api_forum_decision"),
]
