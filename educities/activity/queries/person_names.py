"""How a city calls the people to whom it writes; asked of the app that keeps their profiles."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, NamedTuple

from educities.kit.hooks import Hook

PersonNames = Callable[[Collection[int]], dict[int, str]]
PERSON_NAMES: Hook[PersonNames] = Hook(
    "activity.person_names",
    "Asked how people are called in the scope's city: (numbers of accounts) -> {number: name} of those who may be named.",
)


def names_of(users: Collection[int]) -> dict[int, str]:
    """The names of these accounts in the scope's city; whoever may not be named is left out."""
    return {user: name for answer in PERSON_NAMES for user, name in answer(users).items()}


PROFILE_NAMES: Hook[PersonNames] = Hook(
    "activity.profile_names",
    "Asked how the people of these profiles are called in the scope's city: (numbers) -> {number: name} of those who may be named.",
)


def profile_names_of(profiles: Collection[int]) -> dict[int, str]:
    """The names of these profiles in the scope's city; whoever may not be named is left out."""
    return {number: name for answer in PROFILE_NAMES for number, name in answer(profiles).items()}


class RowPeople(NamedTuple):
    """Rows of one model (`target_type`, its label in small letters) that are each about one person."""

    target_type: str
    find: PersonNames


ROW_PEOPLE: Hook[RowPeople] = Hook(
    "activity.row_people",
    "Asked whom rows of a model concern, for the history: (numbers of rows) -> {number: name} of those who may be named.",
    key=lambda one: one.target_type,
)


def name_people_of_rows(rows: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Whom each of these rows (label of the model, number) concerns, where the row itself says it."""
    found: dict[tuple[str, str], str] = {}
    for one in ROW_PEOPLE:
        numbers = {int(number) for label, number in rows if label == one.target_type and number.isdecimal()}
        names = one.find(numbers) if numbers else {}
        found |= {(one.target_type, str(number)): name for number, name in names.items()}
    return found


FindDeputised = Callable[[Any], int | None]
DEPUTISED: Hook[FindDeputised] = Hook(
    "activity.deputised",
    "Asked for whom a person acts in the scope's city: (user) -> the number of the account they stand in for, or None.",
)


def find_deputised(actor: Any) -> int | None:
    """The account that the person stands in for; None for who acts for themselves."""
    return next((found for answer in DEPUTISED if (found := answer(actor)) is not None), None)


# An account, and the moment at which it acted.
ActedAt = tuple[int, datetime]
FindOffices = Callable[[Collection[ActedAt]], dict[ActedAt, str]]
OFFICES: Hook[FindOffices] = Hook(
    "activity.offices",
    "Asked in which office of the scope's city somebody without a name acted: (accounts, each with a moment) -> {the same: "
    "the office in words} of those who held one then.",
)


def find_offices(acts: Collection[ActedAt]) -> dict[ActedAt, str]:
    """The office that each of these accounts held at its moment, in words; nothing is asked for nobody."""
    return {act: office for answer in OFFICES for act, office in answer(acts).items()} if acts else {}
