from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cities.models import City
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.reminders import enqueue_due_reminders
from educities.activity.models import Message, Schedule
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError
from labs.actions.members import leave_cohort
from labs.models import Cohort, CohortMember
from meetings.actions import sessions as actions
from meetings.actions.attendance import open_code
from meetings.models import Attendance, Session, SessionReply
from meetings.queries.reminders import who_owes_an_answer
from meetings.values.local_time import aware_local_datetime, evening_before
from tests.factories import CohortFactory, CohortMemberFactory, ProfileFactory, SessionFactory, UserFactory
from tests.labs.ways import session_plan
from tests.support import assert_same_queries, verbs_of

pytestmark = pytest.mark.django_db
JERUSALEM = ZoneInfo("Asia/Jerusalem")


@pytest.fixture
def member(scope):
    """An active member who has an account."""
    return CohortMemberFactory(profile__user=UserFactory())


@pytest.fixture
def session(member):
    return SessionFactory(cohort=member.cohort)


class TestMoments:
    def test_a_time_that_no_clock_shows_is_refused(self):
        with pytest.raises(DomainError) as refused:
            aware_local_datetime(date(2027, 3, 26), time(2, 30), JERUSALEM)
        assert refused.value.code == "meetings.no_such_time"

    def test_an_hour_that_comes_twice_is_its_first(self):
        moment = aware_local_datetime(date(2026, 10, 25), time(1, 30), JERUSALEM)
        assert moment.astimezone(UTC) == datetime(2026, 10, 24, 22, 30, tzinfo=UTC)

    def test_the_evening_before_is_told_by_the_citys_clocks(self):
        late = datetime(2026, 12, 1, 22, 30, tzinfo=UTC)
        assert evening_before(late, JERUSALEM) == datetime(2026, 12, 1, 17, 0)


class TestPlan:
    def test_plan_session_makes_a_draft_in_the_cohorts_stage(self, member, facilitator):
        session = actions.plan_session(member.cohort.group, actor=facilitator, **session_plan())
        assert (session.state, session.stage) == (Session.State.DRAFT, member.cohort.stage)
        assert verbs_of(session) == ["meetings.session_planned"]
        assert Message.objects.count() == 0

    def test_plan_session_twice_is_one_session(self, member, facilitator):
        given = session_plan()
        first = actions.plan_session(member.cohort.group, actor=facilitator, **given)
        assert actions.plan_session(member.cohort.group, actor=facilitator, **given) == first
        assert Session.objects.count() == 1

    def test_two_sessions_at_one_time_are_refused(self, member, facilitator):
        given = session_plan()
        actions.plan_session(member.cohort.group, actor=facilitator, **given)
        with pytest.raises(DomainError) as refused:
            actions.plan_session(member.cohort.group, actor=facilitator, **{**given, "title": {"en": "Another"}})
        assert refused.value.code == "meetings.session_twice"

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"starts_at": datetime(2020, 1, 1, tzinfo=UTC)}, "meetings.session_in_past"),
            ({"ends_at": datetime(2020, 1, 1, tzinfo=UTC)}, "meetings.session_times"),
        ],
    )
    def test_impossible_times_are_refused(self, member, facilitator, change, code):
        with pytest.raises(DomainError) as refused:
            actions.plan_session(member.cohort.group, actor=facilitator, **session_plan(**change))
        assert refused.value.code == code

    def test_who_plans_for_now_types_the_minute_that_runs(self, member, facilitator):
        group, minute = member.cohort.group, timezone.now().replace(second=0, microsecond=0)
        session = actions.plan_session(group, actor=facilitator, **session_plan(starts_at=minute))
        assert session.can_start
        actions.change_session(session, actor=facilitator, **session_plan(starts_at=minute, place="Library"))
        with pytest.raises(DomainError) as refused:
            actions.plan_session(group, actor=facilitator, **session_plan(starts_at=minute - timedelta(minutes=1)))
        assert refused.value.code == "meetings.session_in_past"

    def test_a_completed_cohort_plans_nothing(self, scope, facilitator):
        cohort = CohortFactory(state=Cohort.State.COMPLETED)
        with pytest.raises(DomainError) as refused:
            actions.plan_session(cohort.group, actor=facilitator, **session_plan())
        assert refused.value.code == "labs.cohort_not_working"


