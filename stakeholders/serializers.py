"""The shape of organisations as partners' programs read them."""

from rest_framework import serializers

from educities.api.serializers import LocalizedTextField, NamedChoiceField, PageQuery
from stakeholders.models import Area, Field, Organisation, Sector

SECTORS = "1 public, 2 business, 3 non-profit, 4 social business."


class OrganisationSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    name = LocalizedTextField()
    sector = NamedChoiceField(Sector.choices, "Sector", meaning=SECTORS)
    field = NamedChoiceField(Field.choices, "OrganisationField")
    registry_no = serializers.CharField(help_text="Empty where it is not known.")
    state = NamedChoiceField(Organisation.State.choices, "OrganisationState")


class OrganisationQuery(PageQuery):
    sector = NamedChoiceField(Sector.choices, "Sector", required=False, meaning=SECTORS)
    state = NamedChoiceField(Organisation.State.choices, "OrganisationState", required=False)


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
