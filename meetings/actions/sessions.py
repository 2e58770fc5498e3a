"""Sessions: planned, announced, moved, called off, held, recorded."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_news, cancel_reminders, schedule_reminder, waiting_reminder
from educities.activity.values import Verb
from educities.kit.day_words import format_day
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, is_same_row, lock_row, refusing
from meetings import verbs
from meetings.models import Attendance, Group, Session, SessionReply
from meetings.queries.reminders import SESSION_TOMORROW, members_with_account, session_note, session_payload
from meetings.values.local_time import evening_before
from stakeholders.models import Profile

INVITATIONS = (verbs.SESSION_SCHEDULED, verbs.SESSION_MOVED)


class Told(NamedTuple):
    """How many people hear of a change, and how many answers given before it are void."""

    people: int
    answers: int = 0


def lock_session(session: Session) -> Session:
    """The session as it is now, locked to the end of the transaction."""
    return lock_row(session, "group")


@transaction.atomic
def plan_session(group: Group, *, actor: User, **fields: Any) -> Session:
    """A draft stands in the stage of the group's owner; members hear nothing yet. The same one sent twice is one session.

    `fields`: title, plan, starts_at (who plans for now types the minute that runs), ends_at, place, link.
    """
    group.check_working()
    _check_times(fields["starts_at"], fields["ends_at"], is_draft=True)
    _check_before_end(group, fields["starts_at"])
    twin = Session.objects.filter(group=group, starts_at=fields["starts_at"], title=fields["title"])
    twin = twin.exclude(state=Session.State.CANCELLED).first()
    if twin:
        if not is_same_row(twin, fields):
            raise DomainError(_taken_time_text(), code="meetings.session_twice", field="title")
        return twin
    session = Session(group=group, stage=group.definition.stage(group.owner), **fields)
    _save_alone(session)
    record(verbs.SESSION_PLANNED, session, actor=actor, **session_payload(session))
    return session


def _check_times(starts_at: datetime, ends_at: datetime, *, is_draft: bool = False) -> None:
    now = timezone.now()
    if starts_at < (now.replace(second=0, microsecond=0) if is_draft else now):
        raise DomainError(_("This time has passed. Choose a future time."), code="meetings.session_in_past")
    if ends_at <= starts_at:
        raise DomainError(_("The session ends before it begins."), code="meetings.session_times")


def _check_before_end(group: Group, starts_at: datetime) -> None:
    last = group.definition.last_day(group.owner)
    if last and starts_at.astimezone(group.city.zone).date() > last:
        text = _("The last day for sessions is %(day)s. Choose an earlier day, or change the last day first.")
        told = text % {"day": format_day(last)}
        raise DomainError(told, code="meetings.after_the_end", field="date")


def _taken_time_text() -> str:
    return _("There is already a session at that time. Choose another time, or change that session.")


def _save_alone(session: Session) -> None:
    with refusing("meetings_session_once", text=_taken_time_text(), code="meetings.session_twice"):
        session.save()


@transaction.atomic
def schedule_session(session: Session, *, actor: User) -> None:
    """Members are invited, and whoever has not answered by the evening before is reminded."""
    session.group.check_working()
    _check_times(session.starts_at, session.ends_at)
    _check_before_end(session.group, session.starts_at)
    session.move(Session.State.SCHEDULED)
    _schedule_reminder(session)
    _tell_members(verbs.SESSION_SCHEDULED, session, actor)


def _schedule_reminder(session: Session) -> None:
    city = session.city
    wall = evening_before(session.starts_at, city.zone)
    if wall.replace(tzinfo=city.zone) > timezone.now():
        schedule_reminder(session, SESSION_TOMORROW, wall, city.time_zone, expires_at=session.starts_at)


def _tell_members(verb: Verb, session: Session, actor: User, **data: Any) -> int:
    """How many people are told."""
    users = [member.profile.user for member in members_with_account(session)]
    reminded_at = waiting_reminder(session)
    note = {**session_note(session), "answer_by": reminded_at.isoformat() if reminded_at else ""}
    common = {"notify": users, "note": note, "expires_at": session.starts_at, **session_payload(session)}
    record(verb, session, actor=actor, **common, **data)
    return len(users)


def describe_why_session_stays(session: Session) -> str:
    """Why the plan of the session cannot be changed, in a sentence; "" when it can."""
    if session.state in {Session.State.DRAFT, Session.State.SCHEDULED}:
        return ""
    return _("This session has started or was cancelled. You cannot change it.")


@transaction.atomic
def change_session(session: Session, *, actor: User, **fields: Any) -> Told:
    """The session reads anew. A scheduled one at a new time tells its members, who answer anew; old reminders are void.

    Returned is how many people hear of it, and how many answers are void.
    """
    now = lock_session(session)
    if refusal := describe_why_session_stays(now):
        raise DomainError(refusal, code="meetings.session_past")
    _check_times(fields["starts_at"], fields["ends_at"], is_draft=now.state == Session.State.DRAFT)
    _check_before_end(session.group, fields["starts_at"])
    old_start = now.starts_at
    changed = apply_changes(now, fields)
    apply_changes(session, fields)
    session.state, session.sequence = now.state, now.sequence + bool(changed)
    _save_alone(session)
    if session.state == Session.State.SCHEDULED and "starts_at" in changed:
        return _reschedule(session, actor, old_start)
    return _note_change(session, actor, changed)


def _note_change(session: Session, actor: User, changed: list[str]) -> Told:
    """Where people have to go and until when is told to them; new words in the plan are not worth a mail."""
    is_news = session.state == Session.State.SCHEDULED and {"place", "link", "ends_at"} & set(changed)
    users = [member.profile.user for member in members_with_account(session)] if is_news else []
    if changed:
        facts = {"note": session_note(session), **session_payload(session)}
        common = {"notify": users, "expires_at": session.starts_at, **facts}
        record(verbs.SESSION_CHANGED, session, actor=actor, changed=changed, **common)
    return Told(len(users))


def _reschedule(session: Session, actor: User, old: datetime) -> Told:
    cancel_reminders(session)
    void, _by_model = session.replies.all().delete()
    _schedule_reminder(session)
    people = _tell_members(verbs.SESSION_MOVED, session, actor, old_starts_at=old.isoformat())
    return Told(people, void)


@transaction.atomic
def cancel_session(session: Session, *, actor: User, reason: str) -> None:
    """The session will not take place; invited members are told why. One that is past is news to nobody."""
    members = members_with_account(session) if is_announced_to_come(session) else []
    _call_off(session, actor, reason, [member.profile.user for member in members])


def is_announced_to_come(session: Session) -> bool:
    """Are its members told, with the reason, when it is cancelled now?"""
    return session.state == Session.State.SCHEDULED and session.ends_at > timezone.now()


def _call_off(session: Session, actor: User, reason: str, users: list[Any]) -> None:
    session.move(Session.State.CANCELLED, code="", code_until=None, sequence=session.sequence + 1)
    cancel_reminders(session)
    facts = {"note": session_note(session), **session_payload(session)}
    record(verbs.SESSION_CANCELLED, session, actor=actor, notify=users, reason=reason, **facts)
    # Also what waits for who is told nothing, because their place or their group has ended.
    cancel_news(session, *INVITATIONS, verbs.SESSION_CHANGED)


def call_off_sessions(group: Group, *, actor: User, reason: str) -> None:
    """Of a group that ends nothing is to come any more. Its members hear of the group's end, not of each session."""
    to_come = group.sessions.filter(state__in=[Session.State.DRAFT, Session.State.SCHEDULED])
    for session in to_come.filter(ends_at__gt=timezone.now()):
        _call_off(session, actor, reason, [])


