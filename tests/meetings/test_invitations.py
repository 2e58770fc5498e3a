"""What members are told of sessions, and how they answer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from educities.activity.actions.reminders import enqueue_due_reminders
from educities.activity.models import Message, Schedule
from educities.activity.texts.mails import render_mail
from meetings.actions import sessions as actions
from meetings.models import SessionReply
from meetings.queries.reminders import session_payload
from meetings.queries.reply_links import invited_by, reply_address
from tests.factories import ChildFactory, CohortMemberFactory, SessionFactory, UserFactory
from tests.labs.ways import session_plan
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
JERUSALEM = ZoneInfo("Asia/Jerusalem")


@pytest.fixture
def member(scope):
    """An active member who has an account."""
    return CohortMemberFactory(profile__user=UserFactory())


@pytest.fixture
def session(member):
    return SessionFactory(cohort=member.cohort)


class TestMySessions:
    def test_a_member_sees_what_comes_in_all_cohorts_and_answers_there(self, client, scope, member, sign_in):
        mine = SessionFactory(cohort=member.cohort)
        for state in ("draft", "cancelled", "recorded"):
            SessionFactory(cohort=member.cohort, state=state)
        SessionFactory()
        sign_in(client, member.profile.user)
        url = reverse("my_sessions", args=[scope.slug])
        assert [line["session"] for line in client.get(url).context["lines"]] == [mine]
        client.post(reverse("reply_to_session", args=[scope.slug, mine.pk]), {"reply": "coming"})
        assert client.get(url).context["lines"][0]["reply"].reply == "coming"

    def test_it_costs_the_same_with_more_sessions(self, client, scope, member, sign_in):
        sign_in(client, member.profile.user)
        url = reverse("my_sessions", args=[scope.slug])
        add = lambda n: SessionFactory.create_batch(n, cohort=member.cohort)  # noqa: E731
        assert_same_queries(lambda: client.get(url), add, most=9)


class TestLink:
    def test_opening_the_link_changes_nothing_and_one_tap_answers(self, client, member, session):
        address = reply_address(session, member.profile)
        path = address[address.index("/c/") :]
        assert client.get(path).status_code == 200
        assert session.replies.count() == 0
        assert client.post(path, {"reply": "coming"}).status_code == 302
        assert session.replies.get().reply == "coming"

    def test_a_forged_or_foreign_link_is_gone(self, client, scope, other_city, member, session):
        address = reply_address(session, member.profile)
        token = address.rstrip("/").rsplit("/", 1)[1]
        for path in (
            reverse("answer_session", args=[scope.slug, token[:-2] + "xx"]),
            reverse("answer_session", args=[other_city.slug, token]),
        ):
            assert client.get(path).status_code == 410
            assert client.post(path, {"reply": "coming"}).status_code == 410
        assert SessionReply.objects.count() == 0

    def test_the_link_ends_with_the_session(self, client, member):
        past = SessionFactory(cohort=member.cohort, starts_at=timezone.now() - timedelta(hours=1))
        address = reply_address(past, member.profile)
        assert client.get(address[address.index("/c/") :]).status_code == 410

    def test_who_left_has_no_invitation(self, member, session):
        token = reply_address(session, member.profile).rstrip("/").rsplit("/", 1)[1]
        assert invited_by(token) == (session, member.profile)
        member.move("withdrawn")
        assert invited_by(token) is None

    def test_whose_place_is_on_hold_reads_why_and_the_link_counts_again(self, client, session):
        child = CohortMemberFactory(cohort=session.group.owner, profile=ChildFactory(user=UserFactory()))
        address = reply_address(session, child.profile)
        path = address[address.index("/c/") :]
        child.move("awaiting_consent")
        for answer in (client.get(path), client.post(path, {"reply": "coming"})):
            assert answer.status_code == 409
            assert "A parent or guardian has to agree before you can come." in answer.content.decode()
        assert SessionReply.objects.count() == 0
        child.move("active")
        assert client.post(path, {"reply": "coming"}).status_code == 302


class TestMails:
    @pytest.mark.parametrize(("language", "word"), [("en", "Tuesday"), ("he", "יום שלישי"), ("ar", "الثلاثاء")])
    def test_the_invitation_is_in_the_members_language_with_their_own_link(self, member, facilitator, language, word):
        user = member.profile.user
        user.language = language
        user.save()
        starts = datetime(2027, 6, 1, 18, 0, tzinfo=JERUSALEM)
        given = session_plan(starts_at=starts, ends_at=starts + timedelta(hours=2))
        session = actions.plan_session(member.cohort.group, actor=facilitator, **given)
        actions.schedule_session(session, actor=facilitator)
        letter = render_mail(Message.objects.get())
        address = reply_address(session, member.profile).rsplit(":", 1)[0]
        for body in (letter.text, letter.html):
            assert word in body
            assert ("18:00" in body, "20:00" in body) == (True, True)
            assert address.rsplit("/", 1)[1].split(":")[0] in body

    def test_the_reminder_reaches_who_owes_an_answer_once(self, client, member, facilitator):
        answered = CohortMemberFactory(cohort=member.cohort, profile__user=UserFactory())
        session = actions.plan_session(member.cohort.group, actor=facilitator, **session_plan())
        actions.schedule_session(session, actor=facilitator)
        actions.reply_to_session(session, answered.profile, actor=None, reply="coming")
        Schedule.objects.update(due_at=timezone.now() - timedelta(hours=1))
        for _tick in range(2):
            enqueue_due_reminders()
        letter = Message.objects.get(kind="meetings.session_reminded")
        assert letter.user == member.profile.user
        path = letter.payload["answer"][len(settings.BASE_URL) :]
        assert path in render_mail(letter).text
        assert client.get(path).status_code == 200
        assert client.post(path, {"reply": "not_coming"}).status_code == 302
        assert session.replies.get(profile=member.profile).reply == "not_coming"

    @pytest.mark.parametrize(
        ("days", "subject", "line"),
        [
            (0, "Today, 23:59: “Offers”. Are you coming?", "is today, and"),
            (1, "Tomorrow, 23:59: “Offers”. Are you coming?", "is tomorrow, and"),
            (2, "{short}, 23:59: “Offers”. Are you coming?", "is on {day}"),
        ],
    )
    def test_a_reminder_calls_the_day_as_it_is_when_it_is_read(self, member, days, subject, line):
        starts = (timezone.now() + timedelta(days=days)).astimezone(JERUSALEM).replace(hour=23, minute=59)
        session = SessionFactory(cohort=member.cohort, starts_at=starts, title={"en": "Offers"})
        payload = {"verb": "meetings.session_reminded", "data": session_payload(session), "answer": "x"}
        words = render_mail(Message(user=member.profile.user, payload=payload))
        day = f"{starts:%A}"
        short = f"{starts:%a} {starts.day} {starts:%b}"
        assert (words.subject, line.format(day=day) in words.text) == (subject.format(short=short), True)
        assert line.format(day=day) in strip_tags(words.html)

    def test_the_page_says_when_people_are_reminded_only_when_they_are(self, client, member, facilitator, sign_in):
        session = SessionFactory(cohort=member.cohort)
        sign_in(client, facilitator)
        assert "is reminded" not in client.get(session.get_absolute_url()).content.decode()
        actions._schedule_reminder(session)
        assert (
            "We remind members with an account who have not answered"
            in client.get(session.get_absolute_url()).content.decode()
        )

    def test_the_page_names_whom_nobody_reminds(self, client, member, facilitator, sign_in):
        child = CohortMemberFactory(cohort=member.cohort, profile=ChildFactory(user=None, display_name="Lior"))
        session = SessionFactory(cohort=member.cohort)
        actions._schedule_reminder(session)
        page = sign_in(client, facilitator).get(session.get_absolute_url())
        assert page.context["untold"] == ["Lior"]
        assert "No account, so tell them yourself" in page.content.decode()
        SessionReply.objects.create(session=session, profile=child.profile, reply="coming")
        assert client.get(session.get_absolute_url()).context["untold"] == []

    @pytest.mark.parametrize("kind", ["moved", "cancelled"])
    def test_what_changed_is_told(self, session, facilitator, kind):
        if kind == "moved":
            later = session.starts_at + timedelta(days=1)
            actions.change_session(
                session, actor=facilitator, **session_plan(starts_at=later, ends_at=later + timedelta(hours=1))
            )
        else:
            actions.cancel_session(session, actor=facilitator, reason="The hall is flooded")
        letter = render_mail(Message.objects.get(kind=f"meetings.session_{kind}"))
        assert session.title["en"] in letter.text or "Offers and needs" in letter.text
        assert ("flooded" in letter.text and "flooded" in letter.html) == (kind == "cancelled")
