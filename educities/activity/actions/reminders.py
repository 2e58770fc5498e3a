"""Reminders: local wall time is the truth; who is reminded is asked at the very moment."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.utils import timezone

from educities.activity.actions.gathering import gathering_time
from educities.activity.actions.outbox import build_message, cancel_messages, create_messages
from educities.activity.models import Message, Notice, Schedule
from educities.activity.queries.quiet_hours import WritingHours, last_allowed, next_allowed
from educities.activity.values import Verb
from educities.kit.errors import describe_exception
from educities.kit.hooks import Hook
from educities.tenancy.models import CityModel
from educities.tenancy.scope import city_scope

State = Schedule.State
PUT_OFF = timedelta(minutes=15)
log = logging.getLogger("educities.reminders")


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """Who still owes what: `recipients(subject)` gives the people at send time.

    `payload(subject, user)`: what only this person's mail holds.
    """

    code: str
    recipients: Callable[[Any], Iterable[Any]]
    verb: Verb
    payload: Callable[[Any, Any], dict[str, Any]] | None = None


REMINDER_RULES: Hook[ReminderRule] = Hook(
    "activity.reminder_rules",
    "Who is reminded of what, asked when a reminder is written and again when it is sent.",
    key=lambda rule: rule.code,
)


def local_send_time(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A wall time as a moment; one that the clocks skip is the first that exists after it."""
    moment = datetime.combine(day, clock, zone)
    there_and_back = moment.astimezone(ZoneInfo("UTC")).astimezone(zone)
    return there_and_back if there_and_back.time() != clock else moment


def _open_schedules(row: models.Model) -> models.QuerySet[Schedule]:
    return Schedule.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk)


@transaction.atomic
def schedule_reminder(
    row: CityModel, rule: str, local_dt: datetime, tz: str | ZoneInfo, expires_at: datetime
) -> Schedule | None:
    """One reminder of this rule waits for `row` at the wall time `local_dt`; an earlier one is cancelled with its mails.

    When the city is quiet then, it goes before the quiet time, at the last hour that counts; None when that is past.
    What has begun by the time (`expires_at`) is missed, never sent.
    """
    zone = ZoneInfo(str(tz))
    last = _open_schedules(row).filter(rule=rule).aggregate(n=models.Max("generation"))["n"] or 0
    cancel_reminders(row, rule=rule)
    due = local_send_time(local_dt.date(), local_dt.time().replace(tzinfo=None), zone)
    at = _send_time(row.city, due, expires_at)
    if at is None:
        return None
    return Schedule.objects.create(
        rule=rule,
        subject_type=row._meta.label_lower,
        subject_id=row.pk,
        generation=last + 1,
        local_date=local_dt.date(),
        local_time=local_dt.time().replace(tzinfo=None),
        time_zone=str(zone),
        due_at=at,
        expires_at=expires_at,
    )


def _send_time(city: WritingHours, due: datetime, expires_at: datetime) -> datetime | None:
    """When a reminder that is due then goes; None when the quiet time before which it should go has begun."""
    now, at = timezone.now(), last_allowed(city, due)
    if at > now:
        return at
    if due > now:
        return None
    later = next_allowed(city, due)
    return later if later < expires_at else due


def waiting_reminder(row: models.Model) -> datetime | None:
    """When people are reminded of `row`, if a reminder waits."""
    return _open_schedules(row).filter(state=State.WAITING).order_by("due_at").values_list("due_at", flat=True).first()


@transaction.atomic
def cancel_reminders(row: models.Model, *, rule: str | None = None) -> int:
    """No reminder of `row` waits any more, and what was written but not sent is cancelled. Returns how many."""
    waiting = _open_schedules(row).filter(**({"rule": rule} if rule else {}))
    keys = [f"rem:{pk}:" for pk in waiting.values_list("pk", flat=True)]
    for key in keys:
        cancel_messages(_unsent_messages().filter(dedupe_key__startswith=key))
    return waiting.filter(state=State.WAITING).update(state=State.CANCELLED)


def cancel_news(row: models.Model, *verbs: Verb, user: AbstractBaseUser | None = None, of: int | None = None) -> int:
    """What was told of `row` by these verbs, to everybody or to `user`, and has not been sent is no longer sent, nor does the weekly email tell it.

    `of`: only what has this number in its data under that name: one person of those whom the row concerns. Returns how
    many mails.
    """
    about = {"payload__target_type": row._meta.label_lower, "payload__target_id": str(row.pk)}
    told = _unsent_messages().filter(kind__in=[verb.code for verb in verbs], **about)
    held = Notice.objects.filter(is_held=True, verb__in=[verb.code for verb in verbs])
    held = held.filter(target_type=row._meta.label_lower, target_id=str(row.pk))
    if user is not None:
        told, held = told.filter(user=user), held.filter(user=user)
    if of is not None:
        told, held = told.filter(payload__data__of=of), held.filter(data__of=of)
    held.update(is_held=False)
    return cancel_messages(told)


