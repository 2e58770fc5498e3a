"""Meetings of the forum: planned with their agenda, held, ended with minutes, corrected."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.values import Verb
from educities.kit.day_words import format_day
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from forum import verbs
from forum.actions.agenda import attach_waiting, build_agenda, detach_waiting
from forum.actions.ballots import delete_ballots
from forum.actions.charters import begin_forum, pause_forum
from forum.models import Charter, Meeting, MinutesCorrection, Seat
from forum.queries import list_minutes_readers
from forum.queries.beginnings import compute_beginning
from forum.values import compute_needed
from forum.values.beginnings import read_beginning
from meetings import verbs as session_verbs
from meetings.actions.sessions import lock_session, plan_session, record_session
from meetings.models import Session
from programs import verbs as program_verbs


@transaction.atomic
def plan_meeting(charter: Charter, *, actor: User, takes_agenda: bool = False, **fields: Any) -> Meeting:
    """A meeting is planned, as a draft, with what waits on its agenda. The same one sent twice is one.

    `takes_agenda`: also what waits for a later meeting to which people are invited; else that one keeps its agenda.
    `fields`: title, plan, starts_at, ends_at, place, link.
    """
    charter = lock_row(charter, "city", "group", "body__program")
    session = plan_session(charter.group, actor=actor, **fields)
    meeting, is_new = Meeting.objects.get_or_create(session=session, defaults={"charter": charter})
    if is_new:
        attach_waiting(meeting, takes_agenda=takes_agenda)
        build_agenda(charter)
        record(verbs.MEETING_PLANNED, meeting, actor=actor, title=session.title)
    return meeting  # type: ignore[no-any-return]


def describe_why_not_ended(meeting: Meeting) -> str:
    """Why the meeting cannot be ended, in a sentence; "" while it is held."""
    if meeting.is_ended:
        return _("This meeting has ended. Its minutes are written.")
    if not (meeting.is_on or meeting.is_without_minutes):
        return _("This meeting is not held now.")
    if meeting.session.has_begun:
        return ""
    at = meeting.session.starts_at.astimezone(meeting.city.zone)
    text = _("This meeting begins on %(day)s at %(time)s. You can end it from then on.")
    return text % {"day": format_day(at.date()), "time": f"{at:%H:%M}"}


@transaction.atomic
def end_meeting(meeting: Meeting, *, actor: User) -> None:
    """The meeting is over: who was there is recorded, the minutes are ready and go out, the rest waits for the next one.

    Of one whose session is recorded already the minutes are written now.
    """
    lock_session(meeting.session)
    meeting.refresh_from_db()
    if refusal := describe_why_not_ended(meeting):
        raise DomainError(refusal, code="forum.not_held")
    if meeting.is_without_minutes:
        _write_minutes(meeting, actor)
    else:
        record_session(meeting.session, actor=actor, nobody=True)
    meeting.refresh_from_db()


def follow_session(verb: Verb, row: Any, actor: Any) -> None:
    """What is recorded of a session of the forum reaches its meeting: opened, ended, cancelled; and what is recorded of a
    program its forum: signed, ended early.
    """
    if verb is program_verbs.PROGRAM_SIGNED:
        begin_forum(row, actor)
    elif verb is program_verbs.PROGRAM_TERMINATED:
        pause_forum(row, actor)
    elif verb in _STEPS and isinstance(row, Session):
        meeting = Meeting.objects.filter(session=row).select_related("charter__city", "city", "session").first()
        if meeting is not None:
            _STEPS[verb](meeting, actor)


def _open_meeting(meeting: Meeting, actor: Any) -> None:
    # Who sits, who leads and what a quorum is now counts until the end, whatever is changed meanwhile.
    meeting.began_with = compute_beginning(meeting.charter)
    meeting.save(update_fields=["began_with"])
    # What waits without a meeting is before the forum now; an agenda to which people are invited stays with its meeting.
    attach_waiting(meeting)
    build_agenda(meeting.charter)


def _write_minutes(meeting: Meeting, actor: Any) -> None:
    """The numbers of the moment stand in the minutes; whoever has a seat, or had one as it began, reads them."""
    if meeting.is_ended:
        return
    lock_row(meeting.charter)
    began = read_beginning(meeting.began_with or compute_beginning(meeting.charter))
    voting = Seat.objects.voting().filter(pk__in=began.seats).count() if began else 0
    meeting.voting, meeting.needed = voting, compute_needed(voting, began.quorum_percent if began else 0)
    meeting.ended_at = timezone.now()
    meeting.save(update_fields=["voting", "needed", "ended_at"])
    # What was answered to what it did not decide is gone with it.
    delete_ballots(decision__meeting=meeting)
    detach_waiting(meeting)
    told = list_minutes_readers(meeting)
    record(verbs.MINUTES_READY, meeting, actor=actor, notify=told, title=meeting.session.title)


def _cancel_meeting(meeting: Meeting, actor: Any) -> None:
    detach_waiting(meeting)


_STEPS = {
    session_verbs.SESSION_STARTED: _open_meeting,
    session_verbs.SESSION_RECORDED: _write_minutes,
    session_verbs.SESSION_CANCELLED: _cancel_meeting,
}


def describe_why_no_correction(meeting: Meeting) -> str:
    """Why the minutes cannot be corrected, in a sentence; "" once they are written."""
    return "" if meeting.is_ended else _("The minutes are written when the meeting ends.")


@transaction.atomic
def correct_minutes(meeting: Meeting, *, actor: User, words: dict[str, str]) -> MinutesCorrection:
    """What is right stands beside the minutes, which stay as they were; whoever has a seat reads it. Twice is once."""
    lock_row(meeting)
    if refusal := describe_why_no_correction(meeting):
        raise DomainError(refusal, code="forum.no_minutes")
    twin = MinutesCorrection.objects.filter(meeting=meeting, words=words, by=actor).first()
    if twin is not None:
        return twin  # type: ignore[no-any-return]
    made = MinutesCorrection.objects.create(meeting=meeting, words=words, by=actor)
    told = list_minutes_readers(meeting, but=actor)
    url = meeting.get_absolute_url()
    record(
        verbs.MINUTES_CORRECTED,
        meeting,
        actor=actor,
        notify=told,
        url=url,
        note={"words": words},
        title=meeting.session.title,
    )
    return made  # type: ignore[no-any-return]
