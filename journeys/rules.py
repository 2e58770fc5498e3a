"""Who may, about what a cohort makes on its way. Seats and roles in its lab decide; a row says its `cohort`."""

from typing import Any

from rules import predicate

from cities.rules import is_director, is_staff_of_city
from labs.rules import facilitates, goes_along, leads_along, takes_part

__all__ = ["facilitates", "goes_along", "is_director", "is_staff_of_city", "leads_along", "takes_part"]


@predicate
def wrote(user: Any, obj: Any) -> bool:
    """The learning is in the person's own words."""
    return obj is not None and obj.by_id is not None and obj.by.user_id == getattr(user, "pk", 0)
