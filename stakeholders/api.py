"""What partners' programs read: organisations without personal values, and of people what each chose to show them."""

from typing import Any, ClassVar

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.urls import path
from rest_framework.request import Request

from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, read_choice, single_operation
from stakeholders.models import Area, Commitment, Organisation, Profile, Sector, Site
from stakeholders.queries.shared_people import SHOWN, list_shared_rows
from stakeholders.serializers import (
    AreaQuery,
    AreaSerializer,
    CommitmentQuery,
    CommitmentSerializer,
    OrganisationQuery,
    OrganisationSerializer,
    PersonSerializer,
    SiteQuery,
    SiteSerializer,
)


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


class People(Listing):
    """The adults who chose to show something of themselves outside the city: those lines, and nothing else of anybody."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="people",
        summary="Adults who agreed to be seen outside the city, with the lines they chose",
        scope="people:read",
        row=PersonSerializer,
    )

    def rows(self, request: Request) -> QuerySet[Profile, dict[str, Any]]:
        return list_shared_rows()

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        return {SHOWN.get(name, name): value for name, value in row.items()}


class OnePerson(Single):
    """One of them."""

    listing = People
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="person", summary="One person", scope="people:read", row=PersonSerializer
    )


class Commitments(Listing):
    """What organisations promised, and how much of it has arrived."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="commitments",
        summary="What organisations promised and delivered",
        scope="commitments:read",
        row=CommitmentSerializer,
        query=CommitmentQuery,
    )

    def rows(self, request: Request) -> QuerySet[Commitment, dict[str, Any]]:
        rows = Commitment.objects.values(*CommitmentSerializer._declared_fields)
        if kind := read_choice(request, "kind", Commitment.Kind.values):
            rows = rows.filter(kind=kind)
        if state := read_choice(request, "state", Commitment.State.values):
            rows = rows.filter(state=state)
        return rows


class OneCommitment(Single):
    """One of them."""

    listing = Commitments
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="commitment", summary="One commitment", scope="commitments:read", row=CommitmentSerializer
    )


class Sites(Listing):
    """Schools, kindergartens, centres and workplaces of the city's organisations."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="sites",
        summary="Schools, kindergartens, centres and workplaces",
        scope="sites:read",
        row=SiteSerializer,
        query=SiteQuery,
    )

    def rows(self, request: Request) -> QuerySet[Site, dict[str, Any]]:
        rows = Site.objects.values(*SiteSerializer._declared_fields)
        if kind := read_choice(request, "kind", Site.Kind.values):
            rows = rows.filter(kind=kind)
        return rows


class OneSite(Single):
    """One of them."""

    listing = Sites
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="site", summary="One site", scope="sites:read", row=SiteSerializer
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
    path("people", People.as_view(), name="api_people"),
    path("people/<int:profile>", OnePerson.as_view(), name="api_person"),
    path("commitments", Commitments.as_view(), name="api_commitments"),
    path("commitments/<int:commitment>", OneCommitment.as_view(), name="api_commitment"),
    path("sites", Sites.as_view(), name="api_sites"),
    path("sites/<int:site>", OneSite.as_view(), name="api_site"),
    path("areas", Areas.as_view(), name="api_areas"),
    path("areas/<int:area>", OneArea.as_view(), name="api_area"),
    path("organisations", Organisations.as_view(), name="api_organisations"),
    path("organisations/<int:organisation>", OneOrganisation.as_view(), name="api_organisation"),
]
