"""What becomes of attendance and answers when two profiles are of one person."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from meetings.models import Attendance, AttendanceCorrection, Session, SessionReply
from stakeholders.actions.merge_parts import MergePart, Moved, find_twins, park_rows, restore_rows
from stakeholders.models import Profile

Status = Attendance.Status
# Of two marks of one person the first of these is the true one.
BETTER = [Status.PRESENT, Status.LATE, Status.EXCUSED, Status.ABSENT]


def move_attendance(kept: Profile, gone: Profile, actor: User | None) -> Moved:
    """The person was there once: where both were marked, the better of the two marks counts.

    A recorded session is corrected by a row of its own, as always.
    """
    rows = Attendance.objects.filter(profile=gone)
    twins = rows.filter(_is_double(Attendance, kept)).select_related("session")
    raised = [one for mark in twins if (one := _raise_mark(mark, kept, actor))]
    parked = park_rows(twins)
    numbers = list(rows.values_list("pk", flat=True))
    rows.update(profile=kept)
    return {"rows": numbers, "parked": parked, "raised": raised}


def _is_double(model: type[Attendance] | type[SessionReply], kept: Profile) -> Q:
    return Q(find_twins(model, "profile", kept, ("session",), Q()))


def _raise_mark(mark: Attendance, kept: Profile, actor: User | None) -> Moved | None:
    own = Attendance.objects.select_related("session").get(session=mark.session_id, profile=kept)
    if BETTER.index(Status(own.status)) <= BETTER.index(Status(mark.status)):
        return None
    before = own.status
    _set_status(own, mark.status, actor)
    return {"row": own.pk, "before": before, "now": mark.status}


def _set_status(row: Attendance, status: str, actor: User | None) -> None:
    if row.session.state == Session.State.RECORDED and actor is not None:
        old = {"old_status": row.status, "old_how": row.how, "old_by": row.by, "old_at": row.at}
        AttendanceCorrection.objects.create(
            session=row.session,
            profile_id=row.profile_id,
            by=actor,
            new_status=status,
            reason=_("Two entries of one person were brought together, or taken apart."),
            **old,
        )
    Attendance.objects.filter(pk=row.pk).update(status=status, at=timezone.now())


def return_attendance(kept: Profile, gone: Profile, moved: Moved, actor: User | None) -> None:
    """Each mark is with the profile that it was made for; one that somebody changed since stays."""
    Attendance.objects.filter(pk__in=moved["rows"], profile=kept).update(profile=gone)
    restore_rows(Attendance, moved["parked"])
    for one in moved["raised"]:
        row = Attendance.objects.select_related("session").filter(pk=one["row"], status=one["now"]).first()
        if row is not None:
            _set_status(row, one["before"], actor)


def move_replies(kept: Profile, gone: Profile, actor: User | None) -> Moved:
    """The person has answered once: what the profile that stays said counts."""
    rows = SessionReply.objects.filter(profile=gone)
    parked = park_rows(rows.filter(_is_double(SessionReply, kept)))
    numbers = list(rows.values_list("pk", flat=True))
    rows.update(profile=kept)
    return {"rows": numbers, "parked": parked}


def return_replies(kept: Profile, gone: Profile, moved: Moved, actor: User | None) -> None:
    """Each answer is with the profile that gave it."""
    SessionReply.objects.filter(pk__in=moved["rows"], profile=kept).update(profile=gone)
    restore_rows(SessionReply, moved["parked"])


PARTS = (
    MergePart("meetings.Attendance.profile", ("meetings.Attendance.profile",), move_attendance, return_attendance),
    MergePart("meetings.SessionReply.profile", ("meetings.SessionReply.profile",), move_replies, return_replies),
)