class TestSchedule:
    def test_members_with_an_account_are_told_and_reminded(self, member, facilitator):
        CohortMemberFactory(cohort=member.cohort)
        CohortMemberFactory(cohort=member.cohort, state="invited", profile__user=UserFactory())
        session = actions.plan_session(member.cohort.group, actor=facilitator, **session_plan())
        actions.schedule_session(session, actor=facilitator)
        assert list(Message.objects.values_list("user_id", flat=True)) == [member.profile.user_id]
        reminder = Schedule.objects.get()
        assert (reminder.state, reminder.local_time) == ("waiting", time(17, 0))
        assert reminder.expires_at == session.starts_at

    def test_a_session_tomorrow_morning_has_no_evening_to_remind_on(self, member, facilitator):
        starts = timezone.now() + timedelta(minutes=5)
        session = actions.plan_session(
            member.cohort.group,
            actor=facilitator,
            **session_plan(starts_at=starts, ends_at=starts + timedelta(hours=1)),
        )
        actions.schedule_session(session, actor=facilitator)
        assert Schedule.objects.count() == 0

    def test_scheduling_twice_is_refused(self, session, facilitator):
        with pytest.raises(DomainError) as refused:
            actions.schedule_session(session, actor=facilitator)
        assert refused.value.code == "state.not_allowed"


class TestMove:
    def test_a_new_time_voids_answers_and_reminders(self, member, session, facilitator):
        actions.reply_to_session(session, member.profile, actor=None, reply="coming")
        actions._schedule_reminder(session)
        later = session.starts_at + timedelta(days=1)
        given = session_plan(starts_at=later, ends_at=later + timedelta(hours=1), title=session.title)
        actions.change_session(session, actor=facilitator, **given)
        assert SessionReply.objects.count() == 0
        assert list(Schedule.objects.order_by("generation").values_list("state", flat=True)) == ["cancelled", "waiting"]
        assert verbs_of(session)[-1] == "meetings.session_moved"
        assert Message.objects.filter(kind="meetings.session_moved").count() == 1

    def test_new_words_send_no_mail_and_a_new_place_does(self, session, facilitator):
        now = {"starts_at": session.starts_at, "ends_at": session.ends_at, "title": session.title}
        actions.change_session(session, actor=facilitator, **session_plan(**now, plan={"en": "Sing"}))
        assert Message.objects.count() == 0
        actions.change_session(session, actor=facilitator, **session_plan(**now, plan={"en": "Sing"}, place="Hall"))
        assert Message.objects.count() == 1

    def test_another_end_is_told_and_answers_stand(self, member, session, facilitator):
        actions.reply_to_session(session, member.profile, actor=None, reply="coming")
        now = {"starts_at": session.starts_at, "title": session.title, "place": session.place}
        ends_at = session.ends_at - timedelta(minutes=30)
        actions.change_session(session, actor=facilitator, **session_plan(**now, ends_at=ends_at))
        told = Message.objects.get(kind="meetings.session_changed")
        text = render_mail(told).text
        assert f"{ends_at.astimezone(JERUSALEM):%H:%M}" in text
        assert session.replies.count() == 1

    def test_an_invitation_that_waits_ends_with_what_it_invites_to(self, member, facilitator):
        session = actions.plan_session(member.cohort.group, actor=facilitator, **session_plan())
        actions.schedule_session(session, actor=facilitator)
        assert Message.objects.get().expires_at == session.starts_at
        Message.objects.update(state="held")
        later = session.starts_at + timedelta(days=1)
        given = session_plan(starts_at=later, ends_at=later + timedelta(hours=1))
        actions.change_session(session, actor=facilitator, **given)
        # Nobody was told of the first day: there is one invitation, to the day that holds.
        (invitation,) = Message.objects.exclude(state="cancelled")
        assert (invitation.kind, invitation.expires_at) == ("meetings.session_scheduled", later)
        actions.cancel_session(Session.objects.get(pk=session.pk), actor=facilitator, reason="Snow")
        # What nobody was told of is called off for nobody.
        assert set(Message.objects.values_list("kind", "state")) == {("meetings.session_scheduled", "cancelled")}

    def test_calling_off_what_is_past_is_news_to_nobody(self, member, facilitator):
        past = SessionFactory(cohort=member.cohort, starts_at=timezone.now() - timedelta(days=2))
        actions.cancel_session(past, actor=facilitator, reason="Forgotten")
        assert (past.state, Message.objects.count()) == ("cancelled", 0)

    def test_a_held_session_stays_as_it_is(self, member, facilitator):
        session = SessionFactory(cohort=member.cohort, state="held")
        with pytest.raises(DomainError) as refused:
            actions.change_session(session, actor=facilitator, **session_plan())
        assert refused.value.code == "meetings.session_past"

    def test_cancel_tells_the_invited_and_frees_the_time(self, session, facilitator):
        actions._schedule_reminder(session)
        actions.cancel_session(session, actor=facilitator, reason="Snow")
        assert Schedule.objects.get().state == "cancelled"
        assert Message.objects.get().payload["data"]["reason"] == "Snow"
        given = session_plan(starts_at=session.starts_at, ends_at=session.ends_at)
        assert actions.plan_session(session.group, actor=facilitator, **given).pk != session.pk


