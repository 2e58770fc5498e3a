"""What partners' programs read of indicators, and the figures that they may enter as drafts."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from educities.api.idempotency import once
from educities.api.paging import Listing
from educities.api.views import Endpoint
from programs.actions.indicators import Figure, enter_values
from programs.models import Indicator, IndicatorValue
from programs.serializers import NewValueSerializer

INDICATOR = ("id", "code", "name", "kind", "unit", "direction", "source", "is_main", "is_invented")


class Indicators(Listing):
    """What the city measures."""

    scopes: ClassVar[dict[str, str]] = {"GET": "indicators:read"}

    def rows(self, request: Request) -> QuerySet[Indicator, dict[str, Any]]:
        return Indicator.objects.values(*INDICATOR)


class Values(Endpoint):
    """The live values of an indicator; a new one is a draft that the city confirms."""

    scopes: ClassVar[dict[str, str]] = {"GET": "indicators:read", "POST": "indicators:write"}

    def get(self, request: Request, pk: int) -> Response:
        rows = get_indicator_or_404(pk).values.live()
        return Response({"results": [render_value(row) for row in rows.order_by("series", "period")]})

    def post(self, request: Request, pk: int) -> Response:
        indicator = get_indicator_or_404(pk)
        given = NewValueSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        sure = data.pop("sure")

        def enter() -> tuple[int, dict[str, Any]]:
            figure = Figure(**data)
            enter_values(indicator, [figure], actor=request.user.owner, sure=sure)
            return 201, render_value(indicator.values.live().get(series=figure.series, period=figure.period))

        return once(request, enter)


def get_indicator_or_404(pk: int) -> Indicator:
    """The indicator of this city."""
    if not 0 < pk < 2**63:
        raise Http404
    return get_object_or_404(Indicator.objects.all(), pk=pk)


def render_value(row: IndicatorValue) -> dict[str, Any]:
    """A value as the answer shows it."""
    parts = {name: getattr(row, name) for name in ("value", "numerator", "denominator")}
    return {
        "id": row.pk,
        "series": row.series,
        "period": row.period,
        **{name: None if part is None else str(part) for name, part in parts.items()},
        "source": row.source,
        "state": row.state,
    }


urlpatterns = [
    path("indicators", Indicators.as_view(), name="api_indicators"),
    path("indicators/<int:pk>/values", Values.as_view(), name="api_values"),
]
