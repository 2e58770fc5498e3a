"""Links that stand for one act of one person, signed: they need no sign-in and end with the session."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from educities.tenancy.scope import require_city_id
from meetings.models import Session
from stakeholders.models import Profile

SALT = "meetings.reply"
LONGEST = 60 * 60 * 24 * 180


def reply_address(session: Session, profile: Profile) -> str:
    """The full address at which this person answers this invitation."""
    token = signing.dumps([session.city_id, session.pk, profile.pk], salt=SALT)
    return settings.BASE_URL + reverse("answer_session", args=[session.city.slug, token])


def invited_by(token: str) -> tuple[Session, Profile] | None:
    """The session and the person of a reply link; None when it is forged, of another city, or no longer counts."""
    try:
        city_id, session_id, profile_id = signing.loads(token, salt=SALT, max_age=LONGEST)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if city_id != require_city_id():
        return None
    session = Session.objects.with_group().filter(pk=session_id).first()
    seats = session.group.seats.asked().filter(profile_id=profile_id).select_related("profile") if session else None
    seat = seats.first() if seats is not None else None
    return (session, seat.profile) if session and seat else None
