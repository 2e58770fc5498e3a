"""The shape of suggestions as partners' programs read them: counts alone."""

from rest_framework import serializers


class SectorCountSerializer(serializers.Serializer):
    sector = serializers.IntegerField(
        min_value=1, max_value=4, allow_null=True, help_text="The sector of the side that was suggested; null for none."
    )
    suggested = serializers.IntegerField(min_value=0)
    introduced = serializers.IntegerField(min_value=0)
    converted = serializers.IntegerField(min_value=0)
    crossing = serializers.IntegerField(min_value=0, help_text="Of the converted those across two sectors.")


class SectorCountsSerializer(serializers.Serializer):
    results = SectorCountSerializer(many=True)
