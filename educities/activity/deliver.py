"""The crank of the outbox: claim a batch, commit, deliver outside any transaction, finish with the lease's token."""

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from educities.activity.mail import as_mail
from educities.activity.models import Attempt, Message
from educities.activity.quiet import next_allowed
from educities.activity.rendering import rendered
from educities.tenancy.scope import city_scope

log = logging.getLogger("educities.outbox")
BATCH, LEASE_SECONDS, MOST_TRIES = 100, 60, 8


class Claimed(NamedTuple):
    """A message leased by this process."""

    pk: int
    city_id: int | None
    token: Any


def claim(most: int = BATCH) -> list[Claimed]:
    """Up to `most` due messages belong to this process for a minute. Returns their numbers and cities alone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM activity_claim_messages(%s, %s)", [most, LEASE_SECONDS])
        return [Claimed(*row) for row in cursor.fetchall()]


def back_off(attempts: int) -> timedelta:
    """How long to wait before the next try: doubling from half a minute to six hours, with jitter."""
    seconds = min(30 * 2 ** (attempts - 1), 6 * 3600)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))


@contextmanager
def _post() -> Iterator[Any]:
    """One connection to the mail server for a batch."""
    post = get_connection(settings.DELIVERY_EMAIL_BACKEND)
    try:
        yield post
    finally:
        post.close()


def deliver_due(most: int = BATCH) -> int:
    """Due messages are delivered, or wait for their next try. Returns how many were claimed."""
    claimed = claim(most)
    if claimed:
        with _post() as post:
            for one in claimed:
                with city_scope(one.city_id):
                    _deliver(one, post)
    return len(claimed)


def _deliver(one: Claimed, post: Any) -> None:
    mine = Message.objects.filter(pk=one.pk, lease_token=one.token, state=Message.State.LEASED)
    # The lease is renewed before each delivery: a slow server must not let a second sender take the rest.
    if not mine.update(lease_until=timezone.now() + timedelta(seconds=LEASE_SECONDS)):
        return
    message = Message.objects.select_related("user").get(pk=one.pk)
    later = _not_yet(message)
    if later:
        mine.update(state=Message.State.PENDING, available_at=later, attempts=F("attempts") - 1)
        return
    try:
        subject, text, html = rendered(message)
        post.send_messages([as_mail(message, subject, text, html, post)])
    except Exception as error:
        log.warning("not delivered", extra={"kind": message.kind, "problem": type(error).__name__})
        _failed(mine, message, error)
        return
    with transaction.atomic():
        # The body may hold a link or a code: it is wiped once it has been sent.
        mine.update(state=Message.State.SENT, sent_at=timezone.now(), payload={}, last_error="")
        Attempt.objects.create(message=message, outcome="sent")


def _not_yet(message: Message) -> Any:
    """When a message may go, if the city is quiet now; mail of priority 1 (sign-in, security) always may."""
    if message.city_id is None or message.priority <= 1:
        return None
    now = timezone.now()
    allowed = next_allowed(message.city, now)
    return allowed if allowed > now else None


def _failed(mine: Any, message: Message, error: Exception) -> None:
    dead = message.attempts >= MOST_TRIES
    text = f"{type(error).__name__}: {error}".replace(message.recipient, "…")[:300]
    with transaction.atomic():
        mine.update(
            state=Message.State.DEAD if dead else Message.State.PENDING,
            available_at=timezone.now() + back_off(message.attempts),
            last_error=text,
        )
        Attempt.objects.create(message=message, outcome="dead" if dead else "failed", error=text)