class TestReply:
    def test_the_last_word_stands_and_no_reminder_follows(self, member, session):
        assert who_owes_an_answer(session) == [member.profile.user]
        actions.reply_to_session(session, member.profile, actor=member.profile.user, reply="coming")
        actions.reply_to_session(session, member.profile, actor=member.profile.user, reply="not_coming")
        assert session.replies.get().reply == "not_coming"
        assert who_owes_an_answer(session) == []
        assert verbs_of(session) == ["meetings.session_answered", "meetings.session_answered"]

    def test_who_left_the_cohort_is_not_expected(self, member, session):
        with pytest.raises(DomainError) as refused:
            actions.reply_to_session(session, ProfileFactory(), actor=None, reply="coming")
        assert refused.value.code == "meetings.not_a_member"

    def test_after_the_beginning_no_answer_is_needed(self, member):
        past = SessionFactory(cohort=member.cohort, starts_at=timezone.now() - timedelta(hours=1))
        with pytest.raises(DomainError) as refused:
            actions.reply_to_session(past, member.profile, actor=None, reply="coming")
        assert refused.value.code == "meetings.session_past"

    def test_a_reminder_that_is_written_reaches_nobody_who_answers_before_it_goes(self, member, session, settings):
        settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        City.objects.update(quiet_from="00:00", quiet_until="00:00", keeps_sabbath=False)
        left = CohortMemberFactory(cohort=member.cohort, profile__user=UserFactory())
        owing = CohortMemberFactory(cohort=member.cohort, profile__user=UserFactory())
        actions._schedule_reminder(session)
        Schedule.objects.update(due_at=timezone.now() - timedelta(hours=1))
        enqueue_due_reminders()
        actions.reply_to_session(session, member.profile, actor=None, reply="coming")
        leave_cohort(left, actor=None)
        deliver_due()
        assert [letter.to[0] for letter in mail.outbox] == [owing.profile.user.email]
        assert Message.objects.filter(state="cancelled").count() == 2

    @pytest.mark.parametrize("state", ["suspended", "cancelled", "completed"])
    def test_nobody_is_reminded_while_the_cohort_does_not_work(self, member, session, state):
        Cohort.objects.filter(pk=member.cohort_id).update(state=state)
        assert who_owes_an_answer(Session.objects.get(pk=session.pk)) == []

    def test_nobody_is_reminded_of_a_session_that_was_called_off(self, session, facilitator):
        actions.cancel_session(session, actor=facilitator, reason="Snow")
        assert who_owes_an_answer(session) == []


