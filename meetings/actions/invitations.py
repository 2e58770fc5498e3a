"""An invitation that was sent too early is taken back."""

from django.db import transaction

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_reminders
from educities.activity.actions.undo import check_undoable, take_back_news
from meetings import verbs
from meetings.actions.sessions import lock_session
from meetings.models import Session


@transaction.atomic
def undo_invitations(session: Session, *, actor: User) -> None:
    """The session is a draft again, of which no member knows. Only right after the invitation, by the person who invited,
    and before its emails go out.
    """
    session = lock_session(session)
    take_back_news(check_undoable(session, verbs.SESSION_SCHEDULED, actor=actor))
    session.move(Session.State.DRAFT)
    cancel_reminders(session)
    record(verbs.INVITATIONS_UNDONE, session, actor=actor, title=session.title)
