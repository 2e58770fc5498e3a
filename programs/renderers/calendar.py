"""The milestones as a calendar file (RFC 5545): one event of a whole day each, without names of people."""

from collections.abc import Iterable

from django.conf import settings

from educities.activity.texts.calendar_file import DayEvent, render_days
from programs.models import Milestone


def render_milestones(milestones: Iterable[Milestone], name: str, *, is_followed: bool = False) -> str:
    """The file's text; `is_followed`: a program reads it again each day. A milestone that moves is the same event on another day; a dropped one is cancelled."""
    events = [
        DayEvent(
            uid=f"milestone-{row.pk}@{row.city.slug}.educities",
            day=row.due_on,
            changed_at=row.changed_at,
            sequence=row.revision,
            title=f"{row} · {row.get_state_display()}",
            url=f"{settings.BASE_URL}{row.get_absolute_url()}",
            is_cancelled=row.state == Milestone.State.DROPPED,
        )
        for row in milestones
    ]
    return render_days(events, name, is_followed=is_followed)
