"""What partners' programs read of growth engines."""

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.urls import path
from rest_framework.request import Request

from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, single_operation
from growth.models import Engine
from growth.queries.counts import COUNTED, list_with_counts, render_counts
from growth.serializers import EngineSerializer

COLUMNS = ("id", "named_on", "closed_at", *COUNTED)


class EngineList(Listing):
    """Where the city wants to grow, how many in it can already, and what runs."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="growth_engines",
        summary="Where the city wants to grow, how many in it can already, and what runs",
        scope="growth:read",
        row=EngineSerializer,
    )

    def rows(self, request: Request) -> QuerySet[Engine, dict[str, Any]]:
        return list_with_counts().values(*COLUMNS, code=F("area__code"))

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        counts = render_counts({name: row[name] for name in COUNTED})
        shown = {name: row[name] for name in ("id", "named_on")}
        return {**shown, **counts, "area": row["code"], "is_open": row["closed_at"] is None}


class OneEngine(Single):
    """One of them."""

    listing = EngineList
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="growth_engine", summary="One growth engine", scope="growth:read", row=EngineSerializer
    )


urlpatterns = [
    path("growth-engines", EngineList.as_view(), name="api_growth_engines"),
    path("growth-engines/<int:engine>", OneEngine.as_view(), name="api_growth_engine"),
]
