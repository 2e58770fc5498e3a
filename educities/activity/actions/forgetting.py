"""Whoever has left reads nothing here any more, and no message says to whom it went or what they are called."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from educities.activity.actions.outbox import UNSENT, cancel_messages
from educities.activity.models import Attempt, AuditEntry, DigestMark, MailStop, Message, Notice
from educities.tenancy.scope import current_city_id

# Shorter words are no one's alone.
SHORTEST = 3
# As many words as one statement looks for.
WORDS_AT_ONCE = 50


def forget_reader(user_id: int, addresses: Collection[str]) -> None:
    """In the scope (a city, or the platform) nothing waits for this account, and no message names one of its addresses."""
    Notice.objects.filter(user_id=user_id).delete()
    if current_city_id() is not None:
        MailStop.objects.filter(user_id=user_id).delete()
        DigestMark.objects.filter(user_id=user_id).delete()
    theirs = Q(user_id=user_id)
    for address in addresses:
        theirs |= Q(recipient__iexact=address)
    messages = Message.objects.filter(theirs)
    cancel_messages(messages.filter(state__in=UNSENT))
    Attempt.objects.filter(message__in=messages).update(error="")
    messages.update(recipient="", payload={}, last_error="", user=None)


def forget_words(words: Collection[str], former: str) -> None:
    """What notices and waiting mails of the scope say as one of these words (a name, a phone, a text) they say no more."""
    replace_words(Notice.objects.all(), "data", words, former)
    replace_words(Message.objects.exclude(payload={}), "payload", words, former)


def replace_words(rows: QuerySet, column: str, words: Collection[str], former: str) -> None:
    """`former` stands in the JSON `column` of the rows for each value that is one of the words as a whole: part of a
    sentence is another person's word."""
    found = sorted({word for word in words if len(word) >= SHORTEST})
    for start in range(0, len(found), WORDS_AT_ONCE):
        _replace_some(rows, column, found[start : start + WORDS_AT_ONCE], former)


def _replace_some(rows: QuerySet, column: str, words: Collection[str], former: str) -> None:
    quoted = Q()
    for word in words:
        quoted |= Q(**{f"{column}__icontains": word})
    for row in rows.filter(quoted).only("pk", column).iterator(chunk_size=500):
        value = getattr(row, column)
        cleaned = _without_words(value, words, former)
        if cleaned != value:
            type(row)._default_manager.filter(pk=row.pk).update(**{column: cleaned})


def _without_words(value: Any, words: Collection[str], former: str) -> Any:
    if isinstance(value, dict):
        return {key: _without_words(one, words, former) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_words(one, words, former) for one in value]
    return former if isinstance(value, str) and value in words else value


def list_reasons(user_id: int) -> set[str]:
    """What this account gave as its reasons in the scope."""
    return set(AuditEntry.objects.filter(actor_id=user_id).exclude(reason="").values_list("reason", flat=True))


def forget_actor(user_id: int | None, about: Collection[str], people: Collection[int], *, and_words: bool) -> None:
    """The scope's log says no more from where this account acted, nor why others acted towards it; that they did stays.

    `about`: the rows that are the person's own, each "model:number"; `people`: the numbers of its profiles. `and_words`:
    nor the account's own reasons.
    """
    with connection.cursor() as cursor:
        numbers = [str(number) for number in people]
        values = [user_id, list(about), numbers, and_words]
        cursor.execute("SELECT activity_forget_actor(%s, %s::text[], %s::text[], %s)", values)
