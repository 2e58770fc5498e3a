"""Who may, about what a cohort makes on its way. Seats and roles in its lab decide; a row says its `cohort`."""

from typing import TYPE_CHECKING

from rules import predicate

from cities.rules import is_director, is_staff_of_city
from educities.accounts.models import Person
from labs.rules import goes_along, is_lab_facilitator, leads_along, takes_part

if TYPE_CHECKING:  # models declare these rules
    from journeys.models import Learning

__all__ = ["goes_along", "is_director", "is_lab_facilitator", "is_staff_of_city", "leads_along", "takes_part"]


@predicate
def is_author(user: Person, obj: "Learning | None") -> bool:
    """The learning is in the person's own words."""
    return obj is not None and obj.by is not None and obj.by.user_id == getattr(user, "pk", 0)
