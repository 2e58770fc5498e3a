"""What is told of a thing that is announced, changed and called off follows from what was last sent to each reader.

Whoever was sent nothing yet reads of it as it is now, or nothing where it does not take place; whoever was sent a day reads
that this day holds no more, however often the thing was moved in between.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from educities.activity.actions.outbox import UNSENT, cancel_messages
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.queries.last_sent import Data, find_last_sent
from educities.activity.queries.weekly import can_wait_a_week
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.values import Course, Verb


class CourseMail(NamedTuple):
    """What one reader is sent."""

    user: Any
    verb: Verb
    data: dict[str, Any]


class CourseNews(NamedTuple):
    """What was recorded: the verb of the course, the entry, what its mails say, and until when they may go."""

    course: Course
    verb: Verb
    entry: AuditEntry
    data: Data
    expires_at: datetime | None


def plan_course_mails(news: CourseNews, users: Collection[Any]) -> list[CourseMail]:
    """What each of the users is sent of it; what waited for them about the same thing is sent no more."""
    course, verb, entry, data, _expires_at = news
    sent = find_last_sent(course, entry.target_type, entry.target_id, [user.pk for user in users], before=entry.pk)
    waiting = _take_waiting(course, entry, [user.pk for user in users])
    untold = {pk for pk, found in waiting.items() if course.opening.code in found and pk not in sent}
    weekly = _hold_on(news, {user.pk for user in users} - sent.keys() - untold)
    mails = []
    for user in users:
        known, earlier = sent.get(user.pk), waiting.get(user.pk, {})
        if user.pk in untold or user.pk in weekly:
            found = None if weekly.get(user.pk) or verb == course.ending else (course.opening, _without_before(data))
        else:
            found = _choose_mail(course, verb, data, known, earlier)
        if found is not None:
            mails.append(CourseMail(user, found[0], found[1]))
    return mails


def _choose_mail(
    course: Course, verb: Verb, data: Data, known: Data | None, waiting: Mapping[str, Data]
) -> tuple[Verb, dict[str, Any]] | None:
    """What whoever has heard of the thing is sent: from what they know (`known`, or what the waiting mails say of it)."""
    before = _pick_facts(course, known) if known is not None else _find_before(course, waiting)
    if verb == course.ending:
        return verb, {**data, **before}
    if verb == course.opening or not before:
        return verb, _join_changed(data, waiting)
    if course.changed is None:
        return verb, dict(data)
    if before.get(course.start) != data.get(course.start):
        olds = {f"old_{name}": value for name, value in before.items()}
        return course.moved, {**data, **olds}
    told = data if verb == course.changed else {}
    changed = {name for name in course.facts if before.get(name, data.get(name)) != data.get(name)}
    changed |= {*told.get("changed", []), *_list_changed(waiting)} - set(course.facts)
    if not changed:
        return None
    return course.changed, {**_without_before(data), "changed": sorted(changed)}


def _pick_facts(course: Course, data: Data) -> dict[str, Any]:
    return {name: data[name] for name in course.facts if name in data}


def _find_before(course: Course, waiting: Mapping[str, Data]) -> dict[str, Any]:
    """What the first of the waiting mails about a new time calls the old one."""
    earlier = waiting.get(course.moved.code, {})
    return {name: earlier[f"old_{name}"] for name in course.facts if f"old_{name}" in earlier}


def _without_before(data: Data) -> dict[str, Any]:
    return {name: value for name, value in data.items() if not name.startswith("old_") and name != "changed"}


def _join_changed(data: Data, waiting: Mapping[str, Data]) -> dict[str, Any]:
    joined = (
        {**data, "changed": sorted({*data["changed"], *_list_changed(waiting)})} if "changed" in data else dict(data)
    )
    return {
        **joined,
        **{name: value for one in waiting.values() for name, value in one.items() if name.startswith("old_")},
    }


def _list_changed(waiting: Mapping[str, Data]) -> Iterable[str]:
    return [name for one in waiting.values() for name in one.get("changed", [])]


def _take_waiting(course: Course, entry: AuditEntry, users: Collection[int]) -> dict[int, dict[str, Data]]:
    """The data of what waits for each of them about the thing, by the code of its verb; it is sent no more."""
    about = {"payload__target_type": entry.target_type, "payload__target_id": entry.target_id}
    rows = Message.objects.filter(state__in=UNSENT, user_id__in=users, kind__in=course.codes, **about)
    found: dict[int, dict[str, Data]] = {}
    for user_id, kind, payload in rows.order_by("-pk").values_list("user_id", "kind", "payload"):
        found.setdefault(user_id or 0, {})[kind] = payload.get("data", {})
    cancel_messages(rows)
    return found


def _hold_on(news: CourseNews, users: Collection[int]) -> dict[int, bool]:
    """Those whose weekly email was to tell of the thing first, and whether it still is: it then tells it as it is now."""
    course, verb, entry, data, expires_at = news
    rows = Notice.objects.filter(is_held=True, user_id__in=users, verb=course.opening.code)
    rows = rows.filter(target_type=entry.target_type, target_id=entry.target_id)
    waits = verb != course.ending and can_wait_a_week(MAIL_KINDS.get(course.opening.code), expires_at)
    found = dict.fromkeys(rows.values_list("user_id", flat=True), waits)
    rows.update(**({"data": _without_before(data)} if waits else {"is_held": False}))
    return found
