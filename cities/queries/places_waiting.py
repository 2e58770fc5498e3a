"""What a person was asked to join: what is not answered, told where they have no city yet, and who said no to all of it."""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.contrib.sessions.backends.base import SessionBase

from cities.models import City
from cities.rules.roles import cities_of
from educities.accounts.models import User
from educities.kit.hooks import Hook
from educities.tenancy.scope import city_scope

# In the session: when all cities were asked, and in which of them something waited.
KEPT, LOOK_AGAIN_SECONDS = "places_waiting", 600


class PlaceWaiting(NamedTuple):
    """What it is, in a sentence, and the page that asks."""

    text: str
    url: str


PLACES_WAITING: Hook[Callable[[User], Iterable[PlaceWaiting]]] = Hook(
    "cities.places_waiting",
    "Asked in a city's scope for whom has no city yet: (user) -> what the person was asked to join and has not answered.",
)

HAS_PART: Hook[Callable[[User], bool | None]] = Hook(
    "cities.has_part",
    "Asked in a city's scope for whom has no role there: (user) -> has the person a part of this kind, or is asked to take "
    "one? False for whoever had one, or was asked, and has none now; None for whom nobody asked.",
)


def has_no_part(user: User, city: City) -> bool:
    """Was the person asked into the city, and has no part in it now? In the city's scope; of who has a role it costs nothing."""
    if city.pk in cities_of(user):
        return False
    answers = [answer(user) for answer in HAS_PART]
    return False in answers and True not in answers


def list_places_waiting(user: User) -> list[PlaceWaiting]:
    """What waits for the person in the scope's city."""
    return [place for answer in PLACES_WAITING for place in answer(user)]


def find_places_waiting(user: User, among: Iterable[int] | None = None) -> dict[City, list[PlaceWaiting]]:
    """What waits, by its city: of all cities that are open, or of those `among` them. A few queries for each."""
    found = {}
    cities = City.objects.served().order_by("pk")
    for city in cities if among is None else cities.filter(pk__in=list(among)):
        with city_scope(city.pk, city):
            if waiting := list_places_waiting(user):
                found[city] = waiting
    return found


def recall_places_waiting(user: User, session: SessionBase) -> dict[City, list[PlaceWaiting]]:
    """What waits for this person. All cities are asked once in a while, in between only those in which something waited."""
    kept = session.get(KEPT, {})
    if kept and time.time() - kept["at"] < LOOK_AGAIN_SECONDS:
        return find_places_waiting(user, kept["cities"])
    found = find_places_waiting(user)
    session[KEPT] = {"at": int(time.time()), "cities": [city.pk for city in found]}
    return found
