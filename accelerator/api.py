"""What partners' programs read of the accelerator."""

from typing import Any, ClassVar

from django.db.models import Count, F, Q, QuerySet
from django.urls import path
from rest_framework.request import Request

from accelerator.models import Accelerator, Enrolment
from accelerator.rules import HOLDS
from accelerator.serializers import AcceleratorQuery, AcceleratorSerializer
from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, single_operation
from programs.values.suppression import can_show, hide_cells

COUNTED = tuple(Enrolment.State.values)


class AcceleratorList(Listing):
    """The intakes: when, how many places, how many teachers are in each state."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="accelerators",
        summary="Intakes of the teacher accelerator: dates, places, how many teachers are in each state; no names",
        scope="accelerator:read",
        row=AcceleratorSerializer,
        query=AcceleratorQuery,
    )

    def rows(self, request: Request) -> QuerySet[Accelerator, dict[str, Any]]:
        counts = {f"n_{state}": Count("enrolments", filter=Q(enrolments__state=state)) for state in COUNTED}
        schools = Count("enrolments__organisation", filter=Q(enrolments__state__in=HOLDS), distinct=True)
        rows = Accelerator.objects.annotate(**counts, schools=schools).order_by("-pk")
        own = ("id", "name", "call_opens_on", "call_closes_on", "places", "places_taken", "schools")
        dates = {"starts_on": F("intake__starts_on"), "ends_on": F("intake__ends_on"), "number": F("intake__number")}
        return rows.values(*own, *counts, **dates)

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        counts = {state: row.pop(f"n_{state}") for state in COUNTED}
        holding = {state: n for state, n in counts.items() if state in HOLDS}
        # Those with a place can be subtracted from `places_taken`; of the others no sum is shown.
        hidden = hide_cells(holding) | hide_cells({state: n for state, n in counts.items() if state not in HOLDS})
        shown = {state: None if state in hidden else n for state, n in counts.items()}
        sums = {} if can_show([sum(holding.values())]) else {"places_taken": None, "schools": None}
        return {**row, **sums, "enrolments": shown}


class OneAccelerator(Single):
    """One of them."""

    listing = AcceleratorList
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="accelerator",
        summary="One intake of the teacher accelerator",
        scope="accelerator:read",
        row=AcceleratorSerializer,
    )


urlpatterns = [
    path("accelerators", AcceleratorList.as_view(), name="api_accelerators"),
    path("accelerators/<int:accelerator>", OneAccelerator.as_view(), name="api_accelerator"),
]
