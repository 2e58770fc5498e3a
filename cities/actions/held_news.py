"""What was kept for the weekly email of whoever gets all emails in one: by topic, what is still news."""

from collections.abc import Collection, Sequence

from django.utils.translation import ngettext

from educities.activity.models import Notice
from educities.activity.queries.notices import annotate_settled
from educities.activity.queries.weekly import held_notices
from educities.activity.texts.mail_kinds import MAIL_KINDS, TOPICS, FindCurrent, MailKind
from educities.activity.texts.sentences import message_subject

MOST_LINES = 6
# (topic, lines, each with the address of its page)
Section = tuple[str, list[tuple[str, str]]]


def take_held_news(user_id: int, stopped: Collection[str]) -> tuple[list[Section], int]:
    """What waited for the weekly email waits no more. Returns what of it is still news, by topic in the reader's
    language, and how many things that are.

    Left out are topics among `stopped`, what the person has seen, and what is answered or over by now.
    """
    notices = list(annotate_settled(held_notices(user_id)).select_for_update(of=("self",), no_key=True))
    if not notices:
        return [], 0
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(is_held=False)
    news = [one for one in _drop_outdated(notices) if _is_news(one, stopped)]
    return _sort_by_topic(news), len(news)


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