def update_stage(group: Group) -> None:
    """What is still to come stands in the stage in which the group's owner is now; what was held stays in its own."""
    to_come = group.sessions.filter(state__in=[Session.State.DRAFT, Session.State.SCHEDULED])
    to_come.update(stage=group.definition.stage(group.owner))


def cancel_invitations(group: Group, user: User | None) -> None:
    """What has not gone out yet about the group's sessions to come does not reach this person."""
    for session in Session.objects.to_come().filter(group=group):
        cancel_news(session, *INVITATIONS, verbs.SESSION_CHANGED, user=user)


def pause_reminders(group: Group) -> None:
    """Nobody is reminded of sessions while the group pauses."""
    for session in Session.objects.to_come().filter(group=group):
        cancel_reminders(session)


def renew_reminders(group: Group) -> None:
    """Whoever owes an answer is reminded again of what is to come."""
    for session in Session.objects.to_come().filter(group=group):
        _schedule_reminder(session)


@transaction.atomic
def reply_to_session(session: Session, profile: Profile, *, actor: User | None, reply: str) -> SessionReply:
    """The member's last word stands; no reminder goes to a member who answered."""
    session = lock_session(session)
    if not session.is_open:
        raise DomainError(
            _("This session has started or was cancelled. No answer is needed."), code="meetings.session_past"
        )
    _check_expected(session, profile)
    row, is_new = SessionReply.objects.get_or_create(session=session, profile=profile, defaults={"reply": reply})
    if is_new or row.reply != reply:
        row.reply = SessionReply.Reply(reply)
        row.save()
        record(verbs.SESSION_ANSWERED, session, actor=actor, reply=reply, title=session.title)
    return row


