"""What partners' programs read of collaborations."""

from typing import Any, ClassVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework.request import Request

from collaborations.models import Collaboration, Endorsement, Party
from collaborations.queries.endorsement_counts import find_of_cohort
from collaborations.serializers import (
    WITHDRAWN,
    CohortSeenAreaSerializer,
    CollaborationQuery,
    CollaborationSerializer,
    SeenAreaSerializer,
)
from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, read_choice, single_operation
from labs.models import Cohort
from programs.values.suppression import can_show
from stakeholders.models import Area

TAKES_PART = Q(parties__state=Party.State.AGREED)
JOINED = ("area", "organisations", "people", "state")
# What stands under another name in the answer.
NAMES = {"code": "area", "shown_state": "state"}
FILTERS = (
    ("circle", "circle", Collaboration.Circle.values),
    ("state", "shown_state", [*Collaboration.State.values, WITHDRAWN]),
)


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
        shown_state = Case(When(withdrawn_at__isnull=False, then=Value(WITHDRAWN)), default=F("state"))
        rows = Collaboration.objects.annotate(organisations=numbers, people=people, shown_state=shown_state)
        for name, column, choices in FILTERS:
            if chosen := read_choice(request, name, choices):
                rows = rows.filter(**{column: chosen})
        columns = [name for name in CollaborationSerializer._declared_fields if name not in JOINED]
        return rows.values(*columns, "organisations", "people", "shown_state", code=F("area__code"))

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        return {NAMES.get(name, name): value for name, value in row.items()}


class OneCollaboration(Single):
    """One of them."""

    listing = CollaborationList
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="collaboration", summary="One collaboration", scope="collaborations:read", row=CollaborationSerializer
    )


class SeenAreaList(Listing):
    """How often each strength was seen in someone: no names, no words, and not what was answered."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="endorsements",
        summary="How often each strength was seen in someone, by area: numbers alone",
        scope="collaborations:read",
        row=SeenAreaSerializer,
    )

    def find_seen(self) -> QuerySet[Endorsement]:
        """Those that are counted: of the whole city."""
        return Endorsement.objects.standing()

    def rows(self, request: Request) -> QuerySet[Area, dict[str, Any]]:
        seen = self.find_seen()
        counted = seen.order_by().filter(area=OuterRef("pk")).values("area")
        given = counted.annotate(n=Count("pk")).values("n")
        people = counted.annotate(n=Count("receiver", distinct=True)).values("n")
        rows = Area.objects.filter(pk__in=seen.values("area")).order_by("-pk")
        return rows.values("id", "code", given=Subquery(given), people=Subquery(people))

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        shown = {"id": row["id"], "area": row["code"], "given": row["given"], "people": row["people"]}
        return shown if can_show([row["people"]]) else {**shown, "given": None, "people": None}


class CohortSeenAreas(SeenAreaList):
    """The same, of one cohort: what its page and its gate count."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="cohort_endorsements",
        summary="How often each strength was seen in someone of the cohort, after its sessions or in collaborations of its members",
        scope="collaborations:read",
        row=CohortSeenAreaSerializer,
    )

    def find_seen(self) -> QuerySet[Endorsement]:
        cohort = get_object_or_404(Cohort, pk=self.kwargs["cohort"])
        return find_of_cohort(cohort.pk)

    def rows(self, request: Request) -> QuerySet[Area, dict[str, Any]]:
        """Beside each its numbers in the whole city, from which the cohort's can be subtracted."""
        seen = Endorsement.objects.standing().order_by().filter(area=OuterRef("pk")).values("area")
        given, people = Count("pk"), Count("receiver", distinct=True)
        whole = {"all_given": seen.annotate(n=given).values("n"), "all_people": seen.annotate(n=people).values("n")}
        return super().rows(request).annotate(**{name: Subquery(rows) for name, rows in whole.items()})

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        shown = super().render_row(row)
        others = [row["all_given"] - row["given"], row["all_people"] - row["people"]]
        is_shown = all(can_show([count]) for count in others)
        return shown if is_shown else {**shown, "given": None, "people": None}


urlpatterns = [
    path("collaborations", CollaborationList.as_view(), name="api_collaborations"),
    path("endorsements", SeenAreaList.as_view(), name="api_endorsements"),
    path("cohorts/<int:cohort>/endorsements", CohortSeenAreas.as_view(), name="api_cohort_endorsements"),
    path("collaborations/<int:collaboration>", OneCollaboration.as_view(), name="api_collaboration"),
]
