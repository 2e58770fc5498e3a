"""A mail that would come too late says so where mails wait, and not a time at which it never goes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from educities.activity.models import Message
from educities.activity.texts.delivery_rows import delivery_rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("minutes", "words"), [(30, "does not go out: it would come too late"), (90, "goes out at")])
def test_what_it_says(scope: Any, minutes: int, words: str) -> None:
    now = timezone.now()
    message = Message(
        kind="meetings.session_scheduled",
        dedupe_key="audit:1:1:mail",
        available_at=now + timedelta(minutes=60),
        expires_at=now + timedelta(minutes=minutes),
        priority=1,
    )
    assert delivery_rows([message], scope)[0]["when"].startswith(words)
