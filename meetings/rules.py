"""Who may, about groups and their sessions: the app that owns the group answers, by its `GroupKind`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rules import Predicate, predicate

from cities.rules import is_staff_of_city
from educities.accounts.models import Person
from meetings.values import GroupKind

if TYPE_CHECKING:  # models declare these rules
    from meetings.models import Group, Session

__all__ = ["is_staff_of_city"]


def _find_or_create_request(
    predicate_of: Callable[[GroupKind], Predicate], user: Person, row: "Group | Session | None"
) -> bool:
    """The answer of the kind of the group `row`, or of the group of the session `row`."""
    if row is None:
        return False
    group: Any = getattr(row, "group", row)
    return predicate_of(group.definition).test(user, group.owner)


@predicate
def leads(user: Person, row: "Group | Session | None") -> bool:
    """Plans the group's sessions, holds them and takes attendance."""
    return _find_or_create_request(lambda kind: kind.leads, user, row)


@predicate
def corrects(user: Person, row: "Group | Session | None") -> bool:
    """May correct what was recorded of the group."""
    return _find_or_create_request(lambda kind: kind.corrects, user, row)


@predicate
def takes_part(user: Person, row: "Group | Session | None") -> bool:
    """Is asked to come."""
    return _find_or_create_request(lambda kind: kind.takes_part, user, row)


@predicate
def goes_along(user: Person, row: "Group | Session | None") -> bool:
    """Takes part, or has taken part to the end."""
    return _find_or_create_request(lambda kind: kind.goes_along, user, row)


@predicate
def had_a_seat(user: Person, row: "Group | Session | None") -> bool:
    """Has or had a seat in the group."""
    return _find_or_create_request(lambda kind: kind.had_a_seat, user, row)
