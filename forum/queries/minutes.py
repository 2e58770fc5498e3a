"""Who was at a meeting of the forum, by seats and by marks, and what was put off there: as it was when the meeting ended,
whatever came since."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from forum.models import AgendaItem, Meeting, Seat
from forum.values.beginnings import read_beginning
from meetings.models import Attendance, AttendanceCorrection
from stakeholders.models import Profile


class Attender(NamedTuple):
    """Somebody with a seat, or a guest; `mark`: how they stand on the attendance list, None before anybody marked them.

    `corrected`: what a correction of the list has said of them since the meeting ended, in words. `has_namesake`: somebody else
    there has the same name.
    """

    person: Profile
    seat: Seat | None
    mark: Attendance | None
    corrected: str = ""
    has_namesake: bool = False

    @property
    def is_here(self) -> bool:
        """Has come, and has not left."""
        return self.was_here and self.mark is not None and self.mark.left_at is None

    @property
    def was_here(self) -> bool:
        """Has come, whether or not they left before the end."""
        return self.mark is not None and self.mark.status in Attendance.THERE

    @property
    def has_left(self) -> bool:
        """Has come, and left before the end."""
        return self.was_here and not self.is_here


def list_present(meeting: Meeting) -> list[Attender]:
    """Everyone with a seat with which the meeting began, or who is expected at it, each once; then the guests.

    Of a meeting that was opened before any beginning was kept, who had a seat in the moment it ended, or came with one.
    Two queries, of an ended meeting three.
    """
    marks = {mark.profile_id: mark for mark in meeting.session.attendance.select_related("profile")}
    since = _undo_corrections(meeting, marks) if meeting.is_ended else {}
    seats = _choose_seats(meeting, marks)
    found = [Attender(seat.profile, seat, marks.pop(number, None)) for number, seat in seats.items()]
    guests = [Attender(mark.profile, None, mark) for mark in marks.values()]
    people = found + [one for one in guests if one.was_here]
    names = Counter(one.person.display_name for one in people)
    return [
        one._replace(corrected=since.get(one.person.pk, ""), has_namesake=names[one.person.display_name] > 1)
        for one in people
    ]


class PutOff(NamedTuple):
    """A matter that waits for a later meeting; `to`: when that one was to begin, None while none was planned."""

    item: AgendaItem
    to: datetime | None


def list_put_off(meeting: Meeting) -> list[PutOff]:
    """What was put off while the meeting was held, and as it ended; not what came back to it. One query, where there is any."""
    noted = {int(number): to for number, to in (meeting.put_off or {}).items()}
    if not noted:
        return []
    rows = AgendaItem.objects.select_related("city").filter(pk__in=noted).exclude(meeting=meeting)
    return [PutOff(item, _read_moment(meeting, noted[item.pk])) for item in rows]


def _read_moment(meeting: Meeting, noted: str | None) -> datetime | None:
    return datetime.fromisoformat(noted).astimezone(meeting.city.zone) if noted else None


def lacks_marks(people: Iterable[Attender]) -> bool:
    """Has nobody said yet of somebody with a seat whether they are here?"""
    return any(one.seat is not None and one.mark is None for one in people)


def _choose_seats(meeting: Meeting, marks: dict[int, Attendance]) -> dict[int, Seat]:
    """The one seat of each person with which they were at the meeting, or were expected there."""
    chosen: dict[int, Seat] = {}
    began = None if meeting.is_to_come else read_beginning(meeting.began_with)
    if began is not None:
        rows = Seat.objects.with_names().filter(charter=meeting.charter, pk__in=began.seats)
        return {seat.profile_id: seat for seat in rows}
    for seat in Seat.objects.with_names().filter(charter=meeting.charter):
        if _was_expected(meeting, seat) or _came_with(seat, marks.get(seat.profile_id)):
            known = chosen.get(seat.profile_id)
            if known is None or known.joined_at < seat.joined_at:
                chosen[seat.profile_id] = seat
    return dict(sorted(chosen.items(), key=lambda pair: (pair[1].sector, pair[1].pk)))


def _was_expected(meeting: Meeting, seat: Seat) -> bool:
    day = meeting.session.starts_at.astimezone(meeting.city.zone).date()
    if meeting.is_to_come:
        return not seat.is_over and seat.starts_on <= day <= seat.ends_on
    moment = timezone.now() if meeting.is_on else min(meeting.ended_at or timezone.now(), meeting.session.ends_at)
    return seat.is_held(moment, day)


def _came_with(seat: Seat, mark: Attendance | None) -> bool:
    """Was the person marked as here while the seat was theirs, though it ended before the meeting did?"""
    if mark is None or mark.status not in Attendance.THERE:
        return False
    return seat.is_held(mark.at, mark.at.astimezone(seat.city.zone).date())


def _undo_corrections(meeting: Meeting, marks: dict[int, Attendance]) -> dict[int, str]:
    """Puts the marks back as they were when the meeting ended; returned is what corrections said since, by person."""
    rows = AttendanceCorrection.objects.filter(session=meeting.session, at__gt=meeting.ended_at).order_by("-at", "-pk")
    since: dict[int, str] = {}
    for row in rows:
        mark = marks.get(row.profile_id)
        if mark is not None:
            since.setdefault(row.profile_id, row.get_new_status_display())
            mark.status, mark.at = row.old_status, row.old_at or row.at
    return since
