"""The shape of intakes as partners' programs read them: numbers and states, nobody's name."""

from rest_framework import serializers

from accelerator.models import Enrolment
from educities.api.serializers import PageQuery, PeopleCountField


class AcceleratorSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    name = serializers.DictField(child=serializers.CharField())
    number = serializers.IntegerField(min_value=1, help_text="The number of the intake in the five years.")
    call_opens_on = serializers.DateField()
    call_closes_on = serializers.DateField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    places = serializers.IntegerField(min_value=1)
    places_taken = PeopleCountField(help_text="By how many teachers.")
    schools = serializers.IntegerField(
        min_value=0,
        allow_null=True,
        help_text="Of how many schools teachers have or had a place; null with `places_taken`.",
    )
    enrolments = serializers.DictField(
        child=PeopleCountField(),
        help_text=(
            f"How many are in each state: {', '.join(Enrolment.State.values)}. Null also where a number of one to four "
            "could be worked out with it."
        ),
    )


class AcceleratorQuery(PageQuery):
    """Pages alone."""
