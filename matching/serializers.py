"""The shape of suggestions as partners' programs read them: counts alone."""

from rest_framework import serializers

from educities.api.serializers import PeopleCountField

PART = "Null also where what the next larger number has more is one to four."


class SectorCountSerializer(serializers.Serializer):
    sector = serializers.IntegerField(
        min_value=1, max_value=4, allow_null=True, help_text="The sector of the side that was suggested; null for none."
    )
    suggested = PeopleCountField(help_text="People and organisations.")
    introduced = PeopleCountField(help_text=PART)
    converted = PeopleCountField(help_text=PART)
    crossing = PeopleCountField(help_text=f"Of the converted those across two sectors. {PART}")


class SectorCountsSerializer(serializers.Serializer):
    results = SectorCountSerializer(many=True)
