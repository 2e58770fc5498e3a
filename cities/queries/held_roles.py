"""Who has which role in a city: today, soon no more, from a day on, and lately."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count

from cities.models import City, Invitation, Membership, Role, Scope
from cities.queries.scoped_roles import find_person_pages
from educities.activity.queries.person_names import names_of


class HeldRole(NamedTuple):
    """A role of the whole city, how its holder is called (an address where no name is known), and for whom they stand in."""

    row: Membership
    name: str
    stands_in_for: str


class HeldRoles(NamedTuple):
    """`ending`: those of today that a day within the next weeks ends, `held`: the others of today, `beginning`: those
    whose first day is to come.

    `narrow`: one row for each person, role and kind of scope, with how many (`n`).
    """

    held: list[HeldRole]
    ending: list[HeldRole]
    beginning: list[HeldRole]
    ended: list[HeldRole]
    narrow: list[dict[str, Any]]
    names: dict[int, str]
    pages: dict[int, str]

    def name(self, user_id: int) -> str:
        """How the city calls the person of this account; "" where it knows no name."""
        return self.names.get(user_id, "")


def load_held_roles(city: City) -> HeldRoles:
    """Everybody with a role but that of a resident: in the same few queries for any number of them."""
    staff = city.memberships.exclude(role=Role.RESIDENT)
    narrow = list(
        staff.current()
        .exclude(scope_type=Scope.CITY)
        .order_by("role", "user__email")
        .values("role", "scope_type", "user_id", "user__email")
        .annotate(n=Count("pk"))
    )
    wide = staff.filter(scope_type=Scope.CITY).select_related("user", "city", "acting_for").order_by("role", "pk")
    lists = [list(rows) for rows in (wide.current(), wide.ending_soon(), wide.beginning(), wide.ended_lately())]
    ends_soon = {one.pk for one in lists[1]}
    lists[0] = [one for one in lists[0] if one.pk not in ends_soon]
    people = {pk for rows in lists for one in rows for pk in (one.user_id, one.acting_for_id) if pk}
    names = names_of(people | {row["user_id"] for row in narrow})
    held, ending, beginning, ended = ([_describe_role(one, names) for one in rows] for rows in lists)
    pages = find_person_pages({row["user_id"] for row in narrow})
    return HeldRoles(held, ending, beginning, ended, narrow, names, pages)


def name_places(invitations: Iterable[Invitation]) -> list[Invitation]:
    """The same invitations, each with the name of whom the person would stand in for (`in_place_of`)."""
    rows = list(invitations)
    people = {one.acting_for for one in rows if one.acting_for}
    names = names_of({one.pk for one in people}) if people else {}
    for one in rows:
        one.in_place_of = names.get(one.acting_for.pk) or one.acting_for.email if one.acting_for else ""
    return rows


def _describe_role(one: Membership, names: dict[int, str]) -> HeldRole:
    stands_in_for = names.get(one.acting_for.pk) or one.acting_for.email if one.acting_for else ""
    return HeldRole(one, names.get(one.user_id, ""), stands_in_for)
