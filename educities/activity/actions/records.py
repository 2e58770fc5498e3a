"""One audit entry for each write a person causes, and with it what has to leave the house."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from educities.activity.actions.courses import CourseMail, CourseNews, plan_course_mails
from educities.activity.actions.notices import close_notices, read_notices
from educities.activity.actions.outbox import (
    absorb_unsent,
    build_message,
    cancel_undone,
    create_messages,
    settling_time,
)
from educities.activity.models import AuditEntry, Event, Message, Notice
from educities.activity.queries.person_names import find_deputised
from educities.activity.queries.weekly import can_wait_a_week, find_weekly_readers
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.values import Verb
from educities.kit.context import current_audit_context
from educities.kit.data_classes import data_classes
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from educities.kit.multilingual import in_all_languages, tag_original
from educities.kit.rows import Changes, violates
from educities.kit.signs import tidy_signs
from educities.tenancy.scope import current_city_id

# Whose values the log may keep: those of no single person.
OPEN_CLASSES = {"public", "internal"}
AfterRecord = Callable[[Verb, models.Model, Any], None]
# Where a person goes on from what they are told.
FindPage = Callable[[Any], str]
AFTER_RECORD: Hook[AfterRecord] = Hook(
    "activity.after_record",
    "Called in the act's transaction with what was recorded in a city: (verb, row, who acted).",
)
NO_REASON = _("Say in a sentence why. Those whom it concerns read it.")


def record(
    verb: Verb,
    target: models.Model,
    *,
    actor: Any,
    notify: Iterable[Any] = (),
    once: str | None = None,
    note: dict[str, Any] | None = None,
    reason: str = "",
    acting_for: Any = None,
    url: str | FindPage | None = None,
    expires_at: datetime | None = None,
    kept: Mapping[str, Any] | None = None,
    **data: Any,
) -> AuditEntry | None:
    """The act stands in the audit log, in the event log when the verb leaves the city, and at each of `notify`.

    `data` goes everywhere and must hold no personal value; `note` goes to the notified people alone (names, words).
    `kept` stands in the audit log alone: what a way back needs, or only the city itself reads.
    `notify`: users; they read `reason` too, and go on at the row's page, or at `url` ("" where they may not look; a
    function of the user where not all of them may look at the same page).
    `acting_for`: the person for whom it is done, where that is somebody else; a deputy's act names whom they stand in for.
    `expires_at`: mails that have not gone out by then never do.
    `once`: a key; the second record with it writes nothing and returns None.
    Whoever acts has seen what waited for them about the row (its part of the number `of` in the data): it is read.
    So it is for whoever was asked for what this answers (`Verb.settled_by`).
    Must run inside the action's transaction. Raises DomainError where a person ends something for others and says no why.
    """
    reason = tidy_signs(str(reason))
    if verb.needs_reason and actor is not None and not reason:
        raise DomainError(NO_REASON, code="activity.reason_needed")
    entry = _build_entry(verb, target, {**data, **(kept or {})}, actor=actor)
    acting_for = find_deputised(actor) if acting_for is None else acting_for
    entry.acting_for, entry.reason, entry.once = getattr(acting_for, "pk", acting_for), reason, once
    if not _write_entry(entry):
        return None
    if current_city_id() is not None:
        _tell_city(verb, target, data, actor)
    _read_answered(entry)
    users = {user for user in notify if user is not None}
    if users:
        why = {"reason": reason} if reason else {}
        words = {name: tag_original(value) for name, value in {**data, **why, **(note or {})}.items()}
        _notify_users(verb, entry, users, words, url=_page_of(target) if url is None else url, expires_at=expires_at)
    return entry


def _read_answered(entry: AuditEntry) -> None:
    """What waited for the person who acts, and what others were asked for and this answers, is read."""
    if entry.actor_id:
        read_notices(entry.actor_id, of=entry.data.get("of"), target_type=entry.target_type, target_id=entry.target_id)
    close_notices(entry)


def _tell_city(verb: Verb, target: models.Model, data: dict[str, Any], actor: Any) -> None:
    """The city's event log has it, and the apps that follow what is recorded know of it."""
    if verb.event:
        _build_event(verb, target, data).save(force_insert=True)
    for answer in AFTER_RECORD:
        answer(verb, target, actor)


def record_each(verb: Verb, about: Iterable[tuple[models.Model, dict[str, Any]]], *, actor: Any) -> None:
    """The act stands in the logs once for each row, as `record` writes it, in two statements for all; nobody is told.

    `about`: each row with its data. Must run inside the action's transaction.
    """
    rows = list(about)
    entries = [_build_entry(verb, target, data, actor=actor) for target, data in rows]
    AuditEntry.objects.bulk_create(entries, batch_size=1000)
    if verb.event and current_city_id() is not None:
        Event.objects.bulk_create([_build_event(verb, target, data) for target, data in rows], batch_size=1000)


def publish_each(verb: Verb, rows: Iterable[models.Model]) -> None:
    """Each row stands in the event log under the verb's name, in few statements; the audit log has the act that made
    them all. Must run inside the action's transaction."""
    Event.objects.bulk_create([_build_event(verb, row, {}) for row in rows], batch_size=1000)


