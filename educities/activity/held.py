"""Mail that waits for a person's word: after a restore nobody knows which of it had gone out already; and none at all."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from educities.activity import verbs
from educities.activity.models import Message, Schedule
from educities.activity.record import record


@transaction.atomic
def send_held(about: Any, *, actor: Any) -> int:
    """The scope's held messages go out, each once. `about`: the row of the record, the city. Returns how many."""
    held = Message.objects.filter(state=Message.State.HELD)
    number = held.update(state=Message.State.PENDING, available_at=timezone.now())
    if number and about is not None:
        record(verbs.HELD_SENT, about, actor=actor, number=number)
    return number


@transaction.atomic
def drop_held(about: Any, *, actor: Any) -> int:
    """The scope's held messages are never sent. Returns how many."""
    number = Message.objects.filter(state=Message.State.HELD).update(state=Message.State.CANCELLED)
    if number and about is not None:
        record(verbs.HELD_DROPPED, about, actor=actor, number=number)
    return number


def ask_the_hours_anew() -> None:
    """What waits in the scope for the end of quiet hours is looked at again: the hours are others now.

    It moves to the front; where the new hours are quiet too, the sender puts it off to their end.
    """
    now = timezone.now()
    put_off = Message.objects.filter(state=Message.State.PENDING, attempts=0, available_at__gt=now)
    put_off.update(available_at=now)


def fall_silent() -> None:
    """Of all that waits in the scope, held mail and reminders to come included, nothing leaves the house any more."""
    waiting = (Message.State.PENDING, Message.State.HELD)
    Message.objects.filter(state__in=waiting).update(state=Message.State.CANCELLED)
    Schedule.objects.filter(state=Schedule.State.WAITING).update(state=Schedule.State.CANCELLED)
