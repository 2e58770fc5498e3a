"""What a partner may write: indicator values, as drafts that the city confirms."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from educities.api.idempotency import once
from educities.api.reading import indicator_or_404
from educities.api.views import Endpoint
from programs.actions.indicators import Figure, enter_values
from programs.models import IndicatorValue


class ValueSerializer(serializers.Serializer):
    """One figure of one school year."""

    series = serializers.ChoiceField(choices=IndicatorValue.Series.choices)
    period = serializers.IntegerField(min_value=1990, max_value=2100)
    value = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True)
    numerator = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True)
    denominator = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True)
    source = serializers.CharField(max_length=200, required=False, allow_blank=True)
    sure = serializers.BooleanField(required=False, default=False)

    def validate_source(self, text: str) -> str:
        if "\x00" in text:
            raise ValidationError(_("Null characters are not allowed."))
        return text


def plain(row: IndicatorValue) -> dict[str, Any]:
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


class Values(Endpoint):
    """The live values of an indicator; a new one is a draft that the city confirms."""

    scopes: ClassVar[dict[str, str]] = {"GET": "indicators:read", "POST": "indicators:write"}

    def get(self, request: Request, pk: int) -> Response:
        rows = indicator_or_404(pk).values.exclude(state=IndicatorValue.State.REVISED)
        return Response({"results": [plain(row) for row in rows.order_by("series", "period")]})

    def post(self, request: Request, pk: int) -> Response:
        indicator = indicator_or_404(pk)
        given = ValueSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        sure = data.pop("sure")

        def act() -> tuple[int, Any]:
            figure = Figure(**data)
            enter_values(indicator, [figure], actor=request.user.owner, sure=sure)
            row = indicator.values.exclude(state=IndicatorValue.State.REVISED).get(
                series=figure.series, period=figure.period
            )
            return 201, plain(row)

        return once(request, act)
