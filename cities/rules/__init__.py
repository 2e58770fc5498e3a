"""Who may, as predicates over (person, row). Further apps build theirs on these."""

from django.db.models import Model
from rules import predicate

from cities.rules.roles import EMERGENCY, city_of, has_city_role, is_verified_operator, roles_by_city
from educities.accounts.models import Person


@predicate
def is_operator(user: Person, obj: Model | None) -> bool:
    """The platform's own staff: they make cities, and see nothing inside them."""
    return is_verified_operator(user)


@predicate
def is_director(user: Person, obj: Model | None) -> bool:
    return has_city_role(user, obj, "director")


@predicate
def is_steward(user: Person, obj: Model | None) -> bool:
    return has_city_role(user, obj, "steward")


@predicate
def is_facilitator(user: Person, obj: Model | None) -> bool:
    """A facilitator of any lab of the city."""
    return any(h.role == "facilitator" for h in roles_by_city(user).get(city_of(obj) or 0, ()))


@predicate
def is_member(user: Person, obj: Model | None) -> bool:
    """Anybody with a role in the city."""
    return any(h.role != EMERGENCY for h in roles_by_city(user).get(city_of(obj) or 0, ()))


@predicate
def is_in_office(user: Person, obj: Model | None) -> bool:
    """The platform's own staff, for the hour that they have opened the city's office with a reason."""
    return has_city_role(user, obj, EMERGENCY)


@predicate
def is_deputy(user: Person, obj: Model | None) -> bool:
    """Directs the city in somebody's place alone, until a day."""
    held = roles_by_city(user).get(city_of(obj) or 0, ())
    directs = [h.acting_for for h in held if h.role == "director" and h.scope_type == "city"]
    return bool(directs) and None not in directs


@predicate
def is_directors(user: Person, obj: Model | None) -> bool:
    """Of a director: no deputy lengthens their own role, or ends that of whom they stand in for."""
    return getattr(obj, "role", "") == "director"


@predicate
def is_own_role(user: Person, obj: Model | None) -> bool:
    return getattr(obj, "user_id", None) == getattr(user, "pk", None)


@predicate
def comes_from_outside(user: Person, obj: Model | None) -> bool:
    """Of a director or the steward. No other role of a city is the operator's business."""
    return getattr(obj, "role", "") in {"director", "steward"}


@predicate
def is_stewards(user: Person, obj: Model | None) -> bool:
    """Of the steward, who grants what a director may not: so no director invites or ends one."""
    return getattr(obj, "role", "") == "steward"


@predicate
def is_reader(user: Person, obj: Model | None) -> bool:
    """Reads the five years and the figures, such as the mayor, and changes nothing."""
    return has_city_role(user, obj, "reader")


is_staff_of_city = is_director | is_facilitator | is_steward
reads_progress = is_staff_of_city | is_reader
