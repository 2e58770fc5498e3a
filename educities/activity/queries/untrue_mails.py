"""Which waiting mails must not go out: what they say is not true any more, or nobody is there who wants to read it."""

from collections.abc import Sequence

from educities.activity.models import Message
from educities.activity.queries.mail_stops import stopped_topics
from educities.activity.texts.mail_kinds import MAIL_KINDS, FindCurrent


def find_untrue_ids(messages: Sequence[Message]) -> set[int]:
    """The numbers of those messages that are not to be sent. Each brings along whether its account is open (`is_open`)."""
    return _find_closed(messages) | _find_stopped(messages) | _find_outdated(messages)


def _find_closed(messages: Sequence[Message]) -> set[int]:
    """Those to closed accounts, but for what tells of the closing itself."""
    closed = [message for message in messages if getattr(message, "is_open", None) is False]
    return {message.pk for message in closed if not ((kind := MAIL_KINDS.get(message.kind)) and kind.tells_of_closing)}


def _find_stopped(messages: Sequence[Message]) -> set[int]:
    """Those that their readers do not want any more."""
    topics = {message.pk: kind.topic for message in messages if (kind := MAIL_KINDS.get(message.kind)) and kind.topic}
    if not topics:
        return set()
    stopped = stopped_topics({message.user_id for message in messages if message.user_id})
    return {message.pk for message in messages if (message.user_id, topics.get(message.pk)) in stopped}


def _find_outdated(messages: Sequence[Message]) -> set[int]:
    """Those that would tell of what is past: their kinds say so of the things they are about."""
    about: dict[FindCurrent, dict[int, list[int]]] = {}
    for message in messages:
        kind = MAIL_KINDS.get(message.kind)
        is_of_part = kind is not None and kind.is_of_part
        target = str(message.payload["data"].get("of", "") if is_of_part else message.payload.get("target_id", ""))
        if kind and kind.find_current and target.isdecimal():
            about.setdefault(kind.find_current, {}).setdefault(int(target), []).append(message.pk)
    outdated: set[int] = set()
    for find_current, of_things in about.items():
        for thing in of_things.keys() - set(find_current(of_things)):
            outdated.update(of_things[thing])
    return outdated
