"""Who may, about suggestions: the person to whom one is made, and the side that is asked for an introduction."""

from typing import TYPE_CHECKING

from rules import predicate

from cities.rules import is_director, is_facilitator, is_member
from educities.accounts.models import Person
from stakeholders.rules import is_account, is_adult_account, is_representative

if TYPE_CHECKING:  # models declare these rules
    from matching.models import MatchSuggestion

__all__ = ["is_adult_account", "is_director", "is_facilitator", "is_member"]


@predicate
def is_seeker(user: Person, obj: "MatchSuggestion | None") -> bool:
    """The person to whom the suggestion is made."""
    return obj is not None and is_account(user, obj.seeker.user_id)


@predicate
def is_introduced_to(user: Person, obj: "MatchSuggestion | None") -> bool:
    """The side that was asked for an introduction: the person, or who speaks today for the organisation."""
    if obj is None or obj.introduced_on is None:
        return False
    if obj.person is not None:
        return is_account(user, obj.person.user_id)
    return bool(is_representative(user, obj.organisation))
