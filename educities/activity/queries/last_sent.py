"""What the last mail to each reader said of a thing that is announced, changed and called off."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from educities.activity.models import AuditEntry, Message, Schedule
from educities.activity.values import Course

# What is being handed over at this moment counts as sent.
SENT = (Message.State.SENT, Message.State.LEASED)
Data = Mapping[str, Any]


def find_last_sent(
    course: Course, target_type: str, target_id: str, users: Collection[int], before: int | None = None
) -> dict[int, Data]:
    """What the last mail that was sent to each of the users about the thing said of it, until it was called off; nobody
    of who was sent none. `before`: records from this number on do not count.

    A message that has gone holds no words: its key names the record, or the reminder, that it told of.
    """
    codes = [code for code in course.codes if code != course.ending.code]
    entries = AuditEntry.objects.filter(verb__in=codes, target_type=target_type, target_id=target_id).order_by("pk")
    entries = entries if before is None else entries.filter(pk__lt=before)
    facts: dict[str, Data] = {row.once or f"audit:{row.pk}": row.data for row in entries.only("once", "data")}
    facts |= _list_reminders(course, target_type, target_id, list(facts.values()))
    keys = {f"{key}:{user}:mail": (user, told) for key, told in facts.items() for user in users}
    gone = Message.objects.filter(dedupe_key__in=keys, state__in=SENT).order_by("sent_at", "pk")
    # What is being handed over at this moment has no time yet, and comes last.
    return {keys[key][0]: keys[key][1] for key in gone.values_list("dedupe_key", flat=True)}


def _list_reminders(course: Course, target_type: str, target_id: str, entries: Collection[Data]) -> dict[str, Data]:
    """By the keys of their messages the reminders of the thing, each with what had been recorded of that moment."""
    by_start = {datetime.fromisoformat(one[course.start]): one for one in entries if one.get(course.start)}
    rows = Schedule.objects.filter(subject_type=target_type, subject_id=int(target_id))
    found = rows.values_list("pk", "expires_at")
    return {f"rem:{number}": by_start[starts] for number, starts in found if starts in by_start}
