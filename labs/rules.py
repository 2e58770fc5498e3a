"""Who may, about labs and what belongs to them. A row's lab is found by `lab_id` or through its cohort."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from rules import predicate

from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city, is_steward
from cities.rules.roles import has_city_role, has_scoped_role, scope_ids
from educities.accounts.models import Person
from educities.kit.hooks import Hook
from educities.kit.instance_cache import read_once
from educities.tenancy.scope import current_city_id
from labs.values.stages import BY_CODE, NEVER

if TYPE_CHECKING:  # models declare these rules
    from labs.models import CohortMember, Override

__all__ = ["is_director", "is_facilitator", "is_member", "is_staff_of_city", "is_steward"]

# Models declare these rules, so the rules import no models: they ask by hooks for what a person holds.
COHORT_SEATS: Hook[Callable[[Any], Iterable[tuple[int, str, str]]]] = Hook(
    "labs.cohort_seats",
    "Asked once for each instance of a user: the person's seats in cohorts of the scope's city as (cohort, state, role).",
)
LAB_SEATS: Hook[Callable[[Any], Iterable[int]]] = Hook(
    "labs.lab_seats", "Asked once for each instance of a user: the labs of the scope's city in which the person sits."
)


def lab_id_of(obj: Model | None) -> int | None:
    """The lab that a row belongs to, by its `lab_id` or by that of its `cohort`."""
    if obj is None:
        return None
    if obj._meta.model_name == "lab":
        return obj.pk
    lab_id: int | None = getattr(obj, "lab_id", None)
    if lab_id:
        return lab_id
    for name in ("cohort",):
        if getattr(obj, f"{name}_id", None):
            return lab_id_of(getattr(obj, name))
    return None


@predicate
def is_lab_facilitator(user: Person, obj: Model | None) -> bool:
    """A facilitator of this lab, or of the whole city."""
    return obj is not None and has_scoped_role(user, obj, "facilitator", "lab", lab_id_of(obj))


def cohort_id_of(obj: Model | None) -> int | None:
    """The cohort that a row belongs to, by its `cohort_id`."""
    if obj is None:
        return None
    if obj._meta.model_name == "cohort":
        return obj.pk
    return getattr(obj, "cohort_id", None)


def _cohort_seats(user: Person, obj: Model | None) -> set[tuple[str, str]]:
    """The person's seats in the row's cohort, each as (state, role); one query, kept on the person."""
    if obj is None or current_city_id() is None or not getattr(user, "pk", None):
        return set()
    return read_once(user, "_seats", lambda: _read_seats(user)).get(cohort_id_of(obj), set())


def _read_seats(user: Person) -> dict[int | None, set[tuple[str, str]]]:
    seats: dict[int | None, set[tuple[str, str]]] = defaultdict(set)
    for read in COHORT_SEATS:
        for cohort_id, state, role in read(user):
            seats[cohort_id].add((state, role))
    return seats


@predicate
def takes_part(user: Person, obj: Model | None) -> bool:
    """An invited or active member of the row's cohort."""
    return any(state in {"invited", "active"} for state, _role in _cohort_seats(user, obj))


@predicate
def goes_along(user: Person, obj: Model | None) -> bool:
    """A member, or one who has completed the cohort: what was done there stays open to them."""
    return any(state in {"invited", "active", "completed"} for state, _role in _cohort_seats(user, obj))


@predicate
def had_a_seat(user: Person, obj: Model | None) -> bool:
    """Has or had a seat in the cohort, unless it was taken back: the page says what became of it."""
    return any(state != "removed" for state, _role in _cohort_seats(user, obj))


@predicate
def co_facilitates(user: Person, obj: Model | None) -> bool:
    """An active member who leads the cohort along: its sessions and journeys, not its stages."""
    return ("active", "co_facilitator") in _cohort_seats(user, obj)


@predicate
def sits_in_lab(user: Person, obj: Model | None) -> bool:
    """Has a seat in this lab."""
    if obj is None or current_city_id() is None or not getattr(user, "pk", None):
        return False
    labs = read_once(user, "_lab_seats", lambda: {lab_id for read in LAB_SEATS for lab_id in read(user)})
    return lab_id_of(obj) in labs


@predicate
def has_no_account(user: Person, obj: "CohortMember | None") -> bool:
    """The person of this seat writes nothing down by themselves."""
    return obj is not None and obj.profile.user_id is None


leads = is_director | is_lab_facilitator
leads_along = leads | co_facilitates


@predicate
def did_not_ask(user: Person, obj: "Override | None") -> bool:
    """Nobody grants an override to oneself, and nobody one that was asked for in their name."""
    return obj is not None and getattr(user, "pk", None) not in obj.askers


@predicate
def is_requester(user: Person, obj: "Override | None") -> bool:
    """The person whose question it is, or in whose name it was asked."""
    return obj is not None and not did_not_ask(user, obj)


@predicate
def is_own_seat(user: Person, obj: "CohortMember | None") -> bool:
    """The person whose seat it is."""
    return obj is not None and getattr(user, "pk", None) is not None and obj.profile.user_id == user.pk


@predicate
def may_let_pass(user: Person, obj: "Override | None") -> bool:
    """Has the role that the rule names; where a director asked, or a deputy of one, the steward may answer too."""
    role = BY_CODE[obj.rule_code].let_pass_by if obj is not None else NEVER
    if obj is None or role == NEVER:
        return False
    return has_city_role(user, obj, role) or (is_steward(user, obj) and _has_director_as_asker(obj))


def _has_director_as_asker(override: "Override") -> bool:
    askers = (override.requested_by, override.acting_for)
    return any(one is not None and is_director(one, override) for one in askers)


def labs_facilitated(user: Person) -> set[int]:
    """The labs over which the person has the facilitator's role one by one."""
    return scope_ids(user, "facilitator", "lab")


def find_labs_led(user: Person, obj: Model) -> set[int] | None:
    """The labs whose cohorts the person guides as facilitator; None = every lab of the city."""
    return None if has_city_role(user, obj, "facilitator") else labs_facilitated(user)
