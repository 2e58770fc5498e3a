"""After a recorded session everybody who was there is asked once, the same evening, what they saw in someone else."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from educities.accounts.models import User
from educities.activity.actions.reminders import schedule_reminder
from educities.activity.values import Verb
from meetings.models import Session
from meetings.queries.reminders import session_payload
from meetings.verbs import SESSION_RECORDED

SEEN_AFTER_SESSION = "collaborations.seen_after_session"
EVENING = time(20)
# Of a session that was so long ago nobody is asked by mail; its page still asks.
FRESH = timedelta(days=7)
# For so long the mail is still worth sending: the evening, or the next morning where the city is quiet.
WORTH_SENDING = timedelta(days=2)


def ask_after_session(verb: Verb, target: models.Model, actor: User | None) -> None:
    """A session's attendance is final: the question goes out in the evening, or now where the evening has begun."""
    if verb.code != SESSION_RECORDED.code or not isinstance(target, Session):
        return
    now, zone = timezone.now(), target.city.zone
    if target.ends_at < now - FRESH:
        return
    here = now.astimezone(zone)
    evening = max(datetime.combine(here.date(), EVENING), here.replace(tzinfo=None))
    expires_at = now + WORTH_SENDING
    # A city that is quiet all evening asks as soon as it may.
    for moment in (evening, here.replace(tzinfo=None)):
        if schedule_reminder(target, SEEN_AFTER_SESSION, moment, zone, expires_at):
            return


def question_payload(session: Session, user: Any) -> dict[str, Any]:
    """The mail leads straight to the people who were there."""
    return {
        "data": session_payload(session),
        "url": reverse("endorse_after_session", args=[session.city.slug, session.pk]),
    }
