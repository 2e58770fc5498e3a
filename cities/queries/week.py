"""What the weekly email says to a person: read when it is written, and again when it is handed over."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cities.models import City, Membership
from cities.models.membership import STAFF
from cities.queries.coming import coming_lines, own_waiting_lines
from cities.queries.waiting import NOTHING_WAITS, Waiting, build_waiting_sql, read_waiting
from cities.queries.week_news import write_news
from educities.accounts.models import User
from educities.activity.models import Message, Notice
from educities.activity.queries.mail_stops import stopped_topics
from educities.activity.texts.mail_kinds import MAIL_KINDS, html_to_text
from educities.activity.texts.sentences import message_subject

WEEK = timedelta(days=7)
MOST_LINES = 6


def find_staff(city_id: int, users: Collection[int] | None = None) -> set[int]:
    """The accounts (of `users`) that hold a role of staff in the city now."""
    held = Membership.objects.current().filter(city_id=city_id, role__in=STAFF)
    narrowed = held if users is None else held.filter(user_id__in=users)
    return set(narrowed.values_list("user_id", flat=True))


def renew_week(message: Message) -> Mapping[str, Any] | None:
    """The week as it is at this moment, for the reader as they are now, in the language of the moment; None where nothing
    is left to say to them: their role has ended, or what waited is done.

    The message itself holds only numbers: what was news, and of which time it tells.
    """
    user, city = message.user, City.objects.filter(pk=message.city_id).first()
    asked = message.payload["data"]
    if user is None or city is None:
        return None
    if "since" not in asked:
        # One that was written as sentences, before this was read anew.
        return {}
    works_here = user.pk in find_staff(city.pk, [user.pk])
    parts: dict[str, Any] = {"works_here": works_here, "is_last": asked["is_last"], "has_all": asked["has_all"]}
    if not asked["is_last"] and (works_here or asked["has_all"]):
        since, until = (datetime.fromisoformat(asked[name]) for name in ("since", "until"))
        parts |= read_week(city, user, works_here=works_here, has_all=asked["has_all"], since=since, until=until)
    if asked["has_all"]:
        stopped = {topic for _user, topic in stopped_topics([user.pk])}
        parts["news"], parts["news_count"] = write_news(user, city, asked["notices"], stopped)
    return {"data": parts, "url": find_page(city, works_here=works_here)} if has_words(parts) else None


def has_words(parts: Mapping[str, Any]) -> bool:
    """Is there anything to say? What comes is no news by itself."""
    return bool(parts.get("number") or parts.get("happened") or parts.get("news"))


def find_page(city: City, *, works_here: bool) -> str:
    """Where the reader goes on from the weekly email."""
    return reverse("workplace" if works_here else "mine", args=[city.slug])


def read_week(
    city: City, user: User, *, works_here: bool, has_all: bool, since: datetime, until: datetime
) -> dict[str, Any]:
    """What waits for the person now, what happened between the two moments, and what comes, in the language of the moment."""
    waiting = _what_waits(city, user) if works_here else NOTHING_WAITS
    own = own_waiting_lines(city, user) if has_all else []
    lines: list[Any] = [_waiting_line(html_to_text(str(line.text)), line.wait) for line in waiting.lines]
    if waiting.further:
        lines.append(ngettext("and %(n)s more", "and %(n)s more", waiting.further) % {"n": waiting.further})
    happened = _what_happened(user, since, until)
    now = timezone.now()
    return {
        "number": waiting.total + len(own),
        "waiting": [*own, *lines],
        "happened": happened[:MOST_LINES],
        "coming": coming_lines(city, user, now, now + WEEK)[:MOST_LINES],
        "preview": next(iter([text for text, _url in own] or lines or happened), ""),
    }


def _waiting_line(text: str, wait: str) -> str:
    return f"{text}{pgettext('between the parts of a list', ', ')}{wait}" if wait else text


def _what_waits(city: City, user: User) -> Waiting:
    sql, asked = build_waiting_sql(user, city, city.today())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", asked)
        return read_waiting(cursor.fetchone()[0], city)


def _what_happened(user: User, since: datetime, until: datetime) -> list[str]:
    """What was not mailed by itself: a line for each kind, with how many more there are of it."""
    folded = [kind.code for kind in MAIL_KINDS if kind.folded]
    told = Notice.objects.filter(user=user, created_at__gt=since, created_at__lte=until, verb__in=folded)
    notices = list(told.order_by("pk"))
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
