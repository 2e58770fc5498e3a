"""Who leaves a session before its end: they were there, and count no more among those present."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from meetings import verbs
from meetings.actions.sessions import lock_session
from meetings.models import Attendance, Session
from stakeholders.models import Profile


@transaction.atomic
def mark_left(session: Session, profile: Profile, *, actor: User) -> Attendance:
    """The person has left, at this moment; what they were counted for before stays. Twice is once."""
    row = _lock_mark(session, profile)
    if row.left_at is None:
        row.left_at = timezone.now()
        row.save(update_fields=["left_at"])
        record(verbs.ATTENDANCE_LEFT, session, actor=actor, person=profile.pk, title=session.title)
    return row


@transaction.atomic
def mark_returned(session: Session, profile: Profile, *, actor: User) -> Attendance:
    """The person is back, or had not left at all."""
    row = _lock_mark(session, profile)
    if row.left_at is not None:
        row.left_at = None
        row.save(update_fields=["left_at"])
        record(verbs.ATTENDANCE_RETURNED, session, actor=actor, person=profile.pk, title=session.title)
    return row


def _lock_mark(session: Session, profile: Profile) -> Attendance:
    """The person's mark at a session that is held; whoever asks how many are present waits for it."""
    now = lock_session(session)
    if now.state != Session.State.HELD:
        raise DomainError(_("This session is not held now."), code="meetings.session_not_held")
    row = Attendance.objects.there().filter(session=now, profile=profile).first()
    if row is None:
        raise DomainError(_("This person is not marked as present."), code="meetings.not_present")
    return row
