"""With what the meeting that is held now began: its seats, who led, its quorum. Reading only."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from cities.models import Membership
from educities.accounts.models import User
from forum.models import Charter, Meeting, Seat
from forum.values.beginnings import Beginning, read_beginning
from meetings.models import Session


def compute_beginning(charter: Charter) -> dict[str, Any]:
    """What the forum is now, as a meeting keeps it that is opened. Two queries."""
    seats = list(Seat.objects.active().filter(charter=charter).order_by("pk").values_list("pk", "role"))
    directors = Membership.objects.directors().filter(city_id=charter.city_id).order_by("user_id")
    return Beginning(
        charter.quorum_percent,
        [pk for pk, _role in seats],
        [pk for pk, role in seats if role == Seat.Role.CHAIR],
        list(directors.values_list("user_id", flat=True).distinct()),
    )._asdict()


def find_beginning(session: Session, *, also_ended: bool = False) -> Beginning | None:
    """With what the session's meeting began, while it is held (`also_ended`: and once it was); None for any other."""
    states = {Session.State.HELD, Session.State.RECORDED} if also_ended else {Session.State.HELD}
    if session.state not in states:
        return None
    try:
        return read_beginning(session.forum_meeting.began_with)
    except ObjectDoesNotExist:
        return None


def find_held_beginning(charter_id: int) -> Beginning | None:
    """With what the meeting of the forum that is held now began; None where none is held. One query."""
    held = Meeting.objects.filter(charter=charter_id, session__state=Session.State.HELD).order_by("-session__starts_at")
    return read_beginning(held.values_list("began_with", flat=True).first())


def describe_when_it_counts(charter: Charter) -> str:
    """What whoever changes seats or rules has to know while a meeting is held, in a sentence; "" while none is."""
    if find_held_beginning(charter.pk) is None:
        return ""
    return _(
        "A meeting is held now. What you change counts from the next meeting on: this one goes on with the seats, the chair and "
        "the quorum that it began with."
    )


def list_first_leaders(charter: Charter) -> list[User]:
    """Who led the forum as the meeting that is held now began: its chair, and who directed the city. Two queries."""
    began = find_held_beginning(charter.pk)
    if began is None:
        return []
    chairs = Seat.objects.filter(pk__in=began.chairs).values("profile__user_id")
    return list(User.objects.filter(pk__in=began.directors) | User.objects.filter(pk__in=chairs))
