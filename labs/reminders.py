"""Who is reminded of what. The ticker asks at the very moment, so whoever answered meanwhile hears nothing."""

from collections.abc import Iterable
from typing import Any

from educities.activity.reminders import reminder
from labs import verbs
from labs.models import CohortMember, Session

SESSION_TOMORROW = "labs.session_tomorrow"


def members_with_account(session: Session) -> Any:
    """Active members of the session's cohort who can be written to."""
    rows = CohortMember.objects.filter(cohort_id=session.cohort_id, state=CohortMember.State.ACTIVE)
    return rows.filter(profile__user__isnull=False).select_related("profile__user")


def who_owes_an_answer(session: Session) -> Iterable[Any]:
    """The accounts of active members who have said neither yes nor no, while the session stands."""
    if session.state != Session.State.SCHEDULED:
        return []
    answered = session.replies.values("profile_id")
    return [member.profile.user for member in members_with_account(session).exclude(profile_id__in=answered)]


reminder(SESSION_TOMORROW, recipients=who_owes_an_answer, verb=verbs.SESSION_REMINDED)
