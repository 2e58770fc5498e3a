"""A person's roles, read once for each request and kept on the person."""

from collections import defaultdict
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils import timezone

from educities.tenancy.scope import current_city_id

# Asked by every page of a signed-in person, so it is written out. Whoever has a role is also asked each time whether a
# second step is set up, so both travel together. The dates are those of `Membership.objects.current()`.
ROLES = f"""
    SELECT city_id, role, scope_type, scope_id,
           EXISTS (SELECT FROM {Authenticator._meta.db_table} second WHERE second.user_id = held.user_id)
      FROM cities_membership held
     WHERE user_id = %(user)s AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on >= %(today)s)
"""


class Held(NamedTuple):
    """One role as held: (role, scope_type, scope_id)."""

    role: str
    scope_type: str
    scope_id: int | None


def roles_by_city(user: Any) -> dict[int, list[Held]]:
    """Every current role of the person per city; one query for each instance of the person."""
    if not getattr(user, "is_authenticated", False) or user.pk is None:
        return {}
    if not hasattr(user, "_roles_by_city"):
        roles: dict[int, list[Held]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(ROLES, {"user": user.pk, "today": timezone.now().date()})
            for city_id, *held, user._has_second_factor in cursor.fetchall():
                roles[city_id].append(Held(*held))
        user._roles_by_city = roles
    return user._roles_by_city


def has_second_factor(user: Any) -> bool:
    """Has a person with a role somewhere set up a second step at sign-in? Asked together with the roles."""
    return bool(roles_by_city(user)) and user._has_second_factor


def forget_roles(user: Any) -> None:
    """The next question reads the roles anew."""
    user.__dict__.pop("_roles_by_city", None)


def city_of(obj: Any) -> int | None:
    """The city that a permission is asked about: the row's, the city's own, else the scope's."""
    if obj is None:
        return current_city_id()
    return obj.city_id if hasattr(obj, "city_id") else obj.pk


def holds(user: Any, obj: Any, *roles: str) -> bool:
    """Has the person one of these roles over the whole city of `obj`?"""
    held = roles_by_city(user).get(city_of(obj) or 0, ())
    return any(h.role in roles and h.scope_type == "city" for h in held)


def holds_in(user: Any, obj: Any, role: str, scope_type: str, scope_id: int | None) -> bool:
    """Has the person this role over the city or over this one lab or organisation?"""
    held = roles_by_city(user).get(city_of(obj) or 0, ())
    return any(
        h.role == role and (h.scope_type == "city" or (h.scope_type, h.scope_id) == (scope_type, scope_id))
        for h in held
    )


def scope_ids(user: Any, role: str, scope_type: str) -> set[int]:
    """The labs or organisations of the scope's city over which the person has this role alone."""
    held = roles_by_city(user).get(current_city_id() or 0, ())
    return {h.scope_id for h in held if h.role == role and h.scope_type == scope_type and h.scope_id}
