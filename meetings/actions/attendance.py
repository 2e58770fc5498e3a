"""Who was there: by a code on the wall, by a tap on the roll, or both at once."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.queries import has_consent
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages
from educities.kit.rows import violates
from educities.kit.signs import count_seen, tidy_signs
from meetings import verbs
from meetings.actions.sessions import lock_session
from meetings.models import Attendance, AttendanceCorrection, Session
from meetings.values import Seat
from stakeholders.models import Organisation, Profile
from stakeholders.queries import find_profile

CODE_MINUTES = 30
LATE_AFTER = timedelta(minutes=15)
TRIES, TRIES_SECONDS = 8, 300
SHORTEST_REASON = 3


@transaction.atomic
def open_code(session: Session, *, actor: User, minutes: int = CODE_MINUTES) -> str:
    """A four-digit code that no other open session of the city has is on the wall for so many minutes, counted from the
    session's beginning where that is still to come.
    """
    session = _lock_held_session(session)
    until = max(timezone.now(), session.starts_at) + timedelta(minutes=minutes)
    if session.code_is_open:
        _write_code(session, session.code, until)
        return session.code
    Session.objects.filter(code_until__lte=timezone.now()).exclude(code="").update(code="", code_until=None)
    code = _new_code(session, until)
    record(verbs.CODE_OPENED, session, actor=actor, minutes=minutes, title=session.title)
    return code


def _lock_held_session(session: Session) -> Session:
    session = lock_session(session)
    if session.state == Session.State.RECORDED:
        raise DomainError(
            _("Attendance for this session is final. Use a correction to change it."), code="meetings.session_recorded"
        )
    if session.state != Session.State.HELD:
        raise DomainError(_("Open the session first, then take attendance."), code="meetings.session_not_held")
    return session


def _new_code(session: Session, until: datetime) -> str:
    for _try in range(20):
        code = f"{secrets.randbelow(10_000):04d}"
        try:
            with transaction.atomic():
                _write_code(session, code, until)
        except IntegrityError as error:
            if not violates(error, "meetings_session_code"):
                raise
            continue
        return code
    raise DomainError(_("We could not create a code. Try again."), code="meetings.no_free_code")


def _write_code(session: Session, code: str, until: datetime | None) -> None:
    Session.objects.filter(pk=session.pk).update(code=code, code_until=until)


@transaction.atomic
def close_code(session: Session, *, actor: User) -> None:
    """Nobody can check in by code any more."""
    session = _lock_held_session(session)
    if session.code:
        _write_code(session, "", None)
        record(verbs.CODE_CLOSED, session, actor=actor, title=session.title)


def check_in(code: str, *, actor: User, how: str = Attendance.How.CODE) -> Attendance:
    """The person is in, at the session whose code this is; a second time changes nothing.

    Raises DomainError for too many wrong codes, an unknown or expired code, and people who are not expected.
    """
    _count_try(actor)
    with transaction.atomic():
        session, profile = _session_of(code), find_profile(actor)
        _check_accepted(session, profile)
        seat = _active_seat(session, profile)
        row = _come_in(_lock_held_session(session), seat, actor, how)
    cache.delete(_tries_key(actor))
    return row


def _tries_key(actor: User) -> str:
    return f"check-in:{actor.pk}"


def _count_try(actor: User) -> None:
    """Ten thousand codes are few: a person has eight tries in five minutes."""
    key = _tries_key(actor)
    cache.add(key, 0, TRIES_SECONDS)
    try:
        tries = cache.incr(key)
    except ValueError:
        return
    if tries and tries > TRIES:
        text = _("Too many wrong codes. Wait five minutes, or ask the facilitator to mark you as present.")
        raise DomainError(text, code="meetings.too_many_tries")


def _session_of(code: str) -> Session:
    held = Session.objects.select_related("group").filter(state=Session.State.HELD)
    session = held.filter(code=code).first() if code else None
    if session is None:
        text = _("This code is not valid now. Check the four digits on the screen and try again.")
        raise DomainError(text, code="meetings.wrong_code")
    if not session.code_is_open:
        text = _("This code has expired. Ask the facilitator to mark you as present.")
        raise DomainError(text, code="meetings.code_expired")
    return session


def _active_seat(session: Session, profile: Profile | None) -> Seat:
    seat = session.group.seats.active().filter(profile=profile).first() if profile else None
    if seat is None and profile is not None:
        _check_not_resting(session, profile)
    if seat is None:
        text = _("You are not on the list of this session. Ask the facilitator to add you as a guest.")
        raise DomainError(text, code="meetings.not_a_member")
    return seat


def _check_accepted(session: Session, profile: Profile | None) -> None:
    address = session.group.find_join_address(profile)
    if address and profile is not None and not has_consent(profile, "lab"):
        text = _("A guardian’s consent is needed first.")
        raise DomainError(text, code="meetings.consent_needed")
    if address:
        text = _("Accept your place first, then check in.")
        raise DomainError(text, code="meetings.place_not_accepted", join=address)


def _check_not_resting(session: Session, profile: Profile) -> None:
    if session.group.seats.awaiting_consent().filter(profile=profile).exists():
        text = _("This place is on hold until a guardian consents to taking part.")
        raise DomainError(text, code="meetings.consent_needed")


def _come_in(session: Session, seat: Seat, actor: User, how: str) -> Attendance:
    late = timezone.now() > session.starts_at + LATE_AFTER
    status = Attendance.Status.LATE if late else Attendance.Status.PRESENT
    values = {"status": status, "how": how, "by": actor}
    row, is_new = Attendance.objects.get_or_create(
        session=session, profile_id=seat.profile_id, defaults={**values, "sector": seat.sector}
    )
    if not is_new and row.status in Attendance.THERE:
        return row
    if not is_new:
        row.status, row.how, row.by, row.at = status, how, actor, timezone.now()
        row.save()
    record(verbs.CHECKED_IN, session, actor=actor, status=status, title=session.title)
    return row


@transaction.atomic
def mark_attendance(
    session: Session, profile: Profile, *, actor: User, status: str, at: datetime | None = None
) -> Attendance | None:
    """The roll says this of the person, whatever a code said before; one row for each person and session.

    `at`: when it was tapped, where that was earlier than it arrived. Of two taps the later one counts, whichever comes
    first; returned is the mark that counts, None where a later tap took it back.
    """
    session = _lock_held_session(session)
    at = _never_ahead(at)
    row = Attendance.objects.filter(session=session, profile=profile).first()
    if row is None and _was_cleared_after(session, profile, at):
        return None
    if row is None:
        row = Attendance(session=session, profile=profile, sector=_active_seat(session, profile).sector)
    elif row.status == status or row.at > at:
        return _keep_mark(row, at)
    row.status, row.how, row.by, row.at = Attendance.Status(status), Attendance.How.ROLL, actor, at
    row.save()
    record(verbs.ATTENDANCE_MARKED, session, actor=actor, status=status, person=profile.pk, title=session.title)
    return row


def _never_ahead(at: datetime | None) -> datetime:
    """The moment of a tap, or now; a phone whose clock is ahead tapped now."""
    return min(at or timezone.now(), timezone.now())


def _was_cleared_after(session: Session, profile: Profile, at: datetime) -> bool:
    cleared = session.cleared.get(str(profile.pk))
    return bool(cleared) and datetime.fromisoformat(cleared) > at


@transaction.atomic
def clear_mark(session: Session, profile: Profile, *, actor: User, at: datetime | None = None) -> Attendance | None:
    """The person has not arrived yet, as if nobody had tapped. A mark made later than `at` stays, and is returned.

    Whoever has no seat stands on the list by the mark alone, so a guest is marked as absent instead.
    """
    if not session.group.seats.active().filter(profile=profile).exists():
        return mark_attendance(session, profile, actor=actor, status=Attendance.Status.ABSENT, at=at)
    session = _lock_held_session(session)
    at = _never_ahead(at)
    row = Attendance.objects.filter(session=session, profile=profile).first()
    if row is not None and row.at > at:
        return row
    if not _was_cleared_after(session, profile, at):
        session.cleared[str(profile.pk)] = at.isoformat()
        session.save(update_fields=["cleared"])
    if row is not None:
        row.delete()
        record(verbs.ATTENDANCE_CLEARED, session, actor=actor, person=profile.pk, title=session.title)
    return None


def _keep_mark(row: Attendance, at: datetime) -> Attendance:
    """The mark stays; a later tap that said the same makes it as late."""
    if at > row.at:
        row.at = at
        row.save(update_fields=["at"])
    return row


@transaction.atomic
def add_guest(
    session: Session,
    *,
    actor: User,
    name: str,
    organisation: Organisation | None = None,
    at: datetime | None = None,
) -> Attendance:
    """Somebody who is not of the group was there, since `at`. A guest of that name and sector is added once to a session.

    An organisation that is said later is the guest's, where none was said before.
    """
    session = _lock_held_session(session)
    guests = Attendance.objects.filter(session=session, profile__is_placeholder=True)
    sector = organisation.sector if organisation else None
    known = next((one for one in guests.filter(profile__display_name=name) if sector in {None, one.sector}), None)
    nowhere = guests.filter(profile__display_name=name, sector=None).first()
    if known is None and nowhere is not None:
        Attendance.objects.filter(pk=nowhere.pk).update(sector=sector)
    if known or nowhere:
        return known or nowhere
    profile = Profile.objects.create(display_name=name, is_placeholder=True, language=session.city.language)
    values = {"status": Attendance.Status.PRESENT, "how": Attendance.How.ROLL, "by": actor, "at": _never_ahead(at)}
    row = Attendance.objects.create(session=session, profile=profile, sector=sector, **values)
    record(verbs.GUEST_ADDED, session, actor=actor, sector=sector, title=session.title)
    return row


@transaction.atomic
def correct_attendance(session: Session, profile: Profile, *, actor: User, status: str, reason: str) -> Attendance:
    """The roll of a recorded session says this of the person from now on, who is told; what it said before stands beside.

    Of those who were marked, and of whoever had a seat in the group. The mark that stands there already is refused, so
    that no reason is lost in silence; a correction sent twice is one.
    """
    session = lock_session(session)
    if session.state != Session.State.RECORDED:
        text = _("Attendance of this session is not final yet. Mark the person on the attendance list.")
        raise DomainError(text, code="meetings.session_not_recorded")
    if count_seen(reason) < SHORTEST_REASON:
        raise DomainError(_("Give a reason."), code="meetings.reason_needed")
    row = Attendance.objects.filter(session=session, profile=profile).first()
    row = row or Attendance(session=session, profile=profile, sector=_sector_then(session, profile))
    if row.status == status:
        _check_sent_twice(session, profile, reason)
        return row
    old = {"old_status": row.status, "old_how": row.how, "old_by": row.by, "old_at": row.at}
    common = {"session": session, "profile": profile, "by": actor}
    AttendanceCorrection.objects.create(**common, **old, new_status=status, reason=tidy_signs(reason))
    data = {"old": row.status, "status": status, "person": profile.pk, "title": session.title}
    told, note = _list_corrected(profile, actor), _correction_note(row.status, status)
    row.status, row.how, row.by = Attendance.Status(status), Attendance.How.ROLL, actor
    row.at = timezone.now()
    row.save()
    record(verbs.ATTENDANCE_CORRECTED, session, actor=actor, notify=told, note=note, reason=tidy_signs(reason), **data)
    return row


def _check_sent_twice(session: Session, profile: Profile, reason: str) -> None:
    last = AttendanceCorrection.objects.filter(session=session, profile=profile).order_by("-pk").first()
    if last is None or last.reason != tidy_signs(reason):
        text = _("This is the mark that stands there already. Choose the one that is true.")
        raise DomainError(text, code="meetings.mark_unchanged", field="status")


def _list_corrected(profile: Profile, actor: User) -> list[User]:
    """Whose mark it is, unless they corrected it themselves."""
    return [profile.user] if profile.user is not None and profile.user != actor else []


def _correction_note(before: str, now: str) -> dict[str, Any]:
    """The two marks in words, for the person whose they are."""
    words = {**dict(Attendance.Status.choices), "": gettext_lazy("no mark")}
    return {"before": in_all_languages(words[before]), "now": in_all_languages(words[now])}


def _sector_then(session: Session, profile: Profile) -> int | None:
    """The sector of the person's seat, also of one given up since."""
    seat = session.group.seats.filter(profile=profile).order_by("-pk").first()
    if seat is None:
        raise DomainError(_("This person had no place then."), code="meetings.not_a_member")
    return seat.sector
