"""What the forum's records say of a program year: its meetings and what it decided, never who."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.kit.day_words import format_day
from forum.models import Decision, Meeting
from programs.values.reviews import ReviewLine


def list_forum_lines(year: Any) -> Iterable[ReviewLine]:
    """How often the forum met, and each matter that it answered or did not carry, with the day and how; advice says so. Two queries."""
    held = Meeting.objects.filter(ended_at__isnull=False)
    count = sum(year.starts_on <= day <= year.ends_on for day in map(_find_day, held.select_related("city")))
    if count:
        words = ngettext("%(n)s meeting", "%(n)s meetings", count) % {"n": count}
        yield ReviewLine(_("Strategic forum"), words, "done")
    taken = Decision.objects.concluded().with_words()
    for row in taken.filter(decided_on__range=(year.starts_on, year.ends_on)).order_by("decided_on", "pk"):
        yield ReviewLine(
            str(row.item), " · ".join(_list_words(row)), "" if row.is_advice or row.is_rejected else "done"
        )


def _find_day(meeting: Meeting) -> Any:
    return meeting.ended_at.astimezone(meeting.city.zone).date() if meeting.ended_at else None


def _list_words(row: Decision) -> Iterable[str]:
    if row.decided_on:
        yield format_day(row.decided_on)
    if row.is_advice:
        yield str(_("advice: the quorum or one of the four sectors was missing"))
    if row.method == Decision.Method.VOTE:
        yield _("vote: %(for)s for, %(against)s against") % {
            "for": row.votes_for or 0,
            "against": row.votes_against or 0,
        }
    elif not row.is_advice:
        yield str(row.get_method_display())
    if row.state in {Decision.State.REVERSED, Decision.State.REJECTED}:
        yield str(row.get_state_display())
