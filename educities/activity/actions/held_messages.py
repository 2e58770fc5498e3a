"""Mail that waits for a person's word: what a restore held, what failed for good; and none at all."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import CharField, Count, F, Func, Max, Model, QuerySet, Value
from django.utils import timezone

from educities.activity import verbs
from educities.activity.actions.outbox import cancel_messages
from educities.activity.actions.records import record
from educities.activity.models import Message, Schedule
from educities.activity.texts.delivery_rows import describe_own_act
from educities.kit.errors import DomainError


def failed_messages() -> QuerySet[Message]:
    """The scope's failed messages, each with its `problem`: the kind of error, without what was said besides."""
    kind = Func(F("last_error"), Value(":"), Value(1), function="split_part", output_field=CharField())
    return Message.objects.filter(state=Message.State.DEAD).annotate(problem=kind)


def failure_counts() -> list[dict[str, Any]]:
    """Why messages of the scope failed: the `problem`, how many (`n`), and the number of `one` of them."""
    return list(
        failed_messages().order_by().values("problem").annotate(n=Count("pk"), one=Max("pk")).order_by("-n", "problem")
    )


@transaction.atomic
def retry_same_error(message: Message, about: Model, *, actor: AbstractBaseUser) -> int:
    """All that failed as `message` did are tried once more, from their first try. `about`: the city. Returns how many."""
    alike = (
        failed_messages().filter(problem=message.last_error.split(":", 1)[0])
        if message.state == Message.State.DEAD
        else None
    )
    if alike is None:
        return 0
    fresh = {"state": Message.State.PENDING, "attempts": 0, "available_at": timezone.now()}
    number = Message.objects.filter(pk__in=alike.values("pk"), state=Message.State.DEAD).update(**fresh)
    if number:
        record(verbs.MESSAGES_REPLAYED, about, actor=actor, number=number)
    return number


@transaction.atomic
def stop_message(message: Message, *, actor: AbstractBaseUser) -> None:
    """The message, which waits or has failed, is never sent. Raises DomainError where it tells of the actor's own act."""
    if refusal := describe_own_act(message, actor):
        raise DomainError(refusal, code="activity.own_act")
    waiting = Message.objects.filter(pk=message.pk, state__in=[Message.State.PENDING, Message.State.DEAD])
    if cancel_messages(waiting):
        record(verbs.MESSAGE_CANCELLED, message, actor=actor)


@transaction.atomic
def release_held_messages(about: Model | None, *, actor: AbstractBaseUser | None) -> int:
    """The scope's held messages go out, each once. `about`: the row of the record, the city. Returns how many."""
    held = Message.objects.filter(state=Message.State.HELD)
    number = held.update(state=Message.State.PENDING, available_at=timezone.now())
    if number and about is not None:
        record(verbs.HELD_SENT, about, actor=actor, number=number)
    return number


@transaction.atomic
def discard_held_messages(about: Model | None, *, actor: AbstractBaseUser | None) -> int:
    """The scope's held messages are never sent. Returns how many."""
    number = cancel_messages(Message.objects.filter(state=Message.State.HELD))
    if number and about is not None:
        record(verbs.HELD_DROPPED, about, actor=actor, number=number)
    return number


def reschedule_for_quiet_hours() -> None:
    """What waits in the scope for the end of quiet hours is looked at again: the hours are others now.

    It moves to the front; where the new hours are quiet too, the sender puts it off to their end.
    """
    now = timezone.now()
    put_off = Message.objects.filter(state=Message.State.PENDING, attempts=0, available_at__gt=now)
    put_off.update(available_at=now)


def cancel_all_messages() -> None:
    """Of all that waits in the scope, held mail and reminders to come included, nothing leaves the house any more."""
    waiting = (Message.State.PENDING, Message.State.HELD)
    cancel_messages(Message.objects.filter(state__in=waiting))
    Schedule.objects.filter(state=Schedule.State.WAITING).update(state=Schedule.State.CANCELLED)
