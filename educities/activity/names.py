"""How a city calls the people to whom it writes; asked of the app that keeps their profiles."""

from collections.abc import Callable, Collection

# An app above adds a callable here: (numbers of accounts) -> {number: name}, of those who may be named.
NAMED_BY: list[Callable[[Collection[int]], dict[int, str]]] = []


def names_of(users: Collection[int]) -> dict[int, str]:
    """The names of these accounts in the scope's city; whoever may not be named is left out."""
    return {user: name for named in NAMED_BY for user, name in named(users).items()}
