"""The shape of cohorts as partners' programs read them."""

from rest_framework import serializers

from educities.api.serializers import LocalizedTextField, NamedChoiceField, PeopleCountField
from labs.models import Cohort
from labs.models.cohorts import Stage


class CohortSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    lab_id = serializers.IntegerField(min_value=1)
    number = serializers.IntegerField(min_value=1)
    name = LocalizedTextField()
    stage = NamedChoiceField(Stage.choices, "Stage")
    state = NamedChoiceField(Cohort.State.choices, "CohortState")
    capacity = serializers.IntegerField(min_value=0)
    places_taken = PeopleCountField(help_text="How many people have a place.")
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
