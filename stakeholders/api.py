"""What partners' programs read of organisations: plain rows, no personal values."""

from typing import Any, ClassVar

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.urls import path
from rest_framework.request import Request

from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, read_choice, single_operation
from stakeholders.models import Area, Organisation, Sector
from stakeholders.serializers import AreaQuery, AreaSerializer, OrganisationQuery, OrganisationSerializer


class Organisations(Listing):
    """The city's organisations."""

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


class Areas(Listing):
    """The vocabulary of strengths and growth areas: the network's, and the city's own."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="areas",
        summary="The areas of strength and growth: those of all cities, and the city's own",
        scope="stakeholders:read",
        row=AreaSerializer,
        query=AreaQuery,
    )

    def rows(self, request: Request) -> QuerySet[Area, dict[str, Any]]:
        rows = Area.objects.annotate(own=compute_flag(Q(city__isnull=False)), offered=compute_flag(Q(retired_at=None)))
        if use := read_choice(request, "use", Area.Use.values):
            rows = rows.filter(use=use)
        codes = {"group": F("parent__code"), "replaced_by": F("merged_into__code"), "name": F("label")}
        columns = [name for name in AreaSerializer._declared_fields if name not in codes]
        return rows.values(*columns, **codes)


def compute_flag(condition: Q) -> ExpressionWrapper:
    """Whether it is so, as a column."""
    return ExpressionWrapper(condition, output_field=BooleanField())


class OneArea(Single):
    """One of them."""

    listing = Areas
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="area", summary="One area of strength and growth", scope="stakeholders:read", row=AreaSerializer
    )


urlpatterns = [
    path("areas", Areas.as_view(), name="api_areas"),
    path("areas/<int:area>", OneArea.as_view(), name="api_area"),
    path("organisations", Organisations.as_view(), name="api_organisations"),
    path("organisations/<int:organisation>", OneOrganisation.as_view(), name="api_organisation"),
]
