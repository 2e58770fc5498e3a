"""The shape of growth engines as partners' programs read them: numbers, and nobody's name."""

from rest_framework import serializers

from educities.api.serializers import PeopleCountField


class EngineSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    area = serializers.CharField(help_text="The code of the area in which the city wants to grow.")
    is_open = serializers.BooleanField(help_text="Does the city want to grow here today?")
    named_on = serializers.DateField()
    people = PeopleCountField(
        min_value=5, help_text="How many adults of the city can already; null also where nobody can."
    )
    organisations = serializers.IntegerField(min_value=0)
    running = serializers.IntegerField(
        min_value=0, help_text="Collaborations in this area that are agreed or under way."
    )
    completed = serializers.IntegerField(min_value=0)
