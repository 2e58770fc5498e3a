"""The weekly email: what waits for a person, what happened, what comes. A week with nothing to say brings none.

Whoever works in the city has it; so has whoever chose to get all emails of the city in one.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cities import verbs
from cities.actions.held_news import take_held_news
from cities.models import City, Membership
from cities.models.membership import STAFF
from cities.queries.coming import coming_lines, own_waiting_lines
from cities.queries.waiting import NOTHING_WAITS, Waiting, build_waiting_sql, read_waiting
from educities.accounts.models import User
from educities.activity.actions.outbox import build_message, create_messages
from educities.activity.models import DigestMark, Notice
from educities.activity.queries.mail_stops import stopped_topics
from educities.activity.texts.mail_kinds import MAIL_KINDS, WEEKLY, html_to_text
from educities.activity.texts.sentences import message_subject

NOON, WEEK, FRIDAY = time(12), timedelta(days=7), 4
MOST_LINES = 6
# A week's news waits out the longest quiet time of a city; a list of what waits is stale sooner.
LIST_DAYS, NEWS_DAYS = timedelta(days=3), timedelta(days=14)


@dataclass(frozen=True)
class _Reader:
    """Who is to have the email. `works_here`: holds a role of staff; `is_last`: gets emails one by one again, and once
    more what was kept until then."""

    user: User
    mark: DigestMark | None
    works_here: bool
    is_last: bool

    @property
    def has_all(self) -> bool:
        """Are all emails in this one?"""
        return self.is_last or (self.mark is not None and self.mark.holds_all)

    def is_due(self, noon: datetime) -> bool:
        """Is it this person's day, and was nothing told since its noon?"""
        weekday = self.mark.weekday if self.mark else FRIDAY
        told_until = self.mark.told_until if self.mark else None
        return self.is_last or (noon.weekday() == weekday and (told_until is None or told_until < noon))


def send_digests(city: City) -> int:
    """Whoever gets the weekly email of the scope's city, and whose day and noon it is, has it waiting. Returns how many.

    Safe to run any number of times: each person's mark says up to when they were told.
    """
    local = timezone.now().astimezone(city.zone)
    noon = datetime.combine(local.date(), NOON, city.zone)
    readers = [one for one in _find_readers(city, noon, is_noon=local.time() >= NOON) if one.is_due(noon)]
    stopped: dict[int, set[str]] = {one.user.pk: set() for one in readers}
    for user_id, topic in stopped_topics(stopped):
        stopped[user_id].add(topic)
    return sum(
        _send_digest(city, one, noon, stopped[one.user.pk]) for one in readers if WEEKLY not in stopped[one.user.pk]
    )


def _find_readers(city: City, noon: datetime, *, is_noon: bool) -> list[_Reader]:
    """Those with open accounts; before noon only those who left the weekly email while something was kept for it."""
    kept = set(Notice.objects.filter(is_held=True).order_by().values_list("user_id", flat=True).distinct())
    leaving = kept - set(DigestMark.objects.filter(user__in=kept, holds_all=True).values_list("user_id", flat=True))
    wanted, staff = set(leaving), set()
    if is_noon:
        held = Membership.objects.current().filter(city_id=city.pk, role__in=STAFF)
        staff = set(held.values_list("user_id", flat=True))
        due = DigestMark.objects.filter(holds_all=True, weekday=noon.weekday()).exclude(told_until__gte=noon)
        wanted |= staff | set(due.values_list("user_id", flat=True))
    marks = {mark.user_id: mark for mark in DigestMark.objects.filter(user__in=wanted)}
    return [
        _Reader(user, marks.get(user.pk), user.pk in staff, user.pk in leaving)
        for user in User.objects.filter(pk__in=wanted, is_active=True).order_by("pk")
    ]


@transaction.atomic
def _send_digest(city: City, reader: _Reader, noon: datetime, stopped: set[str]) -> int:
    user, mark, now = reader.user, reader.mark, timezone.now()
    since = max(mark.told_until, noon - WEEK) if mark and mark.told_until else noon - WEEK
    with translation.override(user.language or settings.LANGUAGE_CODE):
        data = _week_of(city, reader, since, now) if not reader.is_last else {}
        if reader.has_all:
            data |= _news_of(user, stopped, is_last=reader.is_last)
    weekday = mark.weekday if mark else FRIDAY
    DigestMark.objects.update_or_create(user=user, defaults={"told_until": now, "weekday": weekday})
    if not (data.get("number") or data.get("happened") or data.get("news")):
        return 0
    code, page = verbs.WEEK_TOLD.code, "workplace" if reader.works_here else "mine"
    data |= {"works_here": reader.works_here}
    payload = {"verb": code, "url": reverse(page, args=[city.slug]), "target_id": str(city.pk), "data": data}
    key = f"week:{user.pk}:{now.isoformat() if reader.is_last else noon.date()}:mail"
    last = now + (NEWS_DAYS if reader.has_all else LIST_DAYS)
    create_messages(
        [build_message(code, user.email, dedupe_key=key, payload=payload, user_id=user.pk, expires_at=last)]
    )
    return 1


def _week_of(city: City, reader: _Reader, since: datetime, now: datetime) -> dict[str, Any]:
    user = reader.user
    waiting = _what_waits(city, user) if reader.works_here else NOTHING_WAITS
    own = own_waiting_lines(city, user) if reader.has_all else []
    lines: list[Any] = [_waiting_line(html_to_text(str(line.text)), line.wait) for line in waiting.lines]
    if waiting.further:
        lines.append(ngettext("and %(n)s more", "and %(n)s more", waiting.further) % {"n": waiting.further})
    happened = _what_happened(user, since)
    return {
        "number": waiting.total + len(own),
        "waiting": [*own, *lines],
        "happened": happened[:MOST_LINES],
        "coming": coming_lines(city, user, now, now + WEEK)[:MOST_LINES],
        "preview": next(iter([text for text, _url in own] or lines or happened), ""),
    }


def _news_of(user: User, stopped: set[str], *, is_last: bool) -> dict[str, Any]:
    """What was kept, by topic; it waits no more."""
    news, count = take_held_news(user.pk, stopped)
    return {"news": news, "news_count": count, "has_all": True, "is_last": is_last}


def _waiting_line(text: str, wait: str) -> str:
    return f"{text}{pgettext('between the parts of a list', ', ')}{wait}" if wait else text


def _what_waits(city: City, user: User) -> Waiting:
    sql, asked = build_waiting_sql(user, city, city.today())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", asked)
        return read_waiting(cursor.fetchone()[0], city)


def _what_happened(user: User, since: datetime) -> list[str]:
    """What was not mailed by itself: a line for each kind, with how many more there are of it."""
    folded = [kind.code for kind in MAIL_KINDS if kind.folded]
    notices = list(Notice.objects.filter(user=user, created_at__gt=since, verb__in=folded).order_by("pk"))
    numbers = Counter(notice.verb for notice in notices)
    first: dict[str, str] = {}
    for notice in notices:
        first.setdefault(notice.verb, message_subject(notice.verb, notice.target_type, notice.data))
    return [_and_more(sentence, numbers[verb] - 1) for verb, sentence in first.items()]


def _and_more(sentence: str, further: int) -> str:
    if not further:
        return sentence
    more = ngettext("and %(n)s more", "and %(n)s more", further) % {"n": further}
    return _("%(sentence)s (%(more)s)") % {"sentence": sentence, "more": more}
