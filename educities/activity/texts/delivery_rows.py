"""Messages as the page of deliveries shows them: what each is about, to whom it goes, and when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from educities.activity.models import AuditEntry, Message
from educities.activity.queries.person_names import find_deputised, names_of
from educities.activity.queries.quiet_hours import SendWindow, WritingHours
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.texts.sentences import record_sentence
from educities.activity.values import VERBS
from educities.kit.day_words import format_moment

# What a message holds besides its record may name people: of that only these are shown, and only as words of the city.
OPEN = ("title", "city", "role", "rule", "state")
# What can still be stopped.
WAITING = {Message.State.PENDING, Message.State.DEAD}


def delivery_rows(messages: Iterable[Message], city: WritingHours, reader: Any = None) -> list[dict[str, Any]]:
    """Each message with its sentence, the name of its receiver where there is one, and when it goes out.

    `reader`: whether this person can stop it.
    """
    rows = list(messages)
    now = timezone.now()
    hidden = list_hidden_kinds()
    names, records, allowed = (
        names_of({row.user_id for row in rows if row.user_id}),
        _entries_by_key(rows),
        SendWindow(city, now),
    )
    return [
        {
            "row": row,
            "sentence": _message_sentence(row, records.get(_record_key(row))),
            "name": "" if row.kind in hidden else names.get(row.user_id or 0, ""),
            "when": _format_when(row, _goes_out(row, allowed, now), now, city),
            "can_stop": row.state in WAITING and not _tells_of_own_act(row, records.get(_record_key(row)), reader),
        }
        for row in rows
    ]


def list_hidden_kinds() -> set[str]:
    """The kinds of mail of which nobody reads to whom they go."""
    return {kind.code for kind in MAIL_KINDS if kind.hides_reader}


def _format_when(message: Message, at: datetime, now: datetime, city: WritingHours) -> str:
    if message.expires_at is not None and message.expires_at <= at:
        return _("does not go out: it would come too late")
    return format_send_time(at, now, city)


def next_mail(city: WritingHours) -> str:
    """The clock time at which a mail of work written now goes out; nothing when it goes at once."""
    now = timezone.now()
    at = SendWindow(city, now).after(now)
    return "" if at <= now else _format_time(at, now, city)


def say_when_sent(done: str, city: WritingHours) -> str:
    """What was done, and in the quiet hours when its mail goes out."""
    time = next_mail(city)
    return _("%(done)s The email goes out at %(time)s.") % {"done": done, "time": time} if time else done


def format_send_time(at: datetime, now: datetime, city: WritingHours) -> str:
    """When a message leaves, as words."""
    return _("goes out at %(time)s") % {"time": _format_time(at, now, city)} if at > now else _("goes out in a moment")


def _format_time(at: datetime, now: datetime, city: WritingHours) -> str:
    """The clock time alone on the city's own day; else with its day, for the evening of a Friday is told of Saturday's."""
    local = at.astimezone(city.zone)
    is_today = local.date() == now.astimezone(city.zone).date()
    return date_format(local, "TIME_FORMAT") if is_today else format_moment(local)


def _goes_out(message: Message, allowed: SendWindow, now: datetime) -> datetime:
    at = max(message.available_at, now)
    return allowed.after(at) if message.priority > 1 else at


def _tells_of_own_act(message: Message, entry: AuditEntry | None, reader: Any) -> bool:
    """Does it tell somebody else of what the reader did, or somebody in the reader's name, or in whose name they act?

    A mail that goes to an address without an account asks something, and can be taken back.
    """
    if reader is None or message.user_id in {None, reader.pk}:
        return False
    own = {reader.pk, find_deputised(reader)} - {None}
    actors = {message.payload.get("by"), *((entry.actor_id, entry.acting_for) if entry else ())}
    return bool(own & actors)


def describe_own_act(message: Message, reader: Any) -> str:
    """Why this person does not stop the message, in a sentence: it tells somebody else of what they did. "" for any other.

    What one hand does, the others read of. One query.
    """
    if not _tells_of_own_act(message, _entries_by_key([message]).get(_record_key(message)), reader):
        return ""
    return _("This email tells someone what you or your deputy did. Only another director can stop it.")


def _record_key(message: Message) -> str:
    """The record that a message tells of: `audit:<number>` or the key of what is written once; `<model>:<number>` of
    the row, where a key has only that.
    """
    if model := _key_model(message):
        return f"{model}:{message.dedupe_key.split(':')[1]}"
    return message.dedupe_key.removesuffix(f":{message.user_id}:mail")


def _key_model(message: Message) -> str:
    kind = MAIL_KINDS.get(message.kind)
    return kind.keyed_by if kind and message.dedupe_key.count(":") > 1 else ""


def _entries_by_key(messages: list[Message]) -> dict[str, AuditEntry]:
    """The records of these messages, in one query. What a sent message held is emptied; its record keeps it."""
    keys = {_record_key(message) for message in messages}
    numbers = {int(key.removeprefix("audit:")) for key in keys if key.removeprefix("audit:").isdecimal()}
    wanted = Q(pk__in=numbers) | Q(once__in=keys)
    kinds = {message.kind: model for message in messages if (model := _key_model(message))}
    for verb, model in kinds.items():
        rows = {key.removeprefix(f"{model}:") for key in keys if key.startswith(f"{model}:")}
        wanted |= Q(verb=verb, target_type=model, target_id__in=rows)
    found: dict[str, AuditEntry] = {}
    for entry in AuditEntry.objects.filter(wanted):
        of_row = kinds.get(entry.verb) == entry.target_type
        found[f"{entry.target_type}:{entry.target_id}" if of_row else entry.once or f"audit:{entry.pk}"] = entry
    return found


def _message_sentence(message: Message, entry: AuditEntry | None) -> str:
    if VERBS.get(message.kind) is None:
        return _("An email about signing in")
    if entry is not None:
        # What is named at the end may be of a person, and then it is not kept.
        return record_sentence(entry.verb, entry.target_type, entry.data).rstrip(" :")
    held = message.payload.get("data", {})
    data = {name: held[name] for name in OPEN if isinstance(held.get(name), dict)}
    return record_sentence(message.kind, message.payload.get("target_type", ""), data).rstrip(" :")
