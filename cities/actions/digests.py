"""The weekly email: what waits for a person, what happened, what comes. A week with nothing to say brings none.

Whoever works in the city has it; so has whoever chose to get all emails of the city in one.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from cities import verbs
from cities.actions.held_news import take_held_news
from cities.models import City
from cities.queries.week import WEEK, find_page, find_staff, has_words, read_week
from cities.queries.week_news import find_news
from educities.accounts.models import User
from educities.activity.actions.outbox import build_message, create_messages
from educities.activity.models import DigestMark, Notice
from educities.activity.queries.mail_stops import stopped_topics
from educities.activity.texts.mail_topics import WEEKLY

NOON, FRIDAY = time(12), 4
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
        staff = find_staff(city.pk)
        due = DigestMark.objects.filter(holds_all=True, weekday=noon.weekday()).exclude(told_until__gte=noon)
        wanted |= staff | set(due.values_list("user_id", flat=True))
    marks = {mark.user_id: mark for mark in DigestMark.objects.filter(user__in=wanted)}
    return [
        _Reader(user, marks.get(user.pk), user.pk in staff, user.pk in leaving)
        for user in User.objects.filter(pk__in=wanted, is_active=True).order_by("pk")
    ]


@transaction.atomic
def _send_digest(city: City, reader: _Reader, noon: datetime, stopped: set[str]) -> int:
    """The email waits with numbers alone: what it says is read again when it is handed over (`renew_week`)."""
    user, mark, now = reader.user, reader.mark, timezone.now()
    since = max(mark.told_until, noon - WEEK) if mark and mark.told_until else noon - WEEK
    notices = take_held_news(user.pk) if reader.has_all else []
    is_said = _has_news(city, reader, notices, stopped) or _has_week(city, reader, since, now)
    weekday = mark.weekday if mark else FRIDAY
    DigestMark.objects.update_or_create(user=user, defaults={"told_until": now, "weekday": weekday})
    if not is_said:
        return 0
    code, url = verbs.WEEK_TOLD.code, find_page(city, works_here=reader.works_here)
    data: dict[str, Any] = {"notices": notices, "since": since.isoformat(), "until": now.isoformat()}
    data |= {"is_last": reader.is_last, "has_all": reader.has_all}
    payload = {"verb": code, "url": url, "target_id": str(city.pk), "data": data}
    key = f"week:{user.pk}:{now.isoformat() if reader.is_last else noon.date()}:mail"
    last = now + (NEWS_DAYS if reader.has_all else LIST_DAYS)
    create_messages(
        [build_message(code, user.email, dedupe_key=key, payload=payload, user_id=user.pk, expires_at=last)]
    )
    return 1


def _has_news(city: City, reader: _Reader, notices: list[int], stopped: set[str]) -> bool:
    return bool(notices and find_news(reader.user, city, notices, stopped))


def _has_week(city: City, reader: _Reader, since: datetime, now: datetime) -> bool:
    """Does anything wait for the person, or did anything happen?"""
    if reader.is_last:
        return False
    with translation.override(reader.user.language or settings.LANGUAGE_CODE):
        kind = {"works_here": reader.works_here, "has_all": reader.has_all}
        return has_words(read_week(city, reader.user, since=since, until=now, **kind))