class TestHold:
    def test_start_is_possible_from_two_hours_before(self, member, facilitator):
        session = SessionFactory(cohort=member.cohort, starts_at=timezone.now() + timedelta(hours=1))
        actions.start_session(session, actor=facilitator)
        assert session.state == "held"
        early = SessionFactory(cohort=member.cohort, starts_at=timezone.now() + timedelta(hours=3))
        with pytest.raises(DomainError) as refused:
            actions.start_session(early, actor=facilitator)
        assert refused.value.code == "meetings.too_early"

    def test_a_paused_cohort_opens_no_session(self, member, facilitator):
        session = SessionFactory(cohort=member.cohort, starts_at=timezone.now())
        Cohort.objects.update(state="suspended")
        with pytest.raises(DomainError) as refused:
            actions.start_session(Session.objects.get(pk=session.pk), actor=facilitator)
        assert refused.value.code == "labs.cohort_not_working"

    def test_what_was_opened_by_mistake_is_to_come_again(self, member, facilitator):
        session = SessionFactory(cohort=member.cohort, state="held", starts_at=timezone.now() + timedelta(days=3))
        open_code(session, actor=facilitator)
        actions.put_back_session(Session.objects.get(pk=session.pk), actor=facilitator)
        session.refresh_from_db()
        assert (session.state, session.code) == ("scheduled", "")
        assert Schedule.objects.get().state == "waiting"
        assert verbs_of(session)[-1] == "meetings.session_put_back"

    def test_once_somebody_has_a_mark_the_session_has_begun(self, member, facilitator):
        session = SessionFactory(cohort=member.cohort, state="held")
        Attendance.objects.create(session=session, profile=member.profile, sector=1, status="absent", how="roll")
        with pytest.raises(DomainError) as refused:
            actions.put_back_session(session, actor=facilitator)
        assert refused.value.code == "meetings.session_begun"

    def test_that_nobody_came_is_recorded_when_it_is_meant(self, client, scope, member, facilitator, sign_in):
        session = SessionFactory(cohort=member.cohort, state="held", starts_at=timezone.now())
        sign_in(client, facilitator)
        assert 'name="nobody"' in client.get(session.get_absolute_url()).content.decode()
        url = reverse("record_session", args=[scope.slug, session.pk])
        for data, state in (({}, "held"), ({"nobody": "1"}, "recorded")):
            client.post(url, data)
            session.refresh_from_db()
            assert session.state == state
        assert session.attendance.get().status == "absent"

    def test_who_joined_after_the_session_missed_nothing(self, member, facilitator):
        session = SessionFactory(cohort=member.cohort, state="held", starts_at=timezone.now() - timedelta(days=2))
        CohortMember.objects.update(joined_at=timezone.now() - timedelta(days=9))
        Attendance.objects.create(session=session, profile=member.profile, sector=1, status="present", how="roll")
        CohortMemberFactory(cohort=member.cohort)
        actions.record_session(session, actor=facilitator)
        assert session.attendance.get().profile == member.profile

    def test_record_writes_the_rest_down_as_absent(self, member, facilitator):
        other = CohortMemberFactory(cohort=member.cohort, sector=3)
        session = SessionFactory(cohort=member.cohort, state="held", starts_at=timezone.now())
        Attendance.objects.create(session=session, profile=member.profile, sector=1, status="late", how="roll")
        actions.record_session(session, actor=facilitator)
        assert dict(session.attendance.values_list("profile_id", "status")) == {
            member.profile_id: "late",
            other.profile_id: "absent",
        }
        assert session.state == "recorded"

    def test_what_has_not_begun_is_not_recorded(self, client, scope, member, facilitator, sign_in):
        starts = timezone.now() + timedelta(minutes=19)
        session = SessionFactory(cohort=member.cohort, state="held", starts_at=starts)
        Attendance.objects.create(session=session, profile=member.profile, sector=1, status="late", how="roll")
        with pytest.raises(DomainError) as refused:
            actions.record_session(session, actor=facilitator)
        assert refused.value.code == "meetings.session_not_begun"
        assert f"{starts.astimezone(scope.zone):%H:%M}" in str(refused.value)
        sign_in(client, facilitator)
        said = f"You can finalise attendance from {starts.astimezone(scope.zone):%H:%M} on"
        pages = [
            client.get(way).content.decode()
            for way in (session.get_absolute_url(), reverse("roll", args=[scope.slug, session.pk]))
        ]
        assert [said in page for page in pages] == [True, True]
        assert ['<details class="record stack" hidden>' in page for page in pages] == [True, True]
        session.refresh_from_db()
        assert session.state == "held"

    def test_a_session_where_nobody_was_is_not_recorded(self, member, facilitator):
        session = SessionFactory(cohort=member.cohort, state="held", starts_at=timezone.now())
        with pytest.raises(DomainError) as refused:
            actions.record_session(session, actor=facilitator)
        assert refused.value.code == "meetings.nobody_present"


