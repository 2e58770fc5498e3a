"""A person has seen what the inbox told them."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from educities.activity.models import Notice


def read_notices(user_id: int, *, of: int | None = None, **about: Any) -> int:
    """The person's notices about this (columns of Notice) are read; all without any. Returns how many were new.

    `of`: the number of the part of the row; notices of another part are not read by it.
    """
    found = Notice.objects.filter(user_id=user_id, read_at=None, **about)
    if of is not None:
        found = found.filter(Q(data__of=of) | Q(data__of__isnull=True))
    return found.update(read_at=timezone.now())
