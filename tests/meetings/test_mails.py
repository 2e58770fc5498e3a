"""Mails about a session: both days when it moves, the link when it is online, one entry in the calendar, one mail for
several changes."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from educities.activity.actions.delivery import deliver_due
from educities.activity.models import Message
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.texts.mails import render_mail
from meetings.actions import sessions as actions
from meetings.models import Session
from tests.factories import CohortMemberFactory, SessionFactory, UserFactory
from tests.mail_samples import Samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(scope: Any) -> Session:
    """A scheduled session with one member to be told."""
    return SessionFactory(cohort=CohortMemberFactory(profile__user=UserFactory(language="en")).cohort)


def fields_of(session: Session, **changes: Any) -> dict[str, Any]:
    names = ("title", "plan", "starts_at", "ends_at", "place", "link")
    return {name: getattr(session, name) for name in names} | changes


def move(session: Session, actor: Any, days: int) -> None:
    shift = timedelta(days=days)
    actions.change_session(
        session,
        actor=actor,
        **fields_of(session, starts_at=session.starts_at + shift, ends_at=session.ends_at + shift),
    )


def waiting(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind, state=Message.State.PENDING))


def test_a_moved_session_names_both_days(session: Session, facilitator: Any) -> None:
    old = session.starts_at.astimezone(session.city.zone)
    move(session, facilitator, 1)
    text = render_mail(waiting("meetings.session_moved")[0]).text
    new = session.starts_at.astimezone(session.city.zone)
    assert f"{old.day} {old:%B}" in text
    assert f"{new.day} {new:%B} {new.year}" in text


def test_an_online_session_holds_its_link(session: Session, facilitator: Any) -> None:
    link = "https://meet.example/room"
    actions.change_session(session, actor=facilitator, **fields_of(session, place="", link=link))
    letter = render_mail(waiting("meetings.session_changed")[0])
    assert link in letter.text
    assert f'href="{link}"' in letter.html


def test_the_link_leaves_the_city_by_no_event(session: Session, facilitator: Any) -> None:
    from educities.activity.models import Event

    session.link = "https://meet.example/room"
    session.save()
    move(session, facilitator, 1)
    assert all("meet.example" not in str(event.data) for event in Event.objects.all())


def test_three_changes_at_once_are_one_mail_about_the_first_day(session: Session, facilitator: Any) -> None:
    first = session.starts_at
    for _n in range(3):
        move(session, facilitator, 1)
    mails = waiting("meetings.session_moved")
    assert len(mails) == 1
    assert mails[0].payload["data"]["old_starts_at"] == first.isoformat()
    assert mails[0].available_at > timezone.now()


def test_several_changes_name_all_that_is_new(session: Session, facilitator: Any) -> None:
    actions.change_session(session, actor=facilitator, **fields_of(session, place="The park"))
    later = session.ends_at + timedelta(hours=1)
    actions.change_session(session, actor=facilitator, **fields_of(session, ends_at=later))
    (mail,) = waiting("meetings.session_changed")
    assert mail.payload["data"]["changed"] == ["ends_at", "place"]


def test_what_is_near_is_told_without_waiting(session: Session, facilitator: Any, settings: Any) -> None:
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(minutes=40))
    session.refresh_from_db()
    actions.change_session(session, actor=facilitator, **fields_of(session, place="The park"))
    assert waiting("meetings.session_changed")[0].available_at <= timezone.now()


def test_what_is_told_at_once_holds_what_still_waited(session: Session, facilitator: Any) -> None:
    """No mail about an earlier change comes after it."""
    actions.change_session(session, actor=facilitator, **fields_of(session, place="The park"))
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(minutes=40))
    session.refresh_from_db()
    actions.change_session(session, actor=facilitator, **fields_of(session, place="The square"))
    (mail,) = waiting("meetings.session_changed")
    assert mail.payload["data"]["place"] == "The square"
    assert mail.available_at <= timezone.now()


def test_invitation_move_and_end_are_one_entry_of_a_calendar(session: Session, facilitator: Any) -> None:
    move(session, facilitator, 1)
    moved = render_mail(waiting("meetings.session_moved")[0])
    actions.cancel_session(session, actor=facilitator, reason="Two of us are ill.")
    ended = render_mail(waiting("meetings.session_cancelled")[0])
    samples = Samples(session.city)
    samples.session = session
    invited = samples.render(MAIL_KINDS["meetings.session_scheduled"], "en")
    files = [invited.calendar, moved.calendar, ended.calendar]
    assert len({re.search(r"UID:(.+)\r", file)[1] for file in files}) == 1
    sequences = [int(re.search(r"SEQUENCE:(\d+)", file)[1]) for file in (moved.calendar, ended.calendar)]
    assert sequences == [1, 2]
    assert (moved.method, ended.method) == ("PUBLISH", "CANCEL")
    assert all(len(line.encode()) <= 75 for file in files for line in file.split("\r\n"))
    assert all("@" not in line for file in files for line in file.split("\r\n") if not line.startswith("UID"))


def test_the_file_is_attached(session: Session, facilitator: Any, settings: Any, mailoutbox: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    session.city.quiet_from, session.city.quiet_until, session.city.keeps_sabbath = time.min, time.min, False
    session.city.save()
    actions.cancel_session(session, actor=facilitator, reason="Two of us are ill.")
    deliver_due()
    parts = [part for part in mailoutbox[-1].message().walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in parts] == ["CANCEL"]
    assert [part.get_filename() for part in parts] == ["session.ics"]


def test_mails_of_one_session_are_stacked(session: Session, facilitator: Any) -> None:
    from educities.activity.texts.mails import as_mail

    move(session, facilitator, 1)
    moved = waiting("meetings.session_moved")[0]
    actions.cancel_session(session, actor=facilitator, reason="Two of us are ill.")
    ended = waiting("meetings.session_cancelled")[0]
    roots = {as_mail(one, render_mail(one)).extra_headers["References"] for one in (moved, ended)}
    assert len(roots) == 1


@pytest.fixture
def open_mail(session: Session, settings: Any) -> None:
    """Mails go at once, at any hour."""
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    session.city.quiet_from, session.city.quiet_until, session.city.keeps_sabbath = time.min, time.min, False
    session.city.save()


@pytest.mark.usefixtures("open_mail")
@pytest.mark.parametrize("state", ["scheduled", "held", "recorded"])
def test_nobody_is_invited_to_a_session_that_has_begun(
    session: Session, facilitator: Any, mailoutbox: Any, state: str
) -> None:
    move(session, facilitator, 1)
    Message.objects.update(available_at=timezone.now())
    Session.objects.filter(pk=session.pk).update(state=state)
    deliver_due()
    assert len(mailoutbox) == (state == "scheduled")


@pytest.mark.usefixtures("open_mail")
def test_a_session_put_back_invites_as_before(session: Session, facilitator: Any, mailoutbox: Any) -> None:
    move(session, facilitator, 1)
    Session.objects.filter(pk=session.pk).update(state="held")
    actions.put_back_session(Session.objects.get(pk=session.pk), actor=facilitator)
    Message.objects.update(available_at=timezone.now())
    deliver_due()
    assert len(mailoutbox) == 1
