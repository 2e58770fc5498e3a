"""The one way into the outbox: a message is built here and saved, one by one or many at once."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from educities.activity.models import Message, Notice
from educities.activity.values import is_urgent

# What is urgent (signing in, a link that somebody waits for) goes out before everything else, in quiet hours too.
URGENT, ORDINARY = 1, 5
# Whoever changes a thing changes it again at once, or back. What is nearer than an hour is told without waiting.
SETTLING, NEAR = timedelta(minutes=5), timedelta(hours=1)
# What has not left the house, also what waits for a person's word after a restore, or could be tried again.
UNSENT = (Message.State.PENDING, Message.State.HELD, Message.State.DEAD)
# What waits, also for a person's word after a restore.
UNDONE = (Message.State.PENDING, Message.State.HELD)
# What a mail says about the time before the change stays as it was in the first of several changes.
BEFORE = "old_"


def build_message(
    kind: str,
    recipient: str,
    *,
    dedupe_key: str,
    payload: Mapping[str, Any],
    user_id: int | None = None,
    waits: bool = False,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
) -> Message:
    """A mail to the address `recipient`, in memory; `save()` or `create_messages` puts it into the outbox.

    `kind`: the code of a verb, or "mail" for one whose words are in the payload. `dedupe_key`: one in a city, so that
    the same mail is never written twice. `user_id`: the account of the address, where there is one. `expires_at`: it
    does not go out after that. `not_before`: nor before that.

    The verb alone says whether it goes out at once, whoever writes it to whatever address; a mail of the platform's own
    (signing in) always does. `waits`: this one has time, unlike others of its verb.
    """
    return Message(
        channel=Message.Channel.MAIL,
        kind=kind,
        recipient=recipient,
        dedupe_key=dedupe_key,
        payload=dict(payload),
        user_id=user_id,
        priority=URGENT if (kind == "mail" or is_urgent(kind)) and not waits else ORDINARY,
        expires_at=expires_at,
        available_at=not_before or timezone.now(),
    )


def settling_time(expires_at: datetime | None) -> datetime | None:
    """Until when a mail about a change waits for further changes of the same thing; None where that is too late."""
    now = timezone.now()
    return None if expires_at is not None and expires_at - now < NEAR else now + SETTLING


def cancel_messages(messages: QuerySet[Message]) -> int:
    """They are never sent, and what they say (a link, a person's words) is gone. Returns how many."""
    return messages.update(state=Message.State.CANCELLED, payload={})


def cancel_mails_to(user: Any, kinds: Collection[str] | None = None) -> int:
    """What has not left the scope's city for this account (`kinds`: of these verbs' codes) is never sent, nor told weekly.

    Without `kinds` also what waits for its address alone, such as a link to confirm by. Returns how many.
    """
    unsent = Message.objects.filter(state__in=UNSENT)
    held = Notice.objects.filter(user_id=user.pk, is_held=True)
    (held if kinds is None else held.filter(verb__in=kinds)).update(is_held=False)
    if kinds is not None:
        return cancel_messages(unsent.filter(user_id=user.pk, kind__in=kinds))
    return cancel_messages(unsent.filter(Q(user_id=user.pk) | Q(recipient__iexact=user.email)))


def absorb_unsent(
    codes: Collection[str], target_type: str, target_id: str, users: Collection[int], data: Mapping[str, Any]
) -> dict[str, Any]:
    """Waiting mails of these kinds about the same thing are not sent: what they told of is in the new one.

    Returns the data of the new mail: what was before is what was before the first of them, and what any of them
    `changed` is named, as are the `parts` of which any of them told.
    """
    about = {"kind__in": codes, "payload__target_type": target_type, "payload__target_id": target_id}
    waiting = Message.objects.filter(state=Message.State.PENDING, user_id__in=users, **about).order_by("pk")
    payloads = list(waiting.values_list("payload", flat=True))
    cancel_messages(waiting)
    found = dict(data)
    for payload in reversed(payloads):
        earlier = payload.get("data", {})
        found |= {name: value for name, value in earlier.items() if name.startswith(BEFORE)}
        for name in ("changed", "parts"):
            if name in found:
                found[name] = sorted({*found[name], *earlier.get(name, [])})
    return found


def cancel_undone(codes: Collection[str], addresses: Collection[str], about: Mapping[str, Any]) -> set[str]:
    """Waiting mails of these kinds to these addresses are not sent: what they told of was taken back meanwhile.

    `about`: the payload of the mail that takes it back. Returns the addresses that read nothing of either.
    """
    if not codes:
        return set()
    same = {f"payload__{name}": about[name] for name in ("target_type", "target_id")}
    same |= {"payload__data__of": about["data"]["of"]} if "of" in about["data"] else {}
    waiting = Message.objects.filter(state__in=UNDONE, kind__in=codes, recipient__in=addresses, **same)
    found = set(waiting.values_list("recipient", flat=True))
    cancel_messages(waiting)
    return found


def create_messages(messages: Iterable[Message]) -> None:
    """The messages wait in the outbox; those whose `dedupe_key` is there already are passed over."""
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=500)
