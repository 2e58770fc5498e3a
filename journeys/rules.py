"""Who may, about what a cohort makes on its way. Seats and roles in its lab decide; a row says its `cohort`."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from rules import predicate

from cities.rules import is_director, is_staff_of_city
from educities.accounts.models import Person
from educities.kit.hooks import Hook
from educities.kit.instance_cache import read_once
from educities.tenancy.scope import current_city_id
from labs.rules import goes_along, is_lab_facilitator, leads_along, takes_part

if TYPE_CHECKING:  # models declare these rules
    from journeys.models import Expedition, Learning, Traveller

__all__ = ["goes_along", "is_director", "is_lab_facilitator", "is_staff_of_city", "leads_along", "takes_part"]

# Models declare these rules, so the rules import no models: they ask by a hook for what a person answers for.
TRIPS_RESPONSIBLE: Hook[Callable[[Any], Iterable[int]]] = Hook(
    "journeys.trips_responsible",
    "Asked once for each instance of a user: the expeditions of the scope's city on which the person is an adult responsible.",
)


@predicate
def is_author(user: Person, obj: "Learning | None") -> bool:
    """The learning is in the person's own words."""
    return obj is not None and obj.by is not None and obj.by.user_id == getattr(user, "pk", 0)


@predicate
def is_traveller(user: Person, obj: "Traveller | None") -> bool:
    """The person who travels."""
    return obj is not None and getattr(user, "pk", None) is not None and obj.profile.user_id == user.pk


@predicate
def is_responsible_there(user: Person, obj: "Expedition | None") -> bool:
    """One of the adults responsible on this expedition."""
    if obj is None or current_city_id() is None or not getattr(user, "pk", None):
        return False
    trips = read_once(user, "_trips", lambda: {pk for read in TRIPS_RESPONSIBLE for pk in read(user)})
    return obj.pk in trips
