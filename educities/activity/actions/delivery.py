"""The crank of the outbox: claim a batch, commit, deliver outside any transaction, finish with the lease's tokens.

Nobody waits behind others: what is urgent goes first, whichever city it is of, and behind a slow mail server each city
has its turn.
"""

import logging
import random
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from educities.activity.actions.gathering import gather_mails, list_followers
from educities.activity.actions.outbox import URGENT, cancel_messages
from educities.activity.actions.reminders import obsolete_reminder_ids
from educities.activity.models import Attempt, Message
from educities.activity.queries.quiet_hours import next_allowed
from educities.activity.queries.untrue_mails import find_untrue_ids
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.texts.mails import MailRenderer, as_mail
from educities.tenancy.scope import city_scope

log = logging.getLogger("educities.outbox")
# With the pauses of `back_off`, twenty tries take two and a half days: a mail server may be away over a weekend.
BATCH, LEASE_SECONDS, MOST_TRIES = 500, 60, 20
# A batch ends long before its lease, so whatever is handed over is still this process's own, and what is urgent
# never waits longer than this behind a slow mail server: the rest of the batch goes back to the queue.
MOST_SECONDS, TURN_SECONDS = 5.0, 1.0
# What was handed over is marked in bulk, but a killed sender must not repeat a heap of mails: half a millisecond of
# handing over is marked at once. No real mail server takes two mails in that time.
MARK_SECONDS = 0.0005
MARK_SENT = """
WITH handed AS (
    UPDATE activity_message SET state = 'sent', sent_at = statement_timestamp(), payload = '{}', last_error = '',
        recipient = CASE WHEN kind = ANY(%s) THEN '' ELSE recipient END
    WHERE id = ANY(%s) AND lease_token = ANY(%s::uuid[]) AND state = 'leased' RETURNING id, city_id
)
INSERT INTO activity_attempt (message_id, city_id, at, outcome, error)
SELECT id, city_id, statement_timestamp(), 'sent', '' FROM handed
"""


class Claimed(NamedTuple):
    """A message leased by this process."""

    pk: int
    city_id: int | None
    token: Any
    priority: int


def claim_messages(most: int = BATCH) -> list[Claimed]:
    """Up to `most` due messages belong to this process for a minute. Returns their numbers, cities and urgency alone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM activity_claim_messages(%s, %s)", [most, LEASE_SECONDS])
        return [Claimed(*row) for row in cursor.fetchall()]


def expire_messages(most: int = 5000) -> int:
    """What nobody needs to read any more waits no longer; its words are gone. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT activity_expire_messages(%s)", [most])
        return cursor.fetchone()[0]


def back_off(attempts: int) -> timedelta:
    """How long to wait before the next try: doubling from half a minute to six hours, with jitter."""
    seconds = min(30 * 2 ** (attempts - 1), 6 * 3600)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311 (so that not all come back at once)


@contextmanager
def _open_connection() -> Iterator[BaseEmailBackend]:
    """One connection to the mail server for a batch."""
    post = get_connection(settings.DELIVERY_EMAIL_BACKEND)
    try:
        yield post
    finally:
        post.close()


Renderers = dict[int | None, MailRenderer]


def deliver_due(most: int = BATCH, renderers: Renderers | None = None) -> int:
    """Due messages are delivered, or wait for their next try. Returns how many were claimed.

    `renderers`: what a run of several batches has rendered so far, by city, so that the next batch finds it.
    """
    renderers = {} if renderers is None else renderers
    until = time.monotonic() + MOST_SECONDS
    claimed = claim_messages(most)
    if claimed:
        with _open_connection() as post:
            for shares in _shares_by_city(claimed, post, renderers):
                while shares:
                    share = shares.popleft()
                    if share.turn(until):
                        shares.append(share)
    return len(claimed)


def _shares_by_city(claimed: list[Claimed], post: BaseEmailBackend, renderers: Renderers) -> list[deque["_Share"]]:
    """What is urgent of all cities, the platform's own mails (signing in) before the others; then all the rest."""
    found: dict[tuple[bool, int], list[Claimed]] = {}
    for one in claimed:
        found.setdefault((one.priority > URGENT, one.city_id or 0), []).append(one)
    shares = [(later, _Share(batch, post, renderers)) for (later, _city), batch in sorted(found.items())]
    return [deque(share for is_later, share in shares if is_later is later) for later in (False, True)]


def _leased_messages(batch: Sequence[Claimed]) -> QuerySet[Message]:
    """What of the batch is still this process's own. A token belongs to one row, so the two lists need no pairing."""
    keys = {"pk__in": [one.pk for one in batch], "lease_token__in": [one.token for one in batch]}
    return Message.objects.filter(**keys, state=Message.State.LEASED)


