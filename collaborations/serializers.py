"""The shape of collaborations as partners' programs read them: nobody's name and nobody's words."""

from rest_framework import serializers

from collaborations.models import Collaboration
from educities.api.serializers import NamedChoiceField, PageQuery, PeopleCountField

WITHDRAWN = "withdrawn"
# Its proposer took it back: whoever was asked said no to nothing.
STATES = [*Collaboration.State.choices, (WITHDRAWN, "")]
STATE = "`declined`: one of two sides said no. `withdrawn`: its proposer took it back before it was agreed."


class CollaborationSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    circle = NamedChoiceField(Collaboration.Circle.choices, "Circle")
    state = NamedChoiceField(STATES, "CollaborationState", meaning=STATE)
    area = serializers.CharField(
        allow_null=True, help_text="The code of the area of strength or growth that it is about, where it says one."
    )
    lab = serializers.IntegerField(allow_null=True, help_text="The lab to which it belongs, by number.")
    challenge = serializers.IntegerField(allow_null=True, help_text="The challenge to which it belongs, by number.")
    initiative = serializers.IntegerField(allow_null=True, help_text="The initiative to which it belongs, by number.")
    began_from = serializers.IntegerField(
        allow_null=True, help_text="The collaboration that was taken one circle further by it, by number."
    )
    organisations = serializers.ListField(
        child=serializers.IntegerField(min_value=1), help_text="The organisations that take part, by number."
    )
    people = PeopleCountField(
        help_text="How many people take part for themselves.",
        shown_because="it says how large this one thing is, and nothing of anybody.",
    )
    proposed_on = serializers.DateField()
    starts_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)


class CollaborationQuery(PageQuery):
    circle = NamedChoiceField(Collaboration.Circle.choices, "Circle", required=False)
    state = NamedChoiceField(STATES, "CollaborationState", required=False, meaning=STATE)


class SeenAreaSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1, help_text="The number of the area.")
    area = serializers.CharField(help_text="The code of the area.")
    given = PeopleCountField(help_text="How often it was seen in someone, whatever was answered; null with `people`.")
    people = PeopleCountField(help_text="In how many people.")


class CohortSeenAreaSerializer(SeenAreaSerializer):
    """The same of one cohort; null also where one to four others of the city could be worked out with it."""
