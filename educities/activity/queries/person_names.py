"""How a city calls the people to whom it writes; asked of the app that keeps their profiles."""

from collections.abc import Callable, Collection
from typing import Any

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


FindDeputised = Callable[[Any], int | None]
DEPUTISED: Hook[FindDeputised] = Hook(
    "activity.deputised",
    "Asked for whom a person acts in the scope's city: (user) -> the number of the account they stand in for, or None.",
)


def find_deputised(actor: Any) -> int | None:
    """The account that the person stands in for; None for who acts for themselves."""
    return next((found for answer in DEPUTISED if (found := answer(actor)) is not None), None)
