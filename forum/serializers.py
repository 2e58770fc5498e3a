"""The shape of the forum as partners' programs read it: nobody's name, and public decisions alone."""

from rest_framework import serializers

from educities.api.serializers import LocalizedTextField, NamedChoiceField, PageQuery, PeopleCountField
from forum.models import Decision, Seat
from stakeholders.models import Sector
from stakeholders.serializers import SECTORS

TAKEN = [choice for choice in Decision.State.choices if choice[0] in Decision.CONCLUDED]


class SeatSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    organisation = serializers.IntegerField(
        allow_null=True, help_text="The organisation, by number; null of a youth seat without one."
    )
    sector = NamedChoiceField(Sector.choices, "Sector", meaning=SECTORS)
    role = NamedChoiceField(Seat.Role.choices, "ForumRole")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class ForumDecisionSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    title = LocalizedTextField(help_text="What it is about.")
    words = LocalizedTextField(help_text="What was decided, or proposed and not carried.")
    method = NamedChoiceField(Decision.Method.choices, "DecisionMethod")
    is_advice = serializers.BooleanField(
        help_text="Without a quorum, or without one of the four sectors, what the forum says is advice, for ever."
    )
    decided_on = serializers.DateField()
    present = PeopleCountField(
        help_text="How many of the seats that vote were present.",
        shown_because="it is part of a decision that the city shows to everyone.",
    )
    needed = serializers.IntegerField(min_value=1, help_text="How many of them made a quorum.")
    sectors = serializers.CharField(help_text="The numbers of the sectors that were present, such as 124.")
    review_on = serializers.DateField(
        allow_null=True,
        help_text="When the forum looks at it again, within 18 months; null of a proposal that was not carried.",
    )
    state = NamedChoiceField(TAKEN, "DecisionState")
    organisation = serializers.IntegerField(allow_null=True, help_text="The organisation that acts on it, by number.")
    act_by = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)


class ForumDecisionQuery(PageQuery):
    state = NamedChoiceField(TAKEN, "DecisionState", required=False)