class TestPages:
    def test_a_facilitator_plans_a_session_in_the_citys_time(self, client, scope, facilitator, sign_in):
        cohort = CohortFactory()
        sign_in(client, facilitator)
        url = reverse("new_session", args=[scope.slug, cohort.pk])
        assert client.get(url).status_code == 200
        day = (timezone.now() + timedelta(days=30)).date()
        form = {"title_en": "Round", "date": day, "begins": "18:00", "ends": "20:00", "place": "Hall", "sure": "on"}
        answer = client.post(url, form)
        session = Session.objects.get()
        assert answer.url == session.get_absolute_url()
        assert session.starts_at == datetime.combine(day, time(18), JERUSALEM)

    def test_a_night_without_that_hour_is_explained_at_the_field(self, client, scope, facilitator, sign_in):
        cohort = CohortFactory()
        sign_in(client, facilitator)
        form = {"title_en": "Night", "date": "2027-03-26", "begins": "02:30", "ends": "04:00", "place": "Hall"}
        answer = client.post(reverse("new_session", args=[scope.slug, cohort.pk]), form)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["begins"]
        assert "Night" in answer.content.decode()

    @pytest.mark.parametrize("state", Session.State.values)
    def test_the_page_opens_in_every_state(self, client, member, facilitator, sign_in, state):
        session = SessionFactory(cohort=member.cohort, state=state)
        for person in (facilitator, member.profile.user):
            sign_in(client, person)
            is_hidden = state == "draft" and person != facilitator
            assert client.get(session.get_absolute_url()).status_code == (404 if is_hidden else 200)

    def test_cancel_and_change_pages_open(self, client, session, facilitator, sign_in, scope):
        sign_in(client, facilitator)
        for name in ("cancel_session", "change_session"):
            assert client.get(reverse(name, args=[scope.slug, session.pk])).status_code == 200

    def test_the_list_costs_the_same_with_more_sessions(self, client, scope, facilitator, sign_in):
        cohort = CohortFactory()
        sign_in(client, facilitator)
        url = reverse("sessions", args=[scope.slug, cohort.pk])
        assert_same_queries(lambda: client.get(url), lambda n: SessionFactory.create_batch(n, cohort=cohort), most=12)

    def test_the_page_costs_the_same_with_more_members(self, client, session, facilitator, sign_in):
        sign_in(client, facilitator)
        url = session.get_absolute_url()
        add = lambda n: CohortMemberFactory.create_batch(n, cohort=session.group.cohort)  # noqa: E731
        assert_same_queries(lambda: client.get(url), add, most=16)