def _list_changed_values(target: models.Model, changed: object) -> dict[str, list[Any]]:
    """What stood in each changed field and what stands there now; of fields about a person nothing is kept."""
    if not isinstance(changed, Changes):
        return {}
    classes = data_classes(type(target))
    fields = {name: target._meta.get_field(name) for name in changed.before if classes.get(name) in OPEN_CLASSES}
    return {
        name: [_plain_value(value, field) for value in (changed.before[name], changed.now[name])]
        for name, field in fields.items()
    }


def _plain_value(value: Any, field: Any) -> Any:
    """A value as the log keeps it: as people read it, in all languages where it has them."""
    if isinstance(value, models.Model):
        return getattr(value, "name", None) or str(value)
    labels = dict(getattr(field, "flatchoices", ()) or ())
    if value in labels if isinstance(value, str | int) else False:
        return in_all_languages(labels[value])
    return value if isinstance(value, dict | list | bool | int | float | None) else str(value)


def _build_entry(verb: Verb, target: models.Model, data: Mapping[str, Any], *, actor: Any) -> AuditEntry:
    act = current_audit_context()
    values = _list_changed_values(target, data.get("changed"))
    data = {**data, "values": values} if values else data
    data = {**data, "entered": True} if act.is_entered and actor is not None else data
    return AuditEntry(
        actor_id=getattr(actor, "pk", None),
        client_id=act.client,
        via=act.via,
        verb=verb.code,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        data={name: tag_original(value) for name, value in data.items()},
        request_id=act.request_id,
        ip=act.ip,
    )


def _write_entry(entry: AuditEntry) -> bool:
    """The entry is in the audit log. False when one with its `once` was there before."""
    if entry.once is None:
        entry.save(force_insert=True)
        return True
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        if not violates(error, "activity_audit_once"):
            raise
        return False
    return True


def _build_event(verb: Verb, target: models.Model, data: dict[str, Any]) -> Event:
    return Event(name=verb.event, target_type=target._meta.label_lower, target_id=str(target.pk), data=data)


def _page_of(target: models.Model) -> str:
    return target.get_absolute_url() if hasattr(target, "get_absolute_url") else ""


def _notify_users(
    verb: Verb,
    entry: AuditEntry,
    users: set[Any],
    data: dict[str, Any],
    *,
    url: str | FindPage,
    expires_at: datetime | None,
) -> None:
    """Each of the users has a notice in the inbox and a mail in the outbox, with `data` and the way to `url`."""
    common = {"verb": verb.code, "target_type": entry.target_type, "target_id": entry.target_id}
    pages = {user: url(user) if callable(url) else url for user in users}
    kind = MAIL_KINDS.get(verb.code)
    weekly = find_weekly_readers([user.pk for user in users]) if can_wait_a_week(kind, expires_at) else {}
    Notice.objects.bulk_create(
        [Notice(user=user, data=data, url=pages[user], is_held=weekly.get(user.pk, False), **common) for user in users]
    )
    undone = cancel_undone(
        [one.code for one in kind.undoes] if kind else (), [user.email for user in users], {**common, "data": data}
    )
    users = {user for user in users if user.pk not in weekly and user.email not in undone}
    if not users or (kind is not None and kind.folded):
        return
    if kind is not None and kind.course is not None:
        mails = plan_course_mails(CourseNews(kind.course, verb, entry, data, expires_at), users)
    else:
        mails = _plan_mails(verb, entry, users, data)
    create_messages(_build_message(mail, verb, entry, pages[mail.user], expires_at) for mail in mails)


def _build_message(mail: CourseMail, verb: Verb, entry: AuditEntry, url: str, expires_at: datetime | None) -> Message:
    """In memory. `verb`: what was recorded; the mail may be one of another verb of its course."""
    by = {"by": entry.actor_id} if entry.actor_id and not verb.hides_actor else {}
    about = {"target_type": entry.target_type, "target_id": entry.target_id, "url": url}
    own = {"data": mail.data, "id": get_random_string(12)}
    return build_message(
        mail.verb.code,
        mail.user.email,
        dedupe_key=f"{entry.once or f'audit:{entry.pk}'}:{mail.user.pk}:mail",
        payload={"verb": mail.verb.code, **about, **by, **own},
        user_id=mail.user.pk,
        expires_at=expires_at,
        not_before=_settling_time(mail.verb, expires_at),
    )


def _plan_mails(verb: Verb, entry: AuditEntry, users: Collection[Any], data: dict[str, Any]) -> list[CourseMail]:
    """The same to everybody; what waited for them of the same thing is told along."""
    kind = MAIL_KINDS.get(verb.code)
    if kind is not None and kind.settles:
        codes = [verb.code, *(one.code for one in kind.joins)]
        data = absorb_unsent(codes, entry.target_type, entry.target_id, [user.pk for user in users], data)
    return [CourseMail(user, verb, data) for user in users]


def _settling_time(verb: Verb, expires_at: datetime | None) -> datetime | None:
    kind = MAIL_KINDS.get(verb.code)
    return settling_time(expires_at) if kind is not None and kind.settles else None
