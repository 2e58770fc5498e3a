"""Links that stand for one act of one person, signed: they need no sign-in and end with the session."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse

from educities.activity.queries.last_sent import find_last_sent
from educities.tenancy.scope import require_city_id
from meetings.models import Session
from meetings.verbs import SESSION_COURSE
from stakeholders.models import Profile

SALT = "meetings.reply"
LONGEST = 60 * 60 * 24 * 180


def reply_address(session: Session, profile: Profile) -> str:
    """The full address at which this person answers this invitation."""
    token = signing.dumps([session.city_id, session.pk, profile.pk], salt=SALT)
    return settings.BASE_URL + reverse("answer_session", args=[session.city.slug, token])


def invited_by(token: str) -> tuple[Session, Profile] | None:
    """The session and the person of a reply link; None when it is forged, of another city, or no longer counts."""
    session, person = _read_token(token)
    seat = session.group.seats.asked().filter(profile_id=person).select_related("profile").first() if session else None
    return (session, seat.profile) if session and seat else None


def is_on_hold(token: str) -> bool:
    """Is it the link of somebody whose place is kept until a guardian agrees? It counts again then."""
    session, person = _read_token(token)
    return bool(
        session and session.is_open and session.group.seats.awaiting_consent().filter(profile_id=person).exists()
    )


def find_sent_start(session: Session, profile: Profile) -> datetime:
    """When the session was to begin by the last mail that was sent to this person; by its plan where none was."""
    user = profile.user_id
    sent = find_last_sent(SESSION_COURSE, session._meta.label_lower, str(session.pk), [user]) if user else {}
    told = sent.get(user or 0, {}).get(SESSION_COURSE.start)
    return datetime.fromisoformat(told) if told else session.starts_at


def _read_token(token: str) -> tuple[Session | None, int]:
    """The session of the scope's city and the number of the person; None and 0 where the link says neither."""
    try:
        city_id, session_id, profile_id = signing.loads(token, salt=SALT, max_age=LONGEST)
    except (signing.BadSignature, ValueError, TypeError):
        return None, 0
    if city_id != require_city_id():
        return None, 0
    return Session.objects.with_group().filter(pk=session_id).first(), profile_id
