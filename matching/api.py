"""What partners' programs read of suggestions: how many there are, of nobody in particular."""

from typing import ClassVar

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from educities.api.operation import Operation
from educities.api.views import Endpoint
from matching.queries.counts import count_by_sector
from matching.serializers import SectorCountsSerializer


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
        return Response({"results": [row._asdict() for row in count_by_sector()]})


urlpatterns = [path("matches", Matches.as_view(), name="api_matches")]
