"""What partners' programs read of organisations: plain rows, no personal values."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path
from rest_framework.request import Request

from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, read_choice, single_operation
from stakeholders.models import Organisation, Sector
from stakeholders.serializers import OrganisationQuery, OrganisationSerializer


class Organisations(Listing):
    """The city's organisations."""

    is_kept = True
    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="organisations",
        summary="The city's organisations of the four sectors",
        scope="stakeholders:read",
        row=OrganisationSerializer,
        query=OrganisationQuery,
    )

    def rows(self, request: Request) -> QuerySet[Organisation, dict[str, Any]]:
        rows = Organisation.objects.values(*OrganisationSerializer._declared_fields)
        if sector := read_choice(request, "sector", [str(value) for value in Sector.values]):
            rows = rows.filter(sector=int(sector))
        if state := read_choice(request, "state", Organisation.State.values):
            rows = rows.filter(state=state)
        return rows


class OneOrganisation(Single):
    """One of them."""

    listing = Organisations
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="organisation", summary="One organisation", scope="stakeholders:read", row=OrganisationSerializer
    )


urlpatterns = [
    path("organisations", Organisations.as_view(), name="api_organisations"),
    path("organisations/<int:organisation>", OneOrganisation.as_view(), name="api_organisation"),
]
