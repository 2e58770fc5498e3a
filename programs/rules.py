"""Who may, about the five-year program and indicators."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Model
from rules import predicate

from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city, is_steward, reads_progress
from educities.accounts.models import Person
from educities.kit.hooks import Hook

if TYPE_CHECKING:
    from programs.models import MilestoneOverride, ProgramYear, YearReview

__all__ = [
    "did_not_ask",
    "is_director",
    "is_facilitator",
    "is_member",
    "is_staff_of_city",
    "is_steward",
    "reads_progress",
]


MILESTONE_READERS: Hook[Callable[[Person], bool]] = Hook(
    "programs.milestone_readers",
    "Asked about a person without an office in the scope’s city: are milestones their business, so that they read them?",
)
REVIEW_READERS: Hook[Callable[[Person, int], bool]] = Hook(
    "programs.review_readers",
    "Asked about a person without an office in the scope’s city and a program year, by its number: do they decide on its "
    "submitted review, so that they read it?",
)


@predicate
def decides_on_milestones(user: Person, obj: Model | None) -> bool:
    """Sits where milestones are talked about."""
    return obj is not None and any(reads(user) for reads in MILESTONE_READERS)


@predicate
def decides_on_review(user: Person, obj: "ProgramYear | YearReview | None") -> bool:
    """Sits where the submitted review of this year is decided on, or was."""
    if obj is None or getattr(user, "pk", None) is None:
        return False
    year_id = getattr(obj, "year_id", None) or obj.pk
    return any(reads(user, year_id) for reads in REVIEW_READERS)


@predicate
def did_not_ask(user: Person, obj: "MilestoneOverride | None") -> bool:
    """Nobody grants an override to oneself, and nobody one that was asked for in their name."""
    return obj is not None and getattr(user, "pk", None) not in {obj.requested_by_id, obj.acting_for_id}
