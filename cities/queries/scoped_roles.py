"""Roles in single labs and organisations: which those are, and the page of the person who has them."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.db.models import QuerySet

from cities.models import City, Membership, Role, Scope
from educities.kit.hooks import Hook

PersonPages = Callable[[Collection[int]], dict[int, str]]
PERSON_PAGES: Hook[PersonPages] = Hook(
    "cities.person_pages",
    "Asked for the pages about these people of the scope's city: (numbers of accounts) -> {number: address}.",
)


class ScopeRows(NamedTuple):
    """`find()`: the rows of the scope's city that a role of this scope may be about; each has a page."""

    scope_type: str
    find: Callable[[], QuerySet]


SCOPE_ROWS: Hook[ScopeRows] = Hook(
    "cities.scope_rows", "The rows that a role in a part of the city is about.", key=lambda one: one.scope_type
)


class ScopedRole(NamedTuple):
    """A role and the labs or organisations in which the person has it."""

    role: str
    rows: list[Any]


def find_person_pages(users: Collection[int]) -> dict[int, str]:
    """The addresses of the pages about these accounts in the scope's city."""
    return {user: page for answer in PERSON_PAGES for user, page in answer(users).items()}


def list_scoped_roles(city: City, user_id: int) -> list[ScopedRole]:
    """The person's current roles in single labs and organisations. One query, and one for each kind of scope."""
    held = Membership.objects.current().filter(city=city, user=user_id).exclude(scope_type=Scope.CITY)
    found: dict[tuple[str, str], set[int]] = {}
    for role, scope_type, number in held.order_by("role", "pk").values_list("role", "scope_type", "scope_id"):
        found.setdefault((role, scope_type), set()).add(number)
    return [
        ScopedRole(
            str(Role(role).label), list(SCOPE_ROWS[scope_type].find().filter(pk__in=numbers).select_related("city"))
        )
        for (role, scope_type), numbers in found.items()
    ]
