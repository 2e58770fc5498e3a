"""One audit entry for each write a person causes, and with it what has to leave the house."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.crypto import get_random_string

from educities.activity.models import AuditEntry, Event, Message, Notice
from educities.activity.register import Verb
from educities.kit.context import current_act
from educities.kit.rows import violates
from educities.kit.words import marked
from educities.tenancy.scope import current_city_id


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
    url: str | None = None,
    expires_at: datetime | None = None,
    **data: Any,
) -> AuditEntry | None:
    """The act stands in the audit log, in the event log when the verb leaves the city, and at each of `notify`.

    `data` goes everywhere and must hold no personal value; `note` goes to the notified people alone (names, words).
    `notify`: users; they read `reason` too, and go on at the row's page, or at `url` ("" where they may not look).
    `expires_at`: mails that have not gone out by then never do.
    `once`: a key; the second record with it writes nothing and returns None.
    Must run inside the action's transaction.
    """
    act = current_act()
    entry = AuditEntry(
        actor_id=getattr(actor, "pk", None),
        acting_for=getattr(acting_for, "pk", acting_for),
        via=act.via,
        verb=verb.code,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        data={name: marked(value) for name, value in data.items()},
        reason=reason,
        request_id=act.request_id,
        ip=act.ip,
        once=once,
    )
    if not _saved(entry):
        return None
    if verb.event and current_city_id() is not None:
        Event.objects.create(name=verb.event, target_type=entry.target_type, target_id=entry.target_id, data=data)
    why = {"reason": reason} if reason else {}
    users = {user for user in notify if user is not None}
    said = {name: marked(value) for name, value in {**data, **why, **(note or {})}.items()}
    _tell(verb, target, entry, users, said, url=url, expires_at=expires_at)
    return entry


def record_each(verb: Verb, about: Iterable[tuple[models.Model, dict[str, Any]]], *, actor: Any) -> None:
    """The act stands in the logs once for each row, as `record` writes it, in two statements for all; nobody is told.

    `about`: each row with its data. Must run inside the action's transaction.
    """
    act = current_act()
    common = {"actor_id": getattr(actor, "pk", None), "via": act.via, "request_id": act.request_id, "ip": act.ip}
    entries, events = [], []
    for target, data in about:
        place = {"target_type": target._meta.label_lower, "target_id": str(target.pk)}
        said = {name: marked(value) for name, value in data.items()}
        entries.append(AuditEntry(verb=verb.code, data=said, **place, **common))
        events.append(Event(name=verb.event, data=data, **place))
    AuditEntry.objects.bulk_create(entries, batch_size=1000)
    if verb.event and current_city_id() is not None:
        Event.objects.bulk_create(events, batch_size=1000)


def _saved(entry: AuditEntry) -> bool:
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


def _tell(
    verb: Verb,
    target: models.Model,
    entry: AuditEntry,
    users: set[Any],
    data: dict[str, Any],
    *,
    url: str | None,
    expires_at: datetime | None,
) -> None:
    if url is None:
        url = target.get_absolute_url() if hasattr(target, "get_absolute_url") else ""
    common = {"verb": verb.code, "target_type": entry.target_type, "target_id": entry.target_id, "url": url}
    Notice.objects.bulk_create([Notice(user=user, data=data, **common) for user in users])
    key = entry.once or f"audit:{entry.pk}"
    Message.objects.bulk_create(
        [
            Message(
                channel=Message.Channel.MAIL,
                kind=verb.code,
                user=user,
                recipient=user.email,
                dedupe_key=f"{key}:{user.pk}:mail",
                payload={**common, "data": data, "id": get_random_string(12)},
                priority=1 if verb.kind == "security" else 5,
                expires_at=expires_at,
            )
            for user in users
        ],
        ignore_conflicts=True,
    )
