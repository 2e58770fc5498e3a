"""The shape of figures that come in."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from programs.models import IndicatorValue


class NewValueSerializer(serializers.Serializer):
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
            raise serializers.ValidationError(_("Null characters are not allowed."))
        return text
