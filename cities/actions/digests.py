"""The weekly email: what waits for a person, what happened, what comes. A week with nothing to say brings none."""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cities import verbs
from cities.models import City, Membership
from cities.models.membership import STAFF
from cities.queries.coming import coming_lines
from cities.queries.waiting import Waiting, build_waiting_sql, read_waiting
from educities.accounts.models import User
from educities.activity.actions.outbox import build_message, create_messages
from educities.activity.models import DigestMark, Notice
from educities.activity.queries.mail_stops import stopped_topics
from educities.activity.texts.mail_kinds import MAIL_KINDS, html_to_text
from educities.activity.texts.sentences import message_subject

NOON, WEEK, FRIDAY = time(12), timedelta(days=7), 4
MOST_LINES = 6


def send_digests(city: City) -> int:
    """Whoever works in the scope's city, and whose day and noon it is, has the weekly email waiting. Returns how many.

    Safe to run any number of times: each person's mark says up to when they were told.
    """
    local = timezone.now().astimezone(city.zone)
    if local.time() < NOON:
        return 0
    held = Membership.objects.current().filter(city_id=city.pk, role__in=STAFF).values("user_id")
    users = list(User.objects.filter(pk__in=held, is_active=True))
    marks = {mark.user_id: mark for mark in DigestMark.objects.filter(user__in=users)}
    stopped = stopped_topics([user.pk for user in users])
    noon = datetime.combine(local.date(), NOON, city.zone)
    return sum(
        _send_digest(city, user, marks.get(user.pk), noon) for user in users if (user.pk, "weekly") not in stopped
    )


@transaction.atomic
def _send_digest(city: City, user: User, mark: DigestMark | None, noon: datetime) -> int:
    weekday = mark.weekday if mark else FRIDAY
    if noon.weekday() != weekday or (mark and mark.told_until and mark.told_until >= noon):
        return 0
    since = max(mark.told_until, noon - WEEK) if mark and mark.told_until else noon - WEEK
    now = timezone.now()
    with translation.override(user.language or settings.LANGUAGE_CODE):
        data = _week_of(city, user, since, now)
    DigestMark.objects.update_or_create(user=user, defaults={"told_until": now, "weekday": weekday})
    if not (data["number"] or data["happened"]):
        return 0
    code = verbs.WEEK_TOLD.code
    payload = {"verb": code, "url": reverse("workplace", args=[city.slug]), "target_id": str(city.pk), "data": data}
    key = f"week:{user.pk}:{noon.date()}:mail"
    message = build_message(
        code, user.email, dedupe_key=key, payload=payload, user_id=user.pk, expires_at=now + timedelta(days=3)
    )
    create_messages([message])
    return 1


def _week_of(city: City, user: User, since: datetime, now: datetime) -> dict[str, Any]:
    waiting = _what_waits(city, user)
    lines = [_waiting_line(html_to_text(str(line.text)), line.wait) for line in waiting.lines]
    if waiting.further:
        lines.append(ngettext("and %(n)s more", "and %(n)s more", waiting.further) % {"n": waiting.further})
    happened = _what_happened(user, since)
    return {
        "number": waiting.total,
        "waiting": lines,
        "happened": happened[:MOST_LINES],
        "coming": coming_lines(city, user, now, now + WEEK)[:MOST_LINES],
        "preview": next(iter(lines or happened), ""),
    }


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
