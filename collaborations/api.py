"""What partners' programs read of collaborations."""

from typing import Any, ClassVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q, QuerySet
from django.urls import path
from rest_framework.request import Request

from collaborations.models import Collaboration, Party
from collaborations.serializers import CollaborationQuery, CollaborationSerializer
from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, read_choice, single_operation

TAKES_PART = Q(parties__state=Party.State.AGREED)
JOINED = ("area", "organisations", "people")


class CollaborationList(Listing):
    """What people and organisations of the city do together: how far it reaches, who of the organisations, how many people."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="collaborations",
        summary="What people and organisations do together, without names and words of people",
        scope="collaborations:read",
        row=CollaborationSerializer,
        query=CollaborationQuery,
    )

    def rows(self, request: Request) -> QuerySet[Collaboration, dict[str, Any]]:
        numbers = ArrayAgg(
            "parties__organisation", filter=TAKES_PART & Q(parties__organisation__isnull=False), default=[]
        )
        people = Count("parties", filter=TAKES_PART & Q(parties__profile__isnull=False))
        rows = Collaboration.objects.annotate(organisations=numbers, people=people)
        for name, choices in (("circle", Collaboration.Circle), ("state", Collaboration.State)):
            if chosen := read_choice(request, name, choices.values):
                rows = rows.filter(**{name: chosen})
        columns = [name for name in CollaborationSerializer._declared_fields if name not in JOINED]
        return rows.values(*columns, "organisations", "people", code=F("area__code"))

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        return {"area" if name == "code" else name: value for name, value in row.items()}


class OneCollaboration(Single):
    """One of them."""

    listing = CollaborationList
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="collaboration", summary="One collaboration", scope="collaborations:read", row=CollaborationSerializer
    )


urlpatterns = [
    path("collaborations", CollaborationList.as_view(), name="api_collaborations"),
    path("collaborations/<int:collaboration>", OneCollaboration.as_view(), name="api_collaboration"),
]
