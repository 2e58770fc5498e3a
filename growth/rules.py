"""Who may, about growth engines: those who work in the city, and who is invited."""

from typing import TYPE_CHECKING

from rules import predicate

from cities.rules import is_director, is_facilitator, is_staff_of_city
from educities.accounts.models import Person
from stakeholders.rules import is_account, is_adult_account, is_representative

if TYPE_CHECKING:  # models declare these rules
    from growth.models import Invitee

__all__ = ["is_adult_account", "is_director", "is_facilitator", "is_staff_of_city"]


@predicate
def answers_as_invitee(user: Person, obj: "Invitee | None") -> bool:
    """The person invited, or who speaks today for the organisation. Nobody else answers for anybody."""
    if obj is None:
        return False
    if obj.profile is not None:
        return is_account(user, obj.profile.user_id)
    return bool(is_representative(user, obj.organisation))
