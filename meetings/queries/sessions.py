"""What is read of a group's sessions: who is in by sector, and when the next one would be."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from meetings.models import Attendance, Group, Session
from stakeholders.models import Sector

WEEK = timedelta(days=7)


class WallSeat(NamedTuple):
    """One place on the wall: of which sector, 0 = of none; filled when somebody came."""

    sector: int
    is_filled: bool


class Presence(NamedTuple):
    """Who is in and who is expected, each by sector."""

    there: Counter[int]
    expected: Counter[int]

    @property
    def seats(self) -> list[WallSeat]:
        """Each expected or present person as a seat, sector by sector, the filled ones first."""
        seats = []
        for sector in (*Sector.values, 0):
            came = self.there[sector]
            free = max(0, self.expected[sector] - came)
            seats += [WallSeat(sector, True)] * came + [WallSeat(sector, False)] * free
        return seats


def count_presence(session: Session, expected: Mapping[int, int | None]) -> Presence:
    """Who is in at the session. `expected`: the sector of each profile that should be; a guest is of those who came only.

    Of twelve members and nine guests never "14 of 12": whoever came is among all of them.
    """
    there = dict(session.attendance.filter(status__in=Attendance.THERE).values_list("profile_id", "sector"))
    everybody = {**there, **expected}
    return Presence(Counter(one or 0 for one in there.values()), Counter(one or 0 for one in everybody.values()))


def suggest_next_session(group: Group, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """Values of a form for one more session: a week after the last one, at its hours and place; {} for the first."""
    last = group.sessions.exclude(state=Session.State.CANCELLED).order_by("starts_at").last()
    if last is None:
        return {}
    starts, ends = last.starts_at.astimezone(zone), last.ends_at.astimezone(zone)
    day = starts.date() + WEEK
    while day <= now.astimezone(zone).date():
        day += WEEK
    return {
        "date": day,
        "begins": starts.time(),
        "ends": ends.time(),
        "place": last.place,
        "link": last.link,
    }


def find_attendees() -> QuerySet:
    """Whose attendance was ever marked in the scope's city: numbers of profiles."""
    return Attendance.objects.values("profile_id")


def is_next_session(session: Session | None) -> bool:
    """Does its group meet at no other announced session before it?"""
    if session is None:
        return False
    earlier = Session.objects.to_come().filter(group_id=session.group_id, starts_at__lt=session.starts_at)
    return not earlier.exists()


def find_following_session(session: Session | None) -> Session | None:
    """When the group meets next, without this session."""
    if session is None:
        return None
    return Session.objects.to_come().filter(group_id=session.group_id).exclude(pk=session.pk).first()
