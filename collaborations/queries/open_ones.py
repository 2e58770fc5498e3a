"""The open collaborations of a person, once they are as many as one can have at once: each with what makes room."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from django.utils.translation import gettext as _

from collaborations.models import Collaboration, Party
from collaborations.values import MOST_OPEN
from educities.kit.day_words import format_day
from educities.kit.hooks import Hook
from stakeholders.models import Profile

HANDS: Hook[Callable[[Collection[int]], Collection[int]]] = Hook(
    "collaborations.hands",
    "Asked where somebody has as many open collaborations as one can: which of these proposals, by number, is a hand that "
    "its proposer can take back where it was offered.",
)


class OpenOne(NamedTuple):
    """An open collaboration of a person, and how the person makes room: words for them alone."""

    row: Collaboration
    way: str


def list_at_limit(profile: Profile | None, *, but: Party | None = None) -> list[OpenOne]:
    """What the person takes part in, where it is as much as one can at once; [] while there is room.

    `but`: a side that does not count. One query while there is room, two or three otherwise.
    """
    if profile is None:
        return []
    own = Party.objects.filter(profile=profile, state=Party.State.AGREED).exclude(pk=but.pk if but else None)
    rows = list(Collaboration.objects.live().filter(pk__in=own.values("collaboration")).order_by("pk"))
    if len(rows) < MOST_OPEN:
        return []
    asked = {row.pk for row in rows if row.state == row.State.PROPOSED and row.proposed_by_id == profile.pk}
    hands = {number for find in HANDS for number in find(asked)} if asked else set()
    return [OpenOne(row, _find_way(row, is_own=row.pk in asked, is_hand=row.pk in hands)) for row in rows]


def _find_way(row: Collaboration, *, is_own: bool, is_hand: bool) -> str:
    if is_hand:
        return _("withdraw your hand at the exchange")
    if is_own:
        return _("withdraw your proposal")
    if row.state == row.State.PROPOSED:
        return _("it waits for the others until %(day)s") % {"day": format_day(row.last_day_to_answer)}
    return _("complete or end it") if row.state == row.State.ACTIVE else _("end it")


def describe_limit(ones: Collection[OpenOne]) -> str:
    """Why there is no room for another one, and what makes room, in words."""
    text = _(
        "You have %(n)s open collaborations and proposals, the most one person can have at once. To make room: %(ways)s."
    )
    ways = " · ".join(f"{row}: {way}" for row, way in ones)
    return text % {"n": len(ones), "ways": ways}