def _unsent_messages() -> models.QuerySet[Message]:
    """What waits, also for a person's word after a restore."""
    return Message.objects.filter(state__in=[Message.State.PENDING, Message.State.HELD])


def enqueue_due_reminders(most: int = 200) -> int:
    """Due reminders are written into the outbox, one message a person. Returns how many schedules were taken.

    Any number of tickers may run: each row is locked by one, and each message is unique. One that cannot be written is
    tried again later, and holds up no other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM activity_claim_schedules(%s)", [most])
        due = cursor.fetchall()
    return sum(_try_schedule(pk, city_id) for pk, city_id in due)


def _try_schedule(pk: int, city_id: int) -> int:
    try:
        return _enqueue_schedule(pk, city_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 (the others are still written)
        log.error("reminder not written", extra={"kind": str(pk), "problem": describe_exception(error)})  # noqa: TRY400
        with city_scope(city_id):
            Schedule.objects.filter(pk=pk, state=State.WAITING).update(due_at=timezone.now() + PUT_OFF)
        return 0


def _enqueue_schedule(pk: int, city_id: int) -> int:
    with city_scope(city_id), transaction.atomic():
        rows = Schedule.objects.select_for_update(skip_locked=True)
        schedule = rows.filter(pk=pk, state=State.WAITING, due_at__lte=timezone.now()).first()
        if schedule is None:
            return 0
        rule, subject = REMINDER_RULES.get(schedule.rule), _schedule_subject(schedule)
        state = State.DONE
        if rule is None or subject is None or schedule.expires_at <= timezone.now():
            state = State.MISSED
        else:
            write_messages(schedule, rule, subject)
        Schedule.objects.filter(pk=pk).update(state=state, done_at=timezone.now())
    return 1


def obsolete_reminder_ids(messages: Iterable[Message]) -> set[int]:
    """The numbers of those reminders whose reader owes nothing any more: they have answered, or are not asked now."""
    of: dict[int, list[Message]] = {}
    for message in messages:
        kind, _colon, rest = message.dedupe_key.partition(":")
        number = rest.partition(":")[0]
        if kind == "rem" and number.isdecimal():
            of.setdefault(int(number), []).append(message)
    schedules = Schedule.objects.filter(pk__in=of) if of else []
    return {pk for schedule in schedules for pk in _obsolete_messages(schedule, of[schedule.pk])}


def _obsolete_messages(schedule: Schedule, messages: list[Message]) -> list[int]:
    try:
        owing = _current_recipients(schedule)
    except Exception as error:  # noqa: BLE001 (said below)
        # One rule that cannot be asked holds up no other mail; its own goes as it was written.
        facts = {"kind": schedule.rule, "problem": describe_exception(error)}
        log.error("a reminder's rule could not be asked", extra=facts)  # noqa: TRY400
        return []
    return [message.pk for message in messages if message.user_id not in owing]


def _current_recipients(schedule: Schedule) -> set[int]:
    rule, subject = REMINDER_RULES.get(schedule.rule), _schedule_subject(schedule)
    if rule is None or subject is None or schedule.state == State.CANCELLED or schedule.expires_at <= timezone.now():
        return set()
    return {user.pk for user in rule.recipients(subject)}


def _schedule_subject(schedule: Schedule) -> Any:
    return apps.get_model(schedule.subject_type).objects.filter(pk=schedule.subject_id).first()


def write_messages(schedule: Schedule, rule: ReminderRule, subject: models.Model) -> None:
    """One message for each person who still owes; a second ticker writes none."""
    url = subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""
    common = {"verb": rule.verb.code, "target_type": schedule.subject_type, "target_id": str(subject.pk), "url": url}
    create_messages(
        build_message(
            rule.verb.code,
            user.email,
            dedupe_key=f"rem:{schedule.pk}:{user.pk}:mail",
            payload={**common, "data": {"title": _subject_title(subject)}, **_personal_payload(rule, subject, user)},
            user_id=user.pk,
            expires_at=schedule.expires_at,
            not_before=gathering_time(schedule, rule.verb.code),
        )
        for user in rule.recipients(subject)
    )


def _subject_title(subject: models.Model) -> Any:
    return getattr(subject, "title", None) or getattr(subject, "name", None) or str(subject)


def _personal_payload(rule: ReminderRule, subject: models.Model, user: AbstractBaseUser) -> dict[str, Any]:
    return rule.payload(subject, user) if rule.payload else {}


def recompute_send_times(city: WritingHours) -> int:
    """The moments of the city's waiting reminders follow from their wall times anew. Returns how many moved."""
    moved = 0
    for row in Schedule.objects.filter(state=State.WAITING):
        due = local_send_time(row.local_date, row.local_time, ZoneInfo(row.time_zone))
        at = _send_time(city, due, row.expires_at)
        if at not in {None, row.due_at}:
            moved += Schedule.objects.filter(pk=row.pk, state=State.WAITING).update(due_at=at)
    return moved
