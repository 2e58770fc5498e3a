"""Who may, about challenges and what residents bring to them."""

from typing import Any

from rules import predicate

from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city
from labs.rules import facilitates

__all__ = ["facilitates", "is_director", "is_facilitator", "is_member", "is_staff_of_city"]


@predicate
def facilitates_its_lab(user: Any, obj: Any) -> bool:
    """A facilitator of the lab whose challenge the idea answers, or of the whole city."""
    return obj is not None and facilitates(user, obj.challenge)


@predicate
def is_author(user: Any, obj: Any) -> bool:
    """The resident who wrote it or takes part."""
    if obj is None or not getattr(user, "pk", None):
        return False
    profile = getattr(obj, "author", None) or getattr(obj, "profile", None)
    return profile is not None and profile.user_id == user.pk
