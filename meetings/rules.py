"""Who may, about groups and their sessions: the app that owns the group answers, by its `GroupKind`."""

from collections.abc import Callable
from typing import Any

from rules import Predicate, predicate

from cities.rules import is_staff_of_city
from meetings.values import GroupKind

__all__ = ["is_staff_of_city"]


def _ask(predicate_of: Callable[[GroupKind], Predicate], user: Any, row: Any) -> bool:
    """The answer of the kind of the group `row`, or of the group of the session `row`."""
    if row is None:
        return False
    group = row if row._meta.model_name == "group" else row.group
    return predicate_of(group.definition).test(user, group.owner)


@predicate
def leads(user: Any, row: Any) -> bool:
    """Plans the group's sessions, holds them and takes attendance."""
    return _ask(lambda kind: kind.leads, user, row)


@predicate
def corrects(user: Any, row: Any) -> bool:
    """May correct what was recorded of the group."""
    return _ask(lambda kind: kind.corrects, user, row)


@predicate
def takes_part(user: Any, row: Any) -> bool:
    """Is asked to come."""
    return _ask(lambda kind: kind.takes_part, user, row)


@predicate
def goes_along(user: Any, row: Any) -> bool:
    """Takes part, or has taken part to the end."""
    return _ask(lambda kind: kind.goes_along, user, row)


@predicate
def had_a_seat(user: Any, row: Any) -> bool:
    """Has or had a seat in the group."""
    return _ask(lambda kind: kind.had_a_seat, user, row)
