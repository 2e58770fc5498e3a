"""How well the city knows a person."""

from typing import Any

from django.db.models import IntegerField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from educities.activity.queries.person_names import names_of
from stakeholders.models import Level, Profile, ResidentList, Verification


def find_level(profile: Profile) -> int:
    """The highest level at which this person is verified now. One query."""
    found = _list_held().filter(profile=profile).aggregate(most=Max("level"))["most"]
    return found or Level.MAIL


def list_verifications(profile: Profile) -> list[Verification]:
    """Those that hold, the highest first, each with `giver` who has said so, by name where the city may name them."""
    rows = _list_held().filter(profile=profile).select_related("organisation", "city")
    found: list[Any] = list(rows.order_by("-level", "-pk"))
    names = names_of({row.given_by_id for row in found if row.given_by_id}) if found else {}
    for row in found:
        row.giver = names.get(row.given_by_id, "")
    return found


def annotate_level() -> Coalesce:
    """The level of each profile of a query, as a column."""
    held = _list_held().filter(profile=OuterRef("pk")).order_by("-level").values("level")[:1]
    return Coalesce(Subquery(held), Value(int(Level.MAIL)), output_field=IntegerField())


def find_resident_list() -> ResidentList | None:
    """The list of the scope's city, if it has one."""
    return ResidentList.objects.first()


def _list_held() -> QuerySet[Verification]:
    return Verification.objects.filter(state=Verification.State.HOLDS)
