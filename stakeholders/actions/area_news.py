"""What a city hears when a word under which something stands there is merged, split or no longer offered."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.values import Verb
from stakeholders.models import Area, StrengthClaim


def tell_city(
    verb: Verb,
    area: Area,
    city: City,
    *,
    actor: User | None,
    reason: str = "",
    claims: Collection[int] = (),
    **data: Any,
) -> None:
    """A line stands in the history of the scope's city; its directors read it, and so does whoever named what moved.

    `claims`: the numbers of those strengths and growth areas. Of a word of the city's own the directors hear nothing more:
    it is theirs.
    """
    rows = StrengthClaim.objects.filter(pk__in=claims, profile__user__isnull=False).select_related("profile__user")
    urls: dict[Any, str] = {row.profile.user: row.profile.get_absolute_url() for row in rows if row.profile}
    if not area.is_own:
        page = reverse("city_areas", args=[city.slug])
        directors = city.memberships.directors().select_related("user")
        urls |= {one.user: page for one in directors}
    urls.pop(actor, None)
    about = {"title": area.label, "area": area.code, **data}
    record(verb, area, actor=actor, notify=list(urls), url=urls.__getitem__, reason=reason, **about)
