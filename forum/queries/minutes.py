"""Who was at a meeting of the forum, by seats and by marks."""

from typing import NamedTuple

from forum.models import Meeting, Seat
from meetings.models import Attendance
from stakeholders.models import Profile


class Attender(NamedTuple):
    """Somebody with a seat, or a guest; `mark`: how they stand on the attendance list, None before anybody marked them."""

    person: Profile
    seat: Seat | None
    mark: Attendance | None

    @property
    def is_here(self) -> bool:
        """Has come, and has not left."""
        return self.was_here and self.mark is not None and self.mark.left_at is None

    @property
    def was_here(self) -> bool:
        """Has come, whether or not they left before the end."""
        return self.mark is not None and self.mark.status in Attendance.THERE


def list_present(meeting: Meeting) -> list[Attender]:
    """Everyone with a seat at that time, then the guests, each with their mark. Two queries."""
    session = meeting.session
    marks = {mark.profile_id: mark for mark in session.attendance.select_related("profile")}
    seats = Seat.objects.with_names().filter(charter=meeting.charter, joined_at__lt=session.ends_at)
    day = session.starts_at.astimezone(meeting.city.zone).date()
    found = []
    for seat in seats:
        lasted = seat.starts_on <= day <= (seat.ended_on or seat.ends_on)
        if lasted or seat.profile_id in marks:
            found.append(Attender(seat.profile, seat, marks.pop(seat.profile_id, None)))
    guests = [Attender(mark.profile, None, mark) for mark in marks.values() if mark.status in Attendance.THERE]
    return found + guests
