"""Who may, about labs and what belongs to them. A row's lab is found by `lab_id` or through its cohort."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from rules import predicate

from cities.roles import holds, holds_in, scope_ids
from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city, is_steward
from educities.kit.hooks import Hook
from educities.tenancy.scope import current_city_id
from labs.stages import BY_CODE, NEVER

__all__ = ["is_director", "is_facilitator", "is_member", "is_staff_of_city", "is_steward"]

# Models declare these rules, so the rules import no models: they ask by hooks for what a person holds.
COHORT_SEATS: Hook[Callable[[Any], Iterable[tuple[int, str, str]]]] = Hook(
    "labs.cohort_seats",
    "Asked once for each instance of a user: the person's seats in cohorts of the scope's city as (cohort, state, role).",
)
LAB_SEATS: Hook[Callable[[Any], Iterable[int]]] = Hook(
    "labs.lab_seats", "Asked once for each instance of a user: the labs of the scope's city in which the person sits."
)


def lab_id_of(obj: Any) -> int | None:
    """The lab that a row belongs to, by its `lab_id` or by that of its `cohort`."""
    if obj is None:
        return None
    if obj._meta.model_name == "lab":
        return obj.pk
    if getattr(obj, "lab_id", None):
        return obj.lab_id
    for name in ("cohort",):
        if getattr(obj, f"{name}_id", None):
            return lab_id_of(getattr(obj, name))
    return None


@predicate
def facilitates(user: Any, obj: Any) -> bool:
    """A facilitator of this lab, or of the whole city."""
    return obj is not None and holds_in(user, obj, "facilitator", "lab", lab_id_of(obj))


def cohort_id_of(obj: Any) -> int | None:
    """The cohort that a row belongs to, by its `cohort_id`."""
    if obj is None:
        return None
    if obj._meta.model_name == "cohort":
        return obj.pk
    return getattr(obj, "cohort_id", None)


def _seats(user: Any, obj: Any) -> set[tuple[str, str]]:
    """The person's seats in the row's cohort, each as (state, role); one query, kept on the person."""
    if obj is None or current_city_id() is None or not getattr(user, "pk", None):
        return set()
    if not hasattr(user, "_seats"):
        user._seats = defaultdict(set)
        for read in COHORT_SEATS:
            for cohort_id, state, role in read(user):
                user._seats[cohort_id].add((state, role))
    return user._seats.get(cohort_id_of(obj), set())


@predicate
def takes_part(user: Any, obj: Any) -> bool:
    """An invited or active member of the row's cohort."""
    return any(state in {"invited", "active"} for state, _role in _seats(user, obj))


@predicate
def goes_along(user: Any, obj: Any) -> bool:
    """A member, or one who has completed the cohort: what was done there stays open to them."""
    return any(state in {"invited", "active", "completed"} for state, _role in _seats(user, obj))


@predicate
def had_a_seat(user: Any, obj: Any) -> bool:
    """Has or had a seat in the cohort, unless it was taken back: the page says what became of it."""
    return any(state != "removed" for state, _role in _seats(user, obj))


@predicate
def co_facilitates(user: Any, obj: Any) -> bool:
    """An active member who leads the cohort along: its sessions and journeys, not its stages."""
    return ("active", "co_facilitator") in _seats(user, obj)


@predicate
def sits_in_lab(user: Any, obj: Any) -> bool:
    """Has a seat in this lab."""
    if obj is None or current_city_id() is None or not getattr(user, "pk", None):
        return False
    if not hasattr(user, "_lab_seats"):
        user._lab_seats = {lab_id for read in LAB_SEATS for lab_id in read(user)}
    return lab_id_of(obj) in user._lab_seats


@predicate
def has_no_account(user: Any, obj: Any) -> bool:
    """The person of this seat writes nothing down by themselves."""
    return obj is not None and obj.profile.user_id is None


leads = is_director | facilitates
leads_along = leads | co_facilitates


@predicate
def did_not_ask(user: Any, obj: Any) -> bool:
    """Nobody grants an override to oneself."""
    return obj is not None and obj.requested_by_id != getattr(user, "pk", None)


@predicate
def is_own_seat(user: Any, obj: Any) -> bool:
    """The person whose seat it is."""
    return obj is not None and getattr(user, "pk", None) is not None and obj.profile.user_id == user.pk


@predicate
def may_let_pass(user: Any, obj: Any) -> bool:
    """Has the role that the rule names; where a director asked, the steward may answer too."""
    role = BY_CODE[obj.rule_code].let_pass_by if obj is not None else NEVER
    if role == NEVER:
        return False
    return holds(user, obj, role) or (is_steward(user, obj) and is_director(obj.requested_by, obj))


def labs_facilitated(user: Any) -> set[int]:
    """The labs over which the person has the facilitator's role one by one."""
    return scope_ids(user, "facilitator", "lab")
