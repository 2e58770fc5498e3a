"""The shape of challenges as partners' programs read them."""

from rest_framework import serializers

from challenges.models import Challenge
from educities.api.serializers import LocalizedTextField, NamedChoiceField, PeopleCountField

PUBLIC = [(state.value, state.label) for state in Challenge.PUBLIC]


class ChallengeSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    question = LocalizedTextField()
    intro = LocalizedTextField()
    state = NamedChoiceField(PUBLIC, "ChallengeState")
    contributions_count = serializers.IntegerField(min_value=0)
    places = serializers.IntegerField(min_value=0, allow_null=True, help_text="Null where there is room for all.")
    places_taken = PeopleCountField(
        help_text="How many take part.", shown_because="the page of the challenge says it to everyone."
    )
    least_verification = serializers.IntegerField(
        min_value=0, max_value=2, help_text="What taking part asks for, as `verification` of people."
    )
    opened_at = serializers.DateTimeField(allow_null=True)
    closes_on = serializers.DateField(allow_null=True)
