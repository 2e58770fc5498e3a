"""Photos that a moderator looks at, and the pixels for whoever may see them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from challenges.models import IdeaPhoto, PhotoFile
from cities.rules.roles import has_city_role, scope_ids
from educities.accounts.models import Person


def photos_to_decide() -> Any:
    """What waits for a moderator, and what was refused and can still be shown after all, its pixels being there.

    Those that wait come first, the oldest first.
    """
    has_pixels = Exists(PhotoFile.objects.filter(photo=OuterRef("pk")))
    decided = Q(state=IdeaPhoto.State.WAITING) | Q(has_pixels, state=IdeaPhoto.State.REFUSED)
    rows = IdeaPhoto.objects.filter(decided, contribution__state__in=IdeaPhoto.WITH_IDEAS)
    return rows.select_related("contribution__challenge", "contribution__author").order_by("-state", "created_at", "pk")


def narrow_to_moderated(rows: QuerySet, user: Person, city: Any, challenge: str) -> QuerySet:
    """Those about which this person decides: a director and a facilitator of the city all, of a lab those of the lab.

    `challenge`: the way from a row to its challenge.
    """
    if has_city_role(user, city, "director", "facilitator"):
        return rows
    return rows.filter(**{f"{challenge}__lab_id__in": scope_ids(user, "facilitator", "lab")})


def read_pixels(photo: IdeaPhoto, size: str) -> bytes | None:
    """The picture in this size; None when its pixels were deleted."""
    found = PhotoFile.objects.filter(photo=photo, size=size).values_list("data", flat=True).first()
    return None if found is None else bytes(found)
