"""What comes next for a person who works in a city; asked of the apps that plan it, for the weekly email."""

from collections.abc import Callable
from datetime import datetime

from cities.models import City
from educities.accounts.models import Person
from educities.kit.hooks import Hook

ComingLines = Callable[[City, Person, datetime, datetime], list[str]]
COMING: Hook[ComingLines] = Hook(
    "cities.coming",
    "What lies ahead of a person in a city: (city, user, since, until) -> a line each, in the reader's language.",
)


def coming_lines(city: City, user: Person, since: datetime, until: datetime) -> list[str]:
    """A line for each thing between the two moments, as the apps say it."""
    return [line for answer in COMING for line in answer(city, user, since, until)]
