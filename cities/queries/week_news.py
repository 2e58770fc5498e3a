"""What was kept for the weekly email of whoever gets all emails in one: by topic, what is still news to its reader."""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import ngettext

from cities.models import City
from cities.models.membership import STAFF
from educities.accounts.models import User
from educities.activity.models import Notice
from educities.activity.queries.notices import annotate_settled
from educities.activity.texts.mail_kinds import MAIL_KINDS, FindCurrent, MailKind
from educities.activity.texts.mail_topics import TOPICS
from educities.activity.texts.sentences import message_subject
from educities.kit.views import Permitted

MOST_LINES = 6
# (topic, lines, each with the address of its page)
Section = tuple[str, list[tuple[str, str]]]


def find_news(user: User, city: City, numbers: Collection[int], stopped: Collection[str]) -> list[Notice]:
    """Those of these notices that are still news to the person.

    Left out are topics among `stopped`, what the person has seen, what is answered or over by now, and, for somebody whose
    role of staff has ended, what leads to a page that they may not open any more.
    """
    notices = list(annotate_settled(Notice.objects.filter(user_id=user.pk, pk__in=numbers)).order_by("pk"))
    news = [one for one in _drop_outdated(notices) if _is_news(one, stopped)]
    return [one for one in news if may_open(user, city, one.url)] if news and _was_staff(user, city) else news


def _was_staff(user: User, city: City) -> bool:
    """Had the person a role of staff in the city, and none now?"""
    held = city.memberships.filter(user=user, role__in=STAFF)
    return held.exists() and not held.current().exists()


def write_news(user: User, city: City, numbers: Collection[int], stopped: Collection[str]) -> tuple[list[Section], int]:
    """What of these notices is still news, by topic in the language of the moment, and how many things that are."""
    news = find_news(user, city, numbers, stopped)
    return _sort_by_topic(news), len(news)


def may_open(user: User, city: City, address: str) -> bool:
    """May the person open the page at this address of the city, as far as its permission says it? One without a page says
    all by itself."""
    if not address.startswith("/"):
        return True
    try:
        found = resolve(address.partition("#")[0].partition("?")[0])
    except Resolver404:
        return False
    view: Any = getattr(found.func, "view_class", None)
    if view is None or not issubclass(view, Permitted) or view.public or view.signed_in or not view.permission:
        return True
    request = HttpRequest()
    request.user, request.city = user, city  # type: ignore[assignment,attr-defined]  # as the middleware leaves it
    func: Any = found.func
    page = view(**func.view_initkwargs)
    page.setup(request, *found.args, **found.kwargs)
    try:
        page.object = page.get_row()
        return bool(user.has_perm(page.permission, page.permission_object()))
    except (Http404, PermissionDenied):
        return False


def _is_news(notice: Notice, stopped: Collection[str]) -> bool:
    kind = MAIL_KINDS.get(notice.verb)
    is_open = notice.read_at is None and not getattr(notice, "is_settled", False)
    return is_open and kind is not None and kind.topic not in stopped


def _drop_outdated(notices: Sequence[Notice]) -> list[Notice]:
    """Without what is not true any more, as the kinds say it of the things that they are about."""
    about: dict[FindCurrent, set[int]] = {}
    for notice in notices:
        kind = MAIL_KINDS.get(notice.verb)
        if kind and kind.find_current and notice.target_id.isdecimal():
            about.setdefault(kind.find_current, set()).add(int(notice.target_id))
    current = {find: {str(number) for number in find(numbers)} for find, numbers in about.items()}
    return [one for one in notices if _is_current(one, MAIL_KINDS.get(one.verb), current)]


def _is_current(notice: Notice, kind: MailKind | None, current: dict[FindCurrent, set[str]]) -> bool:
    if kind is None or kind.find_current is None or not notice.target_id.isdecimal():
        return True
    return notice.target_id in current[kind.find_current]


def _sort_by_topic(news: Sequence[Notice]) -> list[Section]:
    """A line for each thing that something happened to; the topics in the order of the page about emails."""
    alike: dict[str, list[Notice]] = {}
    # Of the same thing the newest word counts.
    for notice in {(one.verb, one.target_type, one.target_id): one for one in news}.values():
        alike.setdefault(MAIL_KINDS[notice.verb].topic, []).append(notice)
    return [(topic, _write_lines(alike[topic])) for topic in TOPICS if topic in alike]


def _write_lines(notices: Sequence[Notice]) -> list[tuple[str, str]]:
    lines = [(message_subject(one.verb, one.target_type, one.data), one.url) for one in notices[:MOST_LINES]]
    further = len(notices) - len(lines)
    if further > 0:
        lines.append((ngettext("and %(n)s more", "and %(n)s more", further) % {"n": further}, ""))
    return lines
