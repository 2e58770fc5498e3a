"""A person has seen what the inbox told them."""

from typing import Any

from django.utils import timezone

from educities.activity.models import Notice


def read_notices(user_id: int, **about: Any) -> int:
    """The person's notices about this (columns of Notice) are read; all without any. Returns how many were new."""
    return Notice.objects.filter(user_id=user_id, read_at=None, **about).update(read_at=timezone.now())