class _Share:
    """The messages of one city that are equally urgent."""

    def __init__(self, batch: list[Claimed], post: BaseEmailBackend, renderers: Renderers) -> None:
        self.batch, self.post = batch, post
        city_id = batch[0].city_id
        if city_id not in renderers:
            renderers[city_id] = MailRenderer(_find_city(city_id))
        self.letters = renderers[city_id]
        self.waiting: deque[Message] | None = None

    def turn(self, until: float) -> bool:
        """Some of them are handed over, for a second at most; past `until` the rest goes back. Is anything left?"""
        with city_scope(self.batch[0].city_id):
            if time.monotonic() > until:
                _release_messages(_leased_messages(self.batch))
                return False
            if self.waiting is None:
                self.waiting = deque(self.read())
            self.hand_over(self.waiting, min(until, time.monotonic() + TURN_SECONDS))
            return bool(self.waiting)

    def read(self) -> list[Message]:
        """What may go now: while the city is quiet only what is urgent, and nothing of what is past or answered by now."""
        mine = _leased_messages(self.batch)
        later = None if self.batch[0].priority <= URGENT else _not_yet(self.letters.city)
        if later:
            _release_messages(mine, available_at=later)
            return []
        reader = {"language": F("user__language"), "is_open": F("user__is_active")}
        messages = list(mine.annotate(**reader).order_by("priority", "pk"))
        moot = obsolete_reminder_ids(messages) | find_untrue_ids(messages)
        if moot:
            cancel_messages(mine.filter(pk__in=moot))
        left = gather_mails([message for message in messages if message.pk not in moot])
        self.letters.prepare(left)
        empty = self.letters.find_empty_ids(left)
        if empty:
            cancel_messages(mine.filter(pk__in=empty))
        return [message for message in left if message.pk not in empty]

    def hand_over(self, messages: deque[Message], stop: float) -> None:
        """The mail server takes one after the other; what it took is marked, whatever happens."""
        handing = _HandedOver()
        try:
            while messages:
                _hand_over(messages.popleft(), self.letters, self.post, handing)
                if time.monotonic() > stop:
                    break
        finally:
            handing.mark()


def _find_city(city_id: int | None) -> Any:
    """The city whose mails these are; None for the platform's own."""
    return None if city_id is None else apps.get_model("cities", "City").objects.filter(pk=city_id).first()


def _not_yet(city: Any) -> Any:
    """When mail may go, if the city is quiet now."""
    if city is None:
        return None
    now = timezone.now()
    allowed = next_allowed(city, now)
    return allowed if allowed > now else None


def _release_messages(mine: QuerySet[Message], **changes: Any) -> None:
    """They wait again, as if they had never been claimed."""
    mine.update(state=Message.State.PENDING, attempts=F("attempts") - 1, **changes)


class _HandedOver:
    """What the mail server has taken and the database does not know yet."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.seconds = 0.0

    def add(self, message: Message, seconds: float) -> None:
        self.messages.append(message)
        self.seconds += seconds
        if self.seconds >= MARK_SECONDS:
            self.mark()

    def mark(self) -> None:
        """They are sent, each with a line in the ledger. The body may hold a link or a code: it is wiped."""
        if self.messages:
            last = [kind.code for kind in MAIL_KINDS if kind.forgets_reader]
            keys: list[Any] = [last, [m.pk for m in self.messages], [str(m.lease_token) for m in self.messages]]
            with connection.cursor() as cursor:
                cursor.execute(MARK_SENT, keys)
        self.messages, self.seconds = [], 0.0


def _hand_over(message: Message, letters: MailRenderer, post: BaseEmailBackend, handing: _HandedOver) -> None:
    try:
        words = letters.of(message)
        if words.has_gap:
            _give_up(message)
            return
        mail = as_mail(message, words, post)
        start = time.perf_counter()
        post.open()
        post.send_messages([mail])
    except Exception as error:  # noqa: BLE001 (a mail server may raise anything; the others still go)
        log.warning("not delivered", extra={"kind": message.kind, "problem": type(error).__name__})
        # A connection that refused one mail may be broken: the next one opens its own.
        post.close()
        # What goes as one is tried again as one.
        later = timezone.now() + back_off(message.attempts)
        for one in (message, *list_followers(message)):
            _record_failure(one, error, later)
    else:
        for one in (message, *list_followers(message)):
            handing.add(one, time.perf_counter() - start)


def _give_up(message: Message) -> None:
    """A mail that quotes nothing is never sent: what it was to quote is gone."""
    log.error("a mail without its words is not sent", extra={"kind": message.kind})
    cancel_messages(Message.objects.filter(pk=message.pk, lease_token=message.lease_token, state=Message.State.LEASED))


def _record_failure(message: Message, error: Exception, later: datetime) -> None:
    dead = message.attempts >= MOST_TRIES
    text = f"{type(error).__name__}: {error}".replace(message.recipient, "…")[:300]
    with transaction.atomic():
        Message.objects.filter(pk=message.pk, lease_token=message.lease_token, state=Message.State.LEASED).update(
            state=Message.State.DEAD if dead else Message.State.PENDING,
            available_at=later,
            last_error=text,
        )
        Attempt.objects.create(message=message, outcome="dead" if dead else "failed", error=text)
