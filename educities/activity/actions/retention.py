"""What was kept long enough goes at night, in batches; how much went is written down, never of whom."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from educities.activity.models import Attempt, Message, Notice, RetentionRun, Schedule
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.kit.hooks import Hook
from educities.kit.retention import PERIODS
from educities.tenancy.scope import city_scope, current_city_id

BATCH = 10_000
ENDED_MESSAGES = (Message.State.SENT, Message.State.CANCELLED, Message.State.DEAD)
ENDED_REMINDERS = (Schedule.State.DONE, Schedule.State.MISSED, Schedule.State.CANCELLED)
# The nights whose counts are shown; older lines go too.
SHOWN_DAYS = 365
# A run over a city and the one over the log of all are of one night within this time.
SAME_NIGHT = timedelta(hours=6)


class Forgetter(NamedTuple):
    """How the rows of one kind go: (older than, at most so many) -> how many went. `of_platform`: it has such rows too."""

    code: str
    forget: Callable[[datetime, int], int]
    of_platform: bool = False


FORGETTERS: Hook[Forgetter] = Hook(
    "activity.forgetters",
    "Asked at night in each city's scope to take away what was kept long enough; the periods stand in `kit.retention`.",
    key=lambda one: one.code,
)


def forget_notices(before: datetime, most: int) -> int:
    """Old lines of inboxes are gone."""
    return delete_some(Notice.objects.filter(created_at__lt=before).order_by("created_at"), most)


def forget_messages(before: datetime, most: int) -> int:
    """Old messages that are done with are gone, with their tries. What waits or is held stays."""
    old = Message.objects.filter(created_at__lt=before, state__in=ENDED_MESSAGES).order_by("created_at")
    numbers = list(old.values_list("pk", flat=True)[:most])
    _delete_numbers(Attempt, numbers, column="message_id")
    return _delete_numbers(Message, numbers)


def forget_reminders(before: datetime, most: int) -> int:
    """Old reminders that are done with are gone."""
    return delete_some(Schedule.objects.filter(due_at__lt=before, state__in=ENDED_REMINDERS).order_by("due_at"), most)


def delete_some(rows: Any, most: int) -> int:
    """At most so many of the rows are gone; nothing refers to them. Returns how many.

    By their numbers, which only the key answers: joined with a list PostgreSQL would read the table once for each batch.
    """
    return _delete_numbers(rows.model, list(rows.values_list("pk", flat=True)[:most]))


def _delete_numbers(model: Any, numbers: list[int], column: str = "id") -> int:
    """The rows with these numbers in `column` are gone. As one array: ten thousand values in a statement are read slowly."""
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE {column} = ANY(%s)', [numbers])
    return len(numbers)


def forget_old_rows(today: date) -> int:
    """In the scope (a city, or the platform) everything is gone that was kept long enough, and the day's line says how much.
    Twice is once.

    Each batch is a transaction of its own: whoever is stopped in between goes on the next night. Returns how many went.
    """
    now, counts = timezone.now(), {}
    for one in FORGETTERS:
        if current_city_id() is None and not one.of_platform:
            continue
        counts[one.code] = _forget_in_batches(one, now - timedelta(days=PERIODS[one.code].days))
    _forget_last_readers()
    RetentionRun.objects.filter(ran_on__lt=today - timedelta(days=SHOWN_DAYS)).delete()
    _add_counts(today, counts)
    return sum(counts.values())


def _forget_last_readers() -> None:
    """A last mail that could not be handed over names no address either."""
    last = [kind.code for kind in MAIL_KINDS if kind.forgets_reader]
    Message.objects.filter(kind__in=last, state__in=ENDED_MESSAGES).exclude(recipient="").update(recipient="")


def _forget_in_batches(one: Forgetter, before: datetime) -> int:
    count = 0
    while True:
        with transaction.atomic():
            gone = one.forget(before, BATCH)
        count += gone
        if gone < BATCH:
            return count


@transaction.atomic
def _add_counts(today: date, counts: dict[str, int]) -> None:
    """The day's line holds what went that day, in however many runs."""
    RetentionRun.objects.get_or_create(ran_on=today)
    run = RetentionRun.objects.select_for_update(no_key=True, of=["self"]).get(ran_on=today)
    run.counts = {code: run.counts.get(code, 0) + counts.get(code, 0) for code in {*run.counts, *counts}}
    run.ran_at = timezone.now()
    run.save(update_fields=["counts", "ran_at"])


def forget_old_log(today: date) -> int:
    """Outside every scope: the log of all cities and of the platform loses what it kept long enough. Returns how much.

    The log only grows for whoever serves people; the owner's function takes away nothing younger than its own limits.
    """
    now, count = timezone.now(), 0
    limits = [now - timedelta(days=PERIODS[code].days) for code in ("log_addresses", "sign_ins", "log")]
    while gone := _forget_log_batch(limits):
        for city, code, rows in gone:
            with city_scope(city):
                _add_counts(_find_night(now) or today, {code: rows})
            count += rows
    return count


def _find_night(now: datetime) -> date | None:
    """The city's own day of the run that has just gone over its rows: another one than the platform's in the hours in which
    the city's date is ahead of it, or behind."""
    runs = RetentionRun.objects.filter(ran_at__gte=now - SAME_NIGHT).order_by("-ran_on")
    return runs.values_list("ran_on", flat=True).first()


def _forget_log_batch(limits: list[datetime]) -> list[tuple[int | None, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM activity_forget_log(%s, %s, %s, %s)", [*limits, BATCH])
        return cursor.fetchall()
