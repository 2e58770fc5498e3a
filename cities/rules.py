"""Who may, as predicates over (person, row). Further apps build theirs on these."""

from typing import Any

from rules import predicate

from cities.roles import city_of, holds, operates, roles_by_city


@predicate
def is_operator(user: Any, obj: Any) -> bool:
    """The platform's own staff: they make cities, and see nothing inside them."""
    return operates(user)


@predicate
def is_director(user: Any, obj: Any) -> bool:
    return holds(user, obj, "director")


@predicate
def is_steward(user: Any, obj: Any) -> bool:
    return holds(user, obj, "steward")


@predicate
def is_facilitator(user: Any, obj: Any) -> bool:
    """A facilitator of any lab of the city."""
    return any(h.role == "facilitator" for h in roles_by_city(user).get(city_of(obj) or 0, ()))


@predicate
def is_member(user: Any, obj: Any) -> bool:
    """Anybody with a role in the city."""
    return bool(roles_by_city(user).get(city_of(obj) or 0))


@predicate
def comes_from_outside(user: Any, obj: Any) -> bool:
    """Of a director or the steward. No other role of a city is the operator's business."""
    return getattr(obj, "role", "") in {"director", "steward"}


@predicate
def is_stewards(user: Any, obj: Any) -> bool:
    """Of the steward, who grants what a director may not: so no director invites or ends one."""
    return getattr(obj, "role", "") == "steward"


is_staff_of_city = is_director | is_facilitator | is_steward
