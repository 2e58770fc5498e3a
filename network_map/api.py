"""What partners' programs read of the network: its figures, no marks and no names."""

from dataclasses import asdict
from typing import ClassVar

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from educities.api.operation import Operation
from educities.api.views import Endpoint
from network_map.queries.figures import list_figures
from network_map.serializers import NetworkFiguresSerializer
from network_map.values.figures import Figures
from programs.values.suppression import can_show, hide_cells


class NetworkFigures(Endpoint):
    """How much the city's network is a network, quarter by quarter."""

    operations: ClassVar[dict[str, Operation]] = {
        "GET": Operation(
            name="network_figures",
            summary="The figures of the network, quarter by quarter, without anybody’s name",
            scope="network:read",
            answer=NetworkFiguresSerializer,
            answer_text="Up to thirteen quarters, the running one last.",
        )
    }

    def get(self, request: Request, **named: int) -> Response:
        rows = [
            {"quarter": quarter.code, **asdict(figures), **count_people(figures)}
            for quarter, figures in list_figures(request.city)  # type: ignore[attr-defined]
        ]
        return Response({"quarters": rows})


def count_people(figures: Figures) -> dict[str, int | None]:
    """How many people, and how many without a tie; None where that tells of fewer than five, on either side."""
    untied = {"yes": figures.people_untied, "no": figures.people - figures.people_untied}
    return {
        "people": figures.people if can_show([figures.people]) else None,
        "people_untied": None if "yes" in hide_cells(untied) else figures.people_untied,
    }


urlpatterns = [path("network-figures", NetworkFigures.as_view(), name="api_network_figures")]
