"""What partners' programs read of suggestions: how many there are, of nobody in particular."""

from typing import ClassVar

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from educities.api.operation import Operation
from educities.api.views import Endpoint
from matching.queries.counts import SectorCount, count_by_sector
from matching.serializers import SectorCountsSerializer
from programs.values.suppression import hide_steps


class Matches(Endpoint):
    """How many people and organisations were suggested, introduced and brought together, by sector."""

    operations: ClassVar[dict[str, Operation]] = {
        "GET": Operation(
            name="matches",
            summary="How many were suggested, introduced and brought together, by sector",
            scope="matches:read",
            answer=SectorCountsSerializer,
            answer_text="A line for each sector and one for whoever belongs to none. How many were declined is counted nowhere.",
        )
    }

    def get(self, request: Request) -> Response:
        return Response({"results": [hide_few_met(row) for row in count_by_sector()]})


def hide_few_met(row: SectorCount) -> dict[str, int | None]:
    """The line without what tells of fewer than five: each of its numbers is a part of the one before it."""
    names = row._fields[1:]
    return {"sector": row.sector, **dict(zip(names, hide_steps(row[1:]), strict=True))}


urlpatterns = [path("matches", Matches.as_view(), name="api_matches")]
