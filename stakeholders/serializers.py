"""The shape of organisations as partners' programs read them."""

from rest_framework import serializers

from educities.api.serializers import LocalizedTextField, NamedChoiceField, PageQuery
from stakeholders.models import Area, Commitment, Field, Organisation, Sector, Site, StrengthClaim

SECTORS = "1 public, 2 business, 3 non-profit, 4 social business."


class OrganisationSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    name = LocalizedTextField()
    sector = NamedChoiceField(Sector.choices, "Sector", meaning=SECTORS)
    field = NamedChoiceField(Field.choices, "OrganisationField")
    registry_no = serializers.CharField(help_text="Empty where it is not known.")
    state = NamedChoiceField(Organisation.State.choices, "OrganisationState")
    phone = serializers.CharField(help_text="Empty where it is not known.")
    website = serializers.CharField(help_text="Empty where there is none.")
    address = serializers.CharField(help_text="The postal address; empty where it is not known.")
    last_act_at = serializers.DateTimeField(
        allow_null=True, help_text="The last act of the organisation or for it; null before the first."
    )


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
    verification = serializers.IntegerField(
        min_value=0,
        max_value=2,
        allow_null=True,
        help_text="0 email confirmed, 1 met in person by the city, 2 known as a resident. Null for whoever has not "
        "agreed to sharing with other cities.",
    )


class OrganisationQuery(PageQuery):
    sector = NamedChoiceField(Sector.choices, "Sector", required=False, meaning=SECTORS)
    state = NamedChoiceField(Organisation.State.choices, "OrganisationState", required=False)


class CommitmentSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    organisation_id = serializers.IntegerField(min_value=1)
    kind = NamedChoiceField(Commitment.Kind.choices, "CommitmentKind")
    title = LocalizedTextField()
    quantity = serializers.DecimalField(max_digits=12, decimal_places=2)
    unit = NamedChoiceField(Commitment.Unit.choices, "CommitmentUnit")
    period = serializers.IntegerField(help_text="The school year that begins in this year.")
    promised_on = serializers.DateField()
    due_on = serializers.DateField()
    delivered = serializers.DecimalField(
        max_digits=12, decimal_places=2, help_text="How much of it has arrived; more than promised only with a reason."
    )
    delivered_on = serializers.DateField(allow_null=True)
    state = NamedChoiceField(Commitment.State.choices, "CommitmentState")


class CommitmentQuery(PageQuery):
    kind = NamedChoiceField(Commitment.Kind.choices, "CommitmentKind", required=False)
    state = NamedChoiceField(Commitment.State.choices, "CommitmentState", required=False)


class SiteSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    organisation_id = serializers.IntegerField(min_value=1)
    name = LocalizedTextField()
    kind = NamedChoiceField(Site.Kind.choices, "SiteKind")
    code = serializers.CharField(help_text="Its number in the national register; empty where it has none.")
    units_total = serializers.DecimalField(
        max_digits=9, decimal_places=1, help_text="Classes, groups or departments; may end in a half."
    )
    address = serializers.CharField(help_text="Empty where it is not known.")
    state = NamedChoiceField(Site.State.choices, "SiteState")


class SiteQuery(PageQuery):
    kind = NamedChoiceField(Site.Kind.choices, "SiteKind", required=False)


class AreaSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    code = serializers.CharField(help_text="By this a partner knows the area; it never changes its meaning.")
    name = LocalizedTextField()
    group = serializers.CharField(allow_null=True, help_text="The code of its group; null for a group.")
    use = NamedChoiceField(
        Area.Use.choices, "AreaUse", meaning="A skill may be learned and given; a quality is a way of being."
    )
    own = serializers.BooleanField(help_text="An area of this city alone, which no other city sees.")
    offered = serializers.BooleanField(help_text="May it be chosen? What was chosen before stays.")
    replaced_by = serializers.CharField(
        allow_null=True, help_text="The code of the area into which it was merged, where it was."
    )


class AreaQuery(PageQuery):
    use = NamedChoiceField(Area.Use.choices, "AreaUse", required=False)
