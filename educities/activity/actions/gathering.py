"""Several mails of one kind to the same person go as one."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from educities.activity.actions.outbox import SETTLING
from educities.activity.models import Message, Schedule
from educities.activity.texts.mail_kinds import MAIL_KINDS


def gather_mails(messages: Sequence[Message]) -> list[Message]:
    """Of the mails of a kind that `gathers` the first to each person stays, and says what the others would (`also`, the
    numbers of their things); the others go with it, as its `followers`. In memory alone: one that fails is tried again."""
    first: dict[tuple[str, int], Message] = {}
    left = []
    for message in messages:
        kind = MAIL_KINDS.get(message.kind)
        key = (message.kind, message.user_id or 0)
        if kind is None or not kind.gathers or not message.user_id:
            left.append(message)
        elif key in first:
            _join_mails(first[key], message)
        else:
            first[key] = message
            left.append(message)
    return left


def _join_mails(leading: Message, message: Message) -> None:
    also = [*leading.payload.get("also", []), str(message.payload.get("target_id", ""))]
    leading.payload = {**leading.payload, "also": also}
    leading.__dict__.setdefault("followers", []).append(message)


def list_followers(message: Message) -> list[Message]:
    """The mails that go with this one."""
    followers: list[Message] = message.__dict__.get("followers", [])
    return followers


def gathering_time(schedule: Schedule, code: str) -> datetime | None:
    """Until when a reminder waits for others that are due at the same moment, so that all go as one; None for at once."""
    kind = MAIL_KINDS.get(code)
    if kind is None or not kind.gathers:
        return None
    moment = schedule.due_at + SETTLING
    return moment if timezone.now() < moment < schedule.expires_at else None
