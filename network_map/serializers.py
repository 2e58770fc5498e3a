"""The shape of the figures of the network as partners' programs read them: numbers alone."""

from rest_framework import serializers

from educities.api.serializers import PeopleCountField


class QuarterFiguresSerializer(serializers.Serializer):
    quarter = serializers.CharField(help_text="Such as 2026-Q4; the running one so far.")
    collaborations = serializers.IntegerField(min_value=0, help_text="Agreed or further, and under way in the quarter.")
    without_public = serializers.IntegerField(
        min_value=0, help_text="Of these, without a side of the public sector, to which the municipality belongs."
    )
    across_sectors = serializers.IntegerField(min_value=0, help_text="Of these, with sides of at least two sectors.")
    organisations = serializers.IntegerField(min_value=0)
    organisations_untied = serializers.IntegerField(min_value=0, help_text="Of these, without any collaboration yet.")
    people = PeopleCountField(help_text="Adults with an account.")
    people_untied = PeopleCountField(
        help_text="Of these, without any collaboration yet; null also where all others are one to four."
    )
    mean_path = serializers.FloatField(
        allow_null=True, help_text="Mean steps between two organisations that are tied; null with fewer than two."
    )
    bridges = serializers.IntegerField(min_value=0, help_text="Ties without which a part would fall off.")


class NetworkFiguresSerializer(serializers.Serializer):
    quarters = QuarterFiguresSerializer(many=True)
