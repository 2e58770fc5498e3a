"""Who may, as predicates over (person, row). Further apps build theirs on these."""

from typing import Any

from rules import predicate

from cities.roles import city_of, holds, roles_by_city


@predicate
def is_operator(user: Any, obj: Any) -> bool:
    """The platform's own staff: they make cities, and see nothing inside them."""
    return bool(getattr(user, "is_operator", False))


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
def invites_director(user: Any, obj: Any) -> bool:
    """The operator, about the invitation of a director: no other invitation of the city is an operator's business."""
    return is_operator(user, obj) and getattr(obj, "role", "director") == "director"


is_staff_of_city = is_director | is_facilitator | is_steward
