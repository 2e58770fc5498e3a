"""Who may, about challenges and what residents bring to them."""

from typing import TYPE_CHECKING

from django.db.models import Model
from rules import predicate

from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city
from educities.accounts.models import Person
from labs.rules import is_lab_facilitator

if TYPE_CHECKING:  # models declare these rules
    from challenges.models import Contribution, IdeaPhoto, PaperScan

__all__ = ["is_director", "is_facilitator", "is_lab_facilitator", "is_member", "is_staff_of_city"]


@predicate
def facilitates_its_lab(user: Person, obj: "Contribution | None") -> bool:
    """A facilitator of the lab whose challenge the idea answers, or of the whole city."""
    return obj is not None and is_lab_facilitator(user, obj.challenge)


@predicate
def is_author(user: Person, obj: Model | None) -> bool:
    """The resident who wrote it or takes part."""
    if obj is None or not getattr(user, "pk", None):
        return False
    profile = getattr(obj, "author", None) or getattr(obj, "profile", None)
    return profile is not None and profile.user_id == user.pk


@predicate
def facilitates_lab_of_photo(user: Person, obj: "IdeaPhoto | PaperScan | None") -> bool:
    """Whoever reads the idea looks at its photo and its paper too."""
    return obj is not None and obj.contribution is not None and is_lab_facilitator(user, obj.contribution.challenge)
