"""Reminders to come: which there are, and when each is due by the clocks of its city."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction

from educities.activity.models import Schedule
from educities.activity.register import Verb

REMINDERS: dict[str, "Reminder"] = {}


@dataclass(frozen=True, slots=True)
class Reminder:
    """`recipients(row)` is asked at the very moment of sending: the accounts that still owe an answer."""

    rule: str
    recipients: Callable[[Any], Iterable[Any]]
    verb: Verb


def reminder(rule: str, *, recipients: Callable[[Any], Iterable[Any]], verb: Verb) -> Reminder:
    """The rule stands in the register."""
    REMINDERS[rule] = Reminder(rule, recipients, verb)
    return REMINDERS[rule]


@transaction.atomic
def schedule_reminder(row: models.Model, rule: str, local: datetime, tz: str, *, expires_at: datetime) -> Schedule:
    """One reminder of this rule waits for the row: at the wall time `local` of `tz`, and never after `expires_at`.

    What waited for the row by this rule before is cancelled.
    """
    earlier = _of(row).filter(rule=rule)
    _cancel(earlier)
    last = earlier.aggregate(last=models.Max("generation"))["last"] or 0
    return Schedule.objects.create(
        rule=rule,
        subject_type=row._meta.label_lower,
        subject_id=row.pk,
        generation=last + 1,
        local_date=local.date(),
        local_time=local.time(),
        time_zone=tz,
        due_at=local.replace(tzinfo=ZoneInfo(tz)),
        expires_at=expires_at,
    )


@transaction.atomic
def cancel_reminders(row: models.Model) -> int:
    """Nothing waits for the row any more: how many reminders were cancelled."""
    return _cancel(_of(row))


def _of(row: models.Model) -> Any:
    return Schedule.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk)


def _cancel(schedules: Any) -> int:
    return schedules.filter(state=Schedule.State.WAITING).update(state=Schedule.State.CANCELLED)
