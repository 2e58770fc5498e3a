"""The shape of organisations as partners' programs read them."""

from rest_framework import serializers

from educities.api.serializers import LocalizedTextField, NamedChoiceField, PageQuery
from stakeholders.models import Field, Organisation, Sector

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
