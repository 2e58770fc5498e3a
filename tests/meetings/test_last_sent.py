"""What members are sent of a session follows from what they were sent before, of whatever group it is."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from educities.activity.actions.delivery import deliver_due
from educities.activity.models import DigestMark, Message, Notice
from educities.activity.texts.mail_dates import near_day
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.texts.mails import RenderedMail, render_mail
from educities.activity.values import VERBS
from meetings.actions import sessions as actions
from meetings.models import Session
from meetings.queries.reply_links import reply_address
from tests.factories import CohortMemberFactory, SessionFactory, UserFactory
from tests.labs.ways import session_plan

pytestmark = pytest.mark.django_db
REASON = "Two of us are ill."


@pytest.fixture
def member(scope: Any) -> Any:
    return CohortMemberFactory(profile__user=UserFactory(language="en"))


@pytest.fixture
def session(member: Any, facilitator: Any) -> Session:
    """Its invitation waits for five minutes."""
    session = actions.plan_session(member.cohort.group, actor=facilitator, **session_plan())
    actions.schedule_session(session, actor=facilitator)
    return session


def move(session: Session, actor: Any, days: int, **changes: Any) -> None:
    shift = timedelta(days=days)
    names = ("title", "plan", "place", "link")
    plan = {name: getattr(session, name) for name in names} | changes
    actions.change_session(
        session, actor=actor, starts_at=session.starts_at + shift, ends_at=session.ends_at + shift, **plan
    )


def send_all() -> None:
    """The five minutes are over, and what waited has gone."""
    Message.objects.filter(state="pending").update(state="sent", sent_at=timezone.now(), payload={})


def waiting() -> list[Message]:
    return list(Message.objects.filter(state="pending", kind__startswith="meetings.").order_by("pk"))


def only_mail() -> tuple[str, RenderedMail]:
    (message,) = waiting()
    return message.kind.removeprefix("meetings.session_"), render_mail(message)


def name_day(session: Session, days: int = 0) -> str:
    return near_day((session.starts_at + timedelta(days=days)).astimezone(session.city.zone))


def test_who_was_sent_nothing_is_invited_once_to_the_day_that_holds(session: Session, facilitator: Any) -> None:
    move(session, facilitator, 1)
    move(session, facilitator, 1, place="The park")
    kind, mail = only_mail()
    assert kind == "scheduled"
    assert (name_day(session) in mail.text, name_day(session, -2) in mail.text) == (True, False)
    assert "The park" in mail.text
    assert "No longer" not in mail.text
    assert re.search(r"SEQUENCE:(\d+)", mail.calendar)[1] == "2"


def test_another_place_while_the_invitation_waits_is_in_the_invitation(session: Session, facilitator: Any) -> None:
    move(session, facilitator, 0, place="The park")
    kind, mail = only_mail()
    assert (kind, "The park" in mail.text) == ("scheduled", True)


def test_what_was_never_told_is_called_off_by_no_mail(session: Session, facilitator: Any) -> None:
    move(session, facilitator, 1)
    actions.cancel_session(session, actor=facilitator, reason=REASON)
    assert waiting() == []
    assert Notice.objects.filter(verb="meetings.session_cancelled").count() == 1


def test_a_cancellation_names_the_day_that_was_sent(session: Session, facilitator: Any) -> None:
    send_all()
    for _n in range(2):
        move(session, facilitator, 1)
    actions.cancel_session(session, actor=facilitator, reason=REASON)
    kind, mail = only_mail()
    told = session.starts_at - timedelta(days=2)
    assert kind == "cancelled"
    assert (name_day(session, -2) in mail.text, name_day(session) in mail.text) == (True, False)
    assert f"DTSTART:{told:%Y%m%dT%H%M%SZ}" in mail.calendar
    assert re.search(r"SEQUENCE:(\d+)", mail.calendar)[1] == "3"


def test_a_new_day_that_was_sent_is_the_one_that_is_called_off(session: Session, facilitator: Any) -> None:
    send_all()
    move(session, facilitator, 1)
    send_all()
    actions.cancel_session(session, actor=facilitator, reason=REASON)
    _kind, mail = only_mail()
    assert (name_day(session) in mail.text, name_day(session, -1) in mail.text) == (True, False)


def test_a_new_time_names_the_day_that_was_sent(session: Session, facilitator: Any) -> None:
    send_all()
    for _n in range(2):
        move(session, facilitator, 3)
    kind, mail = only_mail()
    assert kind == "moved"
    assert (name_day(session, -6) in mail.text, name_day(session, -3) in mail.text) == (True, False)


def test_moved_and_back_before_a_mail_went_is_no_mail(session: Session, facilitator: Any) -> None:
    send_all()
    move(session, facilitator, 1)
    move(session, facilitator, -1)
    assert waiting() == []


def test_moved_and_back_to_another_place_is_a_change(session: Session, facilitator: Any) -> None:
    send_all()
    move(session, facilitator, 1)
    move(session, facilitator, -1, place="The park")
    kind, mail = only_mail()
    assert (kind, "The park" in mail.text) == ("changed", True)


def test_each_reader_is_told_by_what_they_were_sent(session: Session, member: Any, facilitator: Any) -> None:
    """One mail of the two has gone when the session is moved."""
    late = CohortMemberFactory(cohort=member.cohort, profile__user=UserFactory())
    actions.cancel_session(session, actor=facilitator, reason=REASON)
    second = actions.plan_session(member.cohort.group, actor=facilitator, **session_plan())
    actions.schedule_session(second, actor=facilitator)
    Message.objects.filter(user=member.profile.user).update(state="sent", sent_at=timezone.now(), payload={})
    move(second, facilitator, 1)
    kinds = {mail.user_id: mail.kind for mail in waiting()}
    assert kinds == {
        member.profile.user_id: "meetings.session_moved",
        late.profile.user_id: "meetings.session_scheduled",
    }


def test_who_came_later_and_was_reminded_is_told_of_the_day_of_the_reminder(
    session: Session, member: Any, facilitator: Any
) -> None:
    from educities.activity.actions.reminders import enqueue_due_reminders
    from educities.activity.models import Schedule

    late = CohortMemberFactory(cohort=member.cohort, profile__user=UserFactory(language="en"))
    Schedule.objects.update(due_at=timezone.now() - timedelta(hours=1))
    enqueue_due_reminders()
    send_all()
    move(session, facilitator, 1)
    move(session, facilitator, 1)
    actions.cancel_session(session, actor=facilitator, reason=REASON)
    (mail,) = [one for one in waiting() if one.user_id == late.profile.user_id]
    assert name_day(session, -2) in render_mail(mail).text


def test_who_reads_once_a_week_is_told_there_of_the_day_that_holds(member: Any, facilitator: Any) -> None:
    DigestMark.objects.create(user=member.profile.user, holds_all=True, told_until=timezone.now())
    session = actions.plan_session(member.cohort.group, actor=facilitator, **session_plan())
    actions.schedule_session(session, actor=facilitator)
    move(session, facilitator, 1)
    held = Notice.objects.get(is_held=True)
    assert (waiting(), held.verb) == ([], "meetings.session_scheduled")
    assert held.data["starts_at"] == session.starts_at.isoformat()
    actions.cancel_session(session, actor=facilitator, reason=REASON)
    assert (waiting(), Notice.objects.filter(is_held=True).count()) == ([], 0)


def test_it_goes_out_as_it_was_planned(session: Session, facilitator: Any, settings: Any, mailoutbox: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    move(session, facilitator, 1)
    Message.objects.update(available_at=timezone.now() - timedelta(minutes=1))
    session.city.quiet_from = session.city.quiet_until
    session.city.keeps_sabbath = False
    session.city.save()
    deliver_due()
    move(session, facilitator, 1)
    Message.objects.update(available_at=timezone.now() - timedelta(minutes=1))
    actions.cancel_session(session, actor=facilitator, reason=REASON)
    deliver_due()
    assert [mail.subject.partition(":")[0] for mail in mailoutbox][1:] == ["Cancelled"]
    assert name_day(session, -1) in mailoutbox[1].body


def test_each_verb_of_a_moved_or_called_off_thing_belongs_to_a_course() -> None:
    """Whoever adds such a pair says what goes before it."""
    pairs = {
        code
        for code in (verb.code for verb in VERBS)
        if re.search(r"(session|trip)_(moved|cancelled|replanned|called_off)$", code)
    }
    assert {code for code in pairs if (kind := MAIL_KINDS.get(code)) and kind.course is None} == set()


class TestLink:
    """The link of a mail says which session is not answered any more, and why."""

    def test_a_cancelled_one_is_named_with_the_day_of_the_mail(
        self, client: Any, session: Session, member: Any, facilitator: Any
    ) -> None:
        send_all()
        move(session, facilitator, 1)
        actions.cancel_session(session, actor=facilitator, reason=REASON)
        page = self.open_link(client, session, member)
        assert f"“{session.title['en']}” on {name_day(session, -1)}" in page
        assert "was cancelled." in page

    @pytest.mark.parametrize(("hours", "words"), [(-1, "has begun."), (-9, "is over.")])
    def test_one_that_has_begun_or_is_over_is_named(
        self, client: Any, session: Session, member: Any, hours: int, words: str
    ) -> None:
        starts = timezone.now() + timedelta(hours=hours)
        Session.objects.filter(pk=session.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))
        page = self.open_link(client, session, member)
        assert words in page
        assert "cancelled" not in page

    def open_link(self, client: Any, session: Session, member: Any) -> str:
        address = reply_address(session, member.profile)
        answer = client.get(address[address.index("/c/") :])
        assert answer.status_code == 410
        return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("days", [0, 9])
def test_only_the_next_session_is_called_the_next_one(member: Any, facilitator: Any, days: int) -> None:
    if days:
        earlier = timezone.now() + timedelta(days=1)
        SessionFactory(cohort=member.cohort, starts_at=earlier, ends_at=earlier + timedelta(hours=1))
    session = actions.plan_session(member.cohort.group, actor=facilitator, **session_plan())
    actions.schedule_session(session, actor=facilitator)
    _kind, mail = only_mail()
    assert ("the next session of" in mail.text, "a session of" in mail.text) == (not days, bool(days))
