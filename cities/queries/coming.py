"""What comes next for a person in a city, and what waits for them there; asked of the apps, for the weekly email."""

from collections.abc import Callable
from datetime import datetime

from cities.models import City
from educities.accounts.models import Person
from educities.kit.hooks import Hook

OwnWaiting = Callable[[City, Person], list[tuple[str, str]]]
ComingLines = Callable[[City, Person, datetime, datetime], list[str]]
COMING: Hook[ComingLines] = Hook(
    "cities.coming",
    "What lies ahead of a person in a city: (city, user, since, until) -> a line each, in the reader's language.",
)
OWN_WAITING: Hook[OwnWaiting] = Hook(
    "cities.own_waiting",
    "What a person in a city is to do on their own behalf: (city, user) -> a line each, in the reader's language, with "
    "the address of its page.",
)


def coming_lines(city: City, user: Person, since: datetime, until: datetime) -> list[str]:
    """A line for each thing between the two moments, as the apps say it."""
    return [line for answer in COMING for line in answer(city, user, since, until)]


def own_waiting_lines(city: City, user: Person) -> list[tuple[str, str]]:
    """A line for each thing that waits for the person themself, with the address of its page, as the apps say it."""
    return [line for answer in OWN_WAITING for line in answer(city, user)]
