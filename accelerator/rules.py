"""Who may, about the accelerator: the director, who leads an intake, the teachers, each about their own."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from rules import predicate

from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city
from educities.accounts.models import Person
from educities.kit.hooks import Hook
from educities.kit.instance_cache import read_once
from educities.tenancy.scope import current_city_id
from stakeholders.rules import is_account, is_adult_account

if TYPE_CHECKING:  # models declare these rules
    from accelerator.models import Enrolment, Observation, Pair, Project

__all__ = ["is_adult_account", "is_director", "is_facilitator", "is_member", "is_staff_of_city"]

LED_ACCELERATORS: Hook[Callable[[Any], Iterable[int]]] = Hook(
    "accelerator.led",
    "Asked once for each instance of a user: the accelerators of the scope's city that the person leads. Models declare "
    "rules, so rules ask.",
)
PLACES: Hook[Callable[[Any], Iterable[tuple[int, str]]]] = Hook(
    "accelerator.places",
    "Asked once for each instance of a user: the person's places in accelerators as (accelerator, state). Models declare "
    "rules, so rules ask.",
)
COMES = {"enrolled", "year1_done"}
HOLDS = {*COMES, "deferred", "graduated"}
# Stands for the state in an intake with which the first year of a place in another one was done.
FIRST_YEAR = "first_year"


def accelerator_id_of(obj: Model | None) -> int | None:
    """The accelerator that a row is or belongs to, by itself or through its enrolment."""
    if obj is None:
        return None
    if obj._meta.model_name == "accelerator":
        return obj.pk
    own: int | None = getattr(obj, "accelerator_id", None)
    enrolment = getattr(obj, "enrolment", None)
    return own or (accelerator_id_of(enrolment) if enrolment is not None else None)


def _list_states(user: Person, obj: Model | None) -> set[str]:
    if obj is None or current_city_id() is None or not getattr(user, "pk", None):
        return set()
    found = read_once(user, "_accelerator_places", lambda: [one for read in PLACES for one in read(user)])
    wanted = accelerator_id_of(obj)
    return {state for number, state in found if number == wanted}


@predicate
def leads_accelerator(user: Person, obj: Model | None) -> bool:
    """One of its two leaders, who works in the city as a facilitator."""
    if obj is None or current_city_id() is None or not is_facilitator(user, obj):
        return False
    led = read_once(user, "_accelerators_led", lambda: {pk for read in LED_ACCELERATORS for pk in read(user)})
    return accelerator_id_of(obj) in led


@predicate
def can_join(user: Person, obj: Model | None) -> bool:
    """Anybody with an account, about a row of the city whose pages are open: also who has no part in it yet."""
    return bool(getattr(user, "pk", None)) and getattr(obj, "city_id", 0) == current_city_id()


@predicate
def takes_part(user: Person, obj: Model | None) -> bool:
    """A teacher who is expected at its sessions."""
    return bool(_list_states(user, obj) & COMES)


@predicate
def goes_along(user: Person, obj: Model | None) -> bool:
    """A teacher who has a place, also a kept one, or has graduated."""
    return bool(_list_states(user, obj) & HOLDS)


@predicate
def is_counted(user: Person, obj: Model | None) -> bool:
    """A teacher whose presence at its sessions counts for the own place."""
    return bool(_list_states(user, obj) & {*HOLDS, FIRST_YEAR})


@predicate
def had_a_place(user: Person, obj: Model | None) -> bool:
    """A teacher who has or had a place."""
    return bool(_list_states(user, obj))


@predicate
def is_teacher(user: Person, obj: "Enrolment | None") -> bool:
    """The teacher whose place it is."""
    return obj is not None and is_account(user, obj.profile.user_id)


@predicate
def is_teacher_of(user: Person, obj: Model | None) -> bool:
    """The teacher to whose way the row belongs."""
    enrolment: Any = getattr(obj, "enrolment", None)
    return enrolment is not None and bool(is_teacher(user, enrolment))


@predicate
def reads_project(user: Person, obj: "Project | None") -> bool:
    """Its teacher, who leads the intake, and the other teachers where its own says so."""
    if obj is None:
        return False
    is_near = is_teacher_of(user, obj) or leads_accelerator(user, obj)
    return bool(is_near) or (obj.shown_to != "leaders" and bool(goes_along(user, obj)))


@predicate
def is_of_pair(user: Person, obj: "Pair | None") -> bool:
    """One of the two teachers."""
    return obj is not None and bool(is_teacher(user, obj.first) or is_teacher(user, obj.second))


@predicate
def is_observer(user: Person, obj: "Observation | None") -> bool:
    """The teacher who paid the visit."""
    return obj is not None and bool(is_teacher(user, obj.observer))


@predicate
def is_host(user: Person, obj: "Observation | None") -> bool:
    """The teacher whose class was visited."""
    return obj is not None and bool(is_teacher(user, obj.host))


leads = is_director | leads_accelerator
# Nobody plans sessions and marks presence where the own counts.
leads_sessions = leads & ~is_counted
