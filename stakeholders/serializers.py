"""The shape of organisations as partners' programs read them."""

from rest_framework import serializers

from educities.api.serializers import LocalizedTextField, NamedChoiceField, PageQuery
from stakeholders.models import Field, Organisation, Sector, StrengthClaim

SECTORS = "1 public, 2 business, 3 non-profit, 4 social business."


class OrganisationSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    name = LocalizedTextField()
    sector = NamedChoiceField(Sector.choices, "Sector", meaning=SECTORS)
    field = NamedChoiceField(Field.choices, "OrganisationField")
    registry_no = serializers.CharField(help_text="Empty where it is not known.")
    state = NamedChoiceField(Organisation.State.choices, "OrganisationState")


class SharedClaimSerializer(serializers.Serializer):
    area = serializers.CharField(help_text="The code of an area of the network's vocabulary.")
    kind = NamedChoiceField(StrengthClaim.Kind.choices, "ClaimKind")
    level = serializers.IntegerField(min_value=1, max_value=3)
    words = serializers.CharField(help_text="In the person's own words; may be empty.")


class PersonSerializer(serializers.Serializer):
    """An adult who chose to show these lines to people and partner apps outside the city. What is not shown is empty."""

    id = serializers.IntegerField(min_value=1)
    name = serializers.CharField(help_text="As the person wants to be called.")
    full_name = serializers.CharField()
    phone = serializers.CharField()
    neighbourhood = serializers.CharField()
    story = LocalizedTextField()
    wish = LocalizedTextField(help_text="What the person would like to create.")
    offer = LocalizedTextField(help_text="What the person offers.")
    strengths = SharedClaimSerializer(many=True)


class OrganisationQuery(PageQuery):
    sector = NamedChoiceField(Sector.choices, "Sector", required=False, meaning=SECTORS)
    state = NamedChoiceField(Organisation.State.choices, "OrganisationState", required=False)