def _check_expected(session: Session, profile: Profile) -> None:
    if not session.group.seats.asked().filter(profile=profile).exists():
        raise DomainError(_("You are no longer expected at this session."), code="meetings.not_a_member")


@transaction.atomic
def start_session(session: Session, *, actor: User) -> None:
    """The session is held from now on: attendance can be taken. Possible from two hours before its time.

    One that nobody was invited to is opened once its hour has come: people are in the room all the same.
    """
    session.group.check_working()
    if session.state == Session.State.CANCELLED:
        raise DomainError(_("This session was cancelled. It cannot be opened."), code="meetings.session_cancelled")
    if session.state == Session.State.DRAFT and session.starts_at > timezone.now():
        text = _("Send the invitations first: nobody has been told of this session.")
        raise DomainError(text, code="meetings.session_not_announced")
    if session.opens_at > timezone.now():
        text = _("It is too early: a session can be opened from two hours before it begins.")
        raise DomainError(text, code="meetings.too_early")
    if session.state == Session.State.DRAFT:
        session.move(Session.State.SCHEDULED)
    session.move(Session.State.HELD)
    cancel_reminders(session)
    record(verbs.SESSION_STARTED, session, actor=actor, title=session.title)


@transaction.atomic
def put_back_session(session: Session, *, actor: User) -> None:
    """It was opened by mistake: the session is to come again, while nobody has a mark."""
    session = _lock_fresh(session)
    if session.attendance.exists():
        raise DomainError(_("People are marked already: the session has begun."), code="meetings.session_begun")
    session.move(Session.State.SCHEDULED, code="", code_until=None, cleared={})
    _schedule_reminder(session)
    record(verbs.SESSION_PUT_BACK, session, actor=actor, title=session.title)


@transaction.atomic
def record_session(session: Session, *, actor: User, nobody: bool = False) -> None:
    """Who was there is frozen; members of that time without a mark were absent. `nobody`: it is meant that none came."""
    session = _lock_fresh(session)
    _check_begun(session)
    if not nobody and not session.attendance.there().exists():
        text = _("Nobody is marked as present. Take attendance, or tick “Nobody came”.")
        raise DomainError(text, code="meetings.nobody_present")
    _mark_others_absent(session, actor)
    present = session.attendance.there().count()
    session.move(Session.State.RECORDED, code="", code_until=None, cleared={})
    record(verbs.SESSION_RECORDED, session, actor=actor, present=present, title=session.title)


def _check_begun(session: Session) -> None:
    """What has not begun has no record: whoever comes later would be frozen as absent."""
    if session.state == Session.State.CANCELLED:
        raise DomainError(
            _("This session was cancelled. There is no attendance to finalise."), code="meetings.session_cancelled"
        )
    if refusal := describe_why_not_begun(session):
        raise DomainError(refusal, code="meetings.session_not_begun")


def describe_why_not_begun(session: Session) -> str:
    """Why the session cannot be ended yet, in a sentence; "" once its hour has come."""
    if session.has_begun:
        return ""
    at = session.starts_at.astimezone(session.city.zone)
    text = _("This session begins on %(day)s at %(time)s. You can finalise attendance from then on.")
    return text % {"day": format_day(at), "time": f"{at:%H:%M}"}


def _lock_fresh(session: Session) -> Session:
    """Locked first, so that a tap that comes at the same moment is either in the record or refused."""
    now = lock_session(session)
    session.state, session.code, session.code_until = now.state, now.code, now.code_until
    return session


def expected_at(session: Session) -> Any:
    """Active members who had their seat before the session ended: who joined later missed nothing."""
    return session.group.seats.active().joined_before(session.ends_at)


def _mark_others_absent(session: Session, actor: User) -> None:
    marked = session.attendance.values("profile_id")
    seats = expected_at(session)
    common = {"session": session, "status": Attendance.Status.ABSENT, "how": Attendance.How.ROLL, "by": actor}
    Attendance.objects.bulk_create(
        [
            Attendance(profile_id=profile_id, sector=sector, **common)
            for profile_id, sector in seats.exclude(profile_id__in=marked).values_list("profile_id", "sector")
        ]
    )
