"""What a person was asked to join and has not answered, told where they have no city yet."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cities.models import City
from educities.accounts.models import User
from educities.kit.hooks import Hook
from educities.kit.multilingual import translate_plain
from educities.tenancy.scope import city_scope


class PlaceWaiting(NamedTuple):
    """What it is, in a sentence, and the page that asks."""

    text: str
    url: str


PLACES_WAITING: Hook[Callable[[User], Iterable[PlaceWaiting]]] = Hook(
    "cities.places_waiting",
    "Asked in a city's scope for whom has no city yet: (user) -> what the person was asked to join and has not answered.",
)


def find_places_waiting(user: User) -> dict[str, list[PlaceWaiting]]:
    """What waits in each city, by its name. A few queries for each city: for those alone who have none."""
    found = {}
    for city in City.objects.served().order_by("pk"):
        with city_scope(city.pk, city):
            if waiting := [place for answer in PLACES_WAITING for place in answer(user)]:
                found[translate_plain(city.name)] = waiting
    return found
