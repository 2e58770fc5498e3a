"""A person's roles, read once for each request and kept on the person."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from educities.accounts.models import Person
from educities.kit.instance_cache import read_once
from educities.tenancy.scope import current_city_id

# These roles give nothing until their holder has a second step at sign-in and the session has passed it; the practice
# city asks nobody for one.
NEED_SECOND_STEP = ("steward", "director", "facilitator")
# No role that anybody is given: the platform's own staff in a city's office, for an hour.
EMERGENCY = "emergency"
# Asked by every page of a signed-in person, so it is written out. The dates are those of `Membership.objects.current()`:
# days as the city of the role counts them. Those that begin on a later day (`begins_on`) give nothing, and are told.
ROLES = f"""
    SELECT city_id, role, scope_type, scope_id, acting_for_id,
           role = ANY(%(staff)s)
           AND NOT city.is_practice
           AND NOT (%(passed)s AND EXISTS (
               SELECT FROM {Authenticator._meta.db_table} second WHERE second.user_id = held.user_id)),
           CASE WHEN starts_on > today THEN starts_on END AS begins_on
      FROM cities_membership held
      JOIN cities_city city ON city.id = held.city_id
     CROSS JOIN LATERAL (SELECT (%(now)s AT TIME ZONE city.time_zone)::date AS today) AS clock
     WHERE user_id = %(user)s AND (ends_on IS NULL OR ends_on >= GREATEST(today, starts_on))
     UNION ALL
    SELECT city_id, '{EMERGENCY}', 'city', NULL, NULL,
           NOT (%(embedded)s OR (%(passed)s AND EXISTS (
               SELECT FROM {Authenticator._meta.db_table} second WHERE second.user_id = opened.user_id))),
           NULL::date
      FROM cities_emergencyaccess opened
      JOIN accounts_user staff ON staff.id = opened.user_id AND staff.is_operator
     WHERE opened.user_id = %(user)s AND closed_at IS NULL AND ends_at > %(now)s
"""


class RoleAssignment(NamedTuple):
    """One role as held. `acting_for`: the account for which the person stands in with it."""

    role: str
    scope_type: str
    scope_id: int | None
    acting_for: int | None = None


class ComingRole(NamedTuple):
    """A role that gives nothing yet, and the day on which it begins."""

    role: str
    starts_on: date


# What gives something now by city, the cities that wait for a second step, and what begins later by city.
LoadedRoles = tuple[dict[int, list[RoleAssignment]], set[int], dict[int, list[ComingRole]]]


def roles_to_come(user: Person, city_id: int) -> list[ComingRole]:
    """The person's roles in this city whose first day is still to come, the first to begin first."""
    return sorted(_load_roles(user)[2].get(city_id, ()), key=lambda one: (one.starts_on, one.role))


def roles_by_city(user: Person) -> dict[int, list[RoleAssignment]]:
    """Every current role of the person per city that gives something now; one query for each instance of the person."""
    return _load_roles(user)[0]


def cities_waiting_for_second_step(user: Person) -> set[int]:
    """The cities in which the person has a role that gives nothing before a second step at sign-in is set up."""
    return _load_roles(user)[1]


def cities_of(user: Person) -> set[int]:
    """Every city in which the person has a role, also one that waits for the second step."""
    return {*roles_by_city(user), *cities_waiting_for_second_step(user)}


def _load_roles(user: Person) -> LoadedRoles:
    if not getattr(user, "is_authenticated", False) or user.pk is None:
        return {}, set(), {}
    return read_once(user, "_roles_by_city", lambda: _query_roles(user))


def _query_roles(user: Person) -> LoadedRoles:
    roles: dict[int, list[RoleAssignment]] = defaultdict(list)
    waiting: set[int] = set()
    coming: dict[int, list[ComingRole]] = defaultdict(list)
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {
            "user": user.pk,
            "now": timezone.now(),
            "staff": list(NEED_SECOND_STEP),
            "passed": may_have_passed(user),
            "embedded": settings.EMBEDDED,
        }
        cursor.execute(ROLES, asked)
        for city_id, *held, waits, begins_on in cursor.fetchall():
            if begins_on:
                coming[city_id].append(ComingRole(held[0], begins_on))
            elif waits:
                waiting.add(city_id)
            else:
                roles[city_id].append(RoleAssignment(*held))
    return dict(roles), waiting, dict(coming)


def may_have_passed(user: Person) -> bool:
    """Has the person's session passed a second step, or is it asked outside any session (a mail, a task)?"""
    return getattr(user, "passed_second_step", None) is not False


def is_verified_operator(user: Person) -> bool:
    """Is this the platform's staff, with a second step that this session passed? An installation for trying out asks its operator for none."""
    if not getattr(user, "is_operator", False):
        return False
    return read_once(user, "_operates", lambda: settings.EMBEDDED or (may_have_passed(user) and is_mfa_enabled(user)))


def find_deputised(user: Person) -> int | None:
    """For whom the person acts in the scope's city, where every role that they have there for its whole is a deputy's.

    Answers from what a page has read of the person already, and asks nothing: who acts was let in by their roles.
    """
    loaded = getattr(user, "_roles_by_city", None)
    held = loaded[0].get(current_city_id() or 0, ()) if loaded else ()
    wide = {h.acting_for for h in held if h.scope_type == "city" and h.role in NEED_SECOND_STEP}
    return wide.pop() if len(wide) == 1 else None


def forget_roles(user: Person) -> None:
    """The next question reads the roles anew."""
    user.__dict__.pop("_roles_by_city", None)


def city_of(obj: Model | None) -> int | None:
    """The city that a permission is asked about: the row's, the city's own, else the scope's."""
    if obj is None:
        return current_city_id()
    return obj.city_id if hasattr(obj, "city_id") else obj.pk


def has_city_role(user: Person, obj: Model | None, *roles: str) -> bool:
    """Has the person one of these roles over the whole city of `obj`?"""
    held = roles_by_city(user).get(city_of(obj) or 0, ())
    return any(h.role in roles and h.scope_type == "city" for h in held)


def has_scoped_role(user: Person, obj: Model | None, role: str, scope_type: str, scope_id: int | None) -> bool:
    """Has the person this role over the city or over this one lab or organisation?"""
    held = roles_by_city(user).get(city_of(obj) or 0, ())
    return any(
        h.role == role and (h.scope_type == "city" or (h.scope_type, h.scope_id) == (scope_type, scope_id))
        for h in held
    )


def scope_ids(user: Person, role: str, scope_type: str) -> set[int]:
    """The labs or organisations of the scope's city over which the person has this role alone."""
    held = roles_by_city(user).get(current_city_id() or 0, ())
    return {h.scope_id for h in held if h.role == role and h.scope_type == scope_type and h.scope_id}
