"""The one way into the outbox: a message is built here and saved, one by one or many at once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from educities.activity.models import Message

# What is urgent (signing in, a link that somebody waits for) goes out before everything else, in quiet hours too.
URGENT, ORDINARY = 1, 5


def build_message(
    kind: str,
    recipient: str,
    *,
    dedupe_key: str,
    payload: Mapping[str, Any],
    user_id: int | None = None,
    is_urgent: bool = False,
    expires_at: datetime | None = None,
) -> Message:
    """A mail to the address `recipient`, in memory; `save()` or `create_messages` puts it into the outbox.

    `kind`: the code of a verb, or "mail" for one whose words are in the payload. `dedupe_key`: one in a city, so that
    the same mail is never written twice. `user_id`: the account of the address, where there is one. `expires_at`: it
    does not go out after that.
    """
    return Message(
        channel=Message.Channel.MAIL,
        kind=kind,
        recipient=recipient,
        dedupe_key=dedupe_key,
        payload=dict(payload),
        user_id=user_id,
        priority=URGENT if is_urgent else ORDINARY,
        expires_at=expires_at,
    )


def create_messages(messages: Iterable[Message]) -> None:
    """The messages wait in the outbox; those whose `dedupe_key` is there already are passed over."""
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=500)
