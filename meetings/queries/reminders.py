"""Who is reminded of what. The ticker asks at the very moment, so whoever answered meanwhile hears nothing."""

from collections.abc import Iterable
from typing import Any, Protocol

from meetings.models import Session
from meetings.queries.reply_links import reply_address
from meetings.values import Seat
from stakeholders.models import Profile

SESSION_TOMORROW = "meetings.session_tomorrow"


def members_with_account(session: Session) -> Any:
    """The seats of active members of the session's group who can be written to."""
    return session.group.seats.active().filter(profile__user__isnull=False).select_related("profile__user")


def session_payload(session: Session) -> dict[str, Any]:
    """What a record says of a session: enough for a mail without asking again, and nothing personal."""
    return {
        "title": session.title,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "place": session.place,
        "time_zone": session.city.time_zone,
    }


def session_note(session: Session) -> dict[str, Any]:
    """What a mail says of a session besides, to its members alone: the group, the way in, which change it is."""
    owner = session.group.owner
    return {
        "link": session.link,
        "cohort": getattr(owner, "name", "") or str(owner),
        "kind": session.group.kind,
        "sequence": session.sequence,
    }


class Invited(Protocol):
    """An account that remembers which person of the city it is."""

    invited_profile: Profile


def who_owes_an_answer(session: Session) -> Iterable[Any]:
    """The accounts of active members who have said neither yes nor no, while the session stands and its group works."""
    if not session.is_open or not session.group.is_working:
        return []
    answered = session.replies.values("profile_id")
    owing = members_with_account(session).exclude(profile_id__in=answered)
    return [_with_profile(member) for member in owing]


def _with_profile(member: Seat) -> Any:
    """The account, which remembers the person: the link in the mail is asked for each without a further query."""
    user: Any = member.profile.user
    user.invited_profile = member.profile
    return user


def invitation_payload(session: Session, user: Invited) -> dict[str, Any]:
    """What the mail of this person says: the session's facts and the person's own link to answer by."""
    return {
        "data": {**session_payload(session), **session_note(session)},
        "answer": reply_address(session, user.invited_profile),
    }
