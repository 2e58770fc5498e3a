"""A person has seen what the inbox told them, or what it asked for was answered."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from educities.activity.models import AuditEntry, Notice
from educities.activity.values import VERBS


def read_notices(user_id: int, *, of: int | None = None, **about: Any) -> int:
    """The person's notices about this (columns of Notice) are read; all without any. Returns how many were new.

    `of`: the number of the part of the row; notices of another part are not read by it.
    """
    found = Notice.objects.filter(user_id=user_id, read_at=None, **about)
    if of is not None:
        found = found.filter(Q(data__of=of) | Q(data__of__isnull=True))
    return found.update(read_at=timezone.now())


def close_notices(entry: AuditEntry) -> int:
    """Whoever was asked for what this record answers has nothing to do any more: the bell counts it no longer.

    What was asked of another part of the row (`of` in the data) stays. Returns how many were new.
    """
    answered = [verb.code for verb in VERBS if entry.verb in verb.settled_by]
    if not answered:
        return 0
    found = Notice.objects.filter(
        verb__in=answered, target_type=entry.target_type, target_id=entry.target_id, read_at=None
    )
    if (of := entry.data.get("of")) is not None:
        found = found.filter(Q(data__of=of) | Q(data__of__isnull=True))
    return found.update(read_at=timezone.now())
