"""What can be recorded about sessions."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import Course, name_rows, verb
from meetings.values.local_time import relative_day_label

SESSION_PLANNED = verb("meetings.session_planned", _("A session was planned: {title}"))
SESSION_SCHEDULED = verb(
    "meetings.session_scheduled",
    _("Members were invited to the session “{title}”"),
    event="session.scheduled",
    kind="session",
    subject=_("Invitation to the session “{title}”"),
    settled_by=("meetings.session_cancelled", "meetings.session_recorded"),
)
INVITATIONS_UNDONE = verb(
    "meetings.invitations_undone",
    _("The invitations to the session “{title}” were withdrawn before they went out"),
    event="session.invitations_undone",
)
SESSION_CHANGED = verb(
    "meetings.session_changed",
    _("The session “{title}” was changed"),
    kind="session",
)
SESSION_MOVED = verb(
    "meetings.session_moved",
    _("The time of the session “{title}” was changed"),
    event="session.moved",
    kind="session",
    subject=_("New time for the session “{title}”"),
    settled_by=("meetings.session_cancelled", "meetings.session_recorded"),
)
SESSION_CANCELLED = verb(
    "meetings.session_cancelled",
    _("The session “{title}” will not take place"),
    event="session.cancelled",
    kind="session",
    ends=True,
    needs_reason=True,
)
# A session is told of by these, of whatever group it is; each reader is sent what follows from what they were sent before.
SESSION_COURSE = Course(
    opening=SESSION_SCHEDULED,
    moved=SESSION_MOVED,
    changed=SESSION_CHANGED,
    ending=SESSION_CANCELLED,
    facts=("starts_at", "ends_at", "place"),
)
SESSION_REMINDED = verb(
    "meetings.session_reminded",
    _("A reminder of the session “{title}”"),
    kind="session",
    says=relative_day_label,
    subject=_("{day}: session “{title}”"),
    is_notice=True,
)
SESSION_ANSWERED = verb("meetings.session_answered", _("An answer to the invitation: {title}"), is_private=True)
SESSION_STARTED = verb("meetings.session_started", _("The session “{title}” began"), event="session.held")
SESSION_PUT_BACK = verb(
    "meetings.session_put_back", _("The session “{title}” was opened by mistake and is scheduled again")
)
SESSION_RECORDED = verb("meetings.session_recorded", _("The session “{title}” was recorded"), event="session.recorded")
CODE_OPENED = verb("meetings.code_opened", _("Check-in code opened: {title}"))
CODE_CLOSED = verb("meetings.code_closed", _("Check-in code closed: {title}"))
ATTENDANCE_MARKED = verb("meetings.attendance_marked", _("Attendance was marked: {title}"))
ATTENDANCE_CLEARED = verb("meetings.attendance_cleared", _("An attendance mark was removed: {title}"))
ATTENDANCE_LEFT = verb("meetings.attendance_left", _("Someone left before the end: {title}"))
ATTENDANCE_RETURNED = verb("meetings.attendance_returned", _("Someone who had left came back: {title}"))
ATTENDANCE_CORRECTED = verb(
    "meetings.attendance_corrected",
    _("The record of attendance was corrected: {title}"),
    kind="session",
    subject=_("Your attendance at “{title}” was corrected: {now} (before: {before})"),
)
CHECKED_IN = verb("meetings.checked_in", _("Someone checked in by code: {title}"), is_private=True)
GUEST_ADDED = verb("meetings.guest_added", _("A guest was added: {title}"))

# What the history calls rows of this app.
ROWS = name_rows(
    "meetings",
    attendance=_("attendance"),
    attendancecorrection=_("correction of an attendance list"),
    sessionreply=_("answer to a session"),
)
