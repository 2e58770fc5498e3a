"""Who may, about the five-year program and indicators."""

from typing import TYPE_CHECKING

from rules import predicate

from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city, is_steward, reads_progress
from educities.accounts.models import Person

if TYPE_CHECKING:
    from programs.models import MilestoneOverride

__all__ = [
    "did_not_ask",
    "is_director",
    "is_facilitator",
    "is_member",
    "is_staff_of_city",
    "is_steward",
    "reads_progress",
]


@predicate
def did_not_ask(user: Person, obj: "MilestoneOverride | None") -> bool:
    """Nobody grants an override to oneself, and nobody one that was asked for in their name."""
    return obj is not None and getattr(user, "pk", None) not in {obj.requested_by_id, obj.acting_for_id}
