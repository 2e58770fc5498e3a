"""What meetings have of a person: sections of “What the city knows”."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import Column, DataSection
from meetings.models import Attendance, AttendanceCorrection, SessionReply
from stakeholders.models import Profile

SESSION = Column("session", _("Session"))
STARTS = Column("session.starts_at", _("starts"), lambda row: row.session.starts_at)
FACILITATOR_CORRECTS = _("The leader of the sessions corrects it.")
STATUSES = dict(Attendance.Status.choices)


def _with_session(rows: Any, _subject: Any) -> Any:
    return rows.select_related("session")


def _lead_to_sessions(profile: Profile) -> str:
    return reverse("my_sessions", args=[profile.city.slug])


PERSONAL_SECTIONS = (
    DataSection(
        key="attendance",
        model=Attendance,
        person="profile",
        title=_("Sessions: who was there"),
        why=_("So that it is known who came. For statistics only numbers of people are used."),
        correction=FACILITATOR_CORRECTS,
        narrow=_with_session,
        columns=(
            SESSION,
            STARTS,
            Column("status", _("Status")),
            Column("how", _("Through")),
            Column("at", _("When")),
            Column("left_at", _("Left at")),
            Column("sector", _("sector")),
        ),
        order=120,
    ),
    DataSection(
        key="attendance_corrections",
        model=AttendanceCorrection,
        person="profile",
        title=_("Corrections of who was there"),
        why=_("So that it can be seen what stood there before, and why it was wrong."),
        correction=FACILITATOR_CORRECTS,
        narrow=_with_session,
        columns=(
            SESSION,
            Column("old_status", _("Before")),
            Column("old_how", _("Through")),
            Column("old_at", _("Marked on")),
            Column("new_status", _("Since then")),
            Column("reason", _("Reason")),
            Column("at", _("When")),
        ),
        order=125,
    ),
    DataSection(
        key="session_replies",
        model=SessionReply,
        person="profile",
        title=_("Answers to invitations to sessions"),
        why=_("So that the facilitator knows who is coming, and people who have answered get no reminder."),
        correction=_("It is changed on the page of the sessions until the session begins."),
        page=_lead_to_sessions,
        narrow=_with_session,
        columns=(SESSION, STARTS, Column("reply", _("Answer")), Column("at", _("When"))),
        order=130,
    ),
)
