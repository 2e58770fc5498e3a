"""What partners' programs read of exchanges of offers and needs."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path
from rest_framework.request import Request

from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, read_choice, single_operation
from exchange.models import Exchange
from exchange.serializers import ExchangeQuery, ExchangeSerializer
from programs.values.suppression import can_show


class ExchangeList(Listing):
    """Exchanges of offers and needs: when, of which session, and what was counted at the end."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="exchanges",
        summary="Exchanges of offers and needs, as counts",
        scope="exchanges:read",
        row=ExchangeSerializer,
        query=ExchangeQuery,
    )

    def rows(self, request: Request) -> QuerySet[Exchange, dict[str, Any]]:
        rows = Exchange.objects.all()
        if chosen := read_choice(request, "state", Exchange.State.values):
            rows = rows.filter(state=chosen)
        return rows.values(*ExchangeSerializer._declared_fields)

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "people": row["people"] if can_show([row["people"]]) else None}


class OneExchange(Single):
    """One of them."""

    listing = ExchangeList
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="exchange", summary="One exchange of offers and needs", scope="exchanges:read", row=ExchangeSerializer
    )


urlpatterns = [
    path("exchanges", ExchangeList.as_view(), name="api_exchanges"),
    path("exchanges/<int:exchange>", OneExchange.as_view(), name="api_exchange"),
]
