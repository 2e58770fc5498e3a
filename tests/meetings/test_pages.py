"""What the pages of a session show and offer: nothing that would be refused."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import City
from labs.models import Cohort
from meetings.actions.sessions import cancel_session
from meetings.models import Attendance, Session
from meetings.queries.sessions import WallSeat, count_presence, suggest_next_session
from stakeholders.models import Profile
from tests.factories import CohortMemberFactory, SessionFactory, UserFactory
from tests.support import assert_same_queries, clock_time, queries_of

pytestmark = pytest.mark.django_db
SOON, LATER = timedelta(minutes=30), timedelta(days=3)


@pytest.fixture
def member(scope):
    return CohortMemberFactory(profile__user=UserFactory())


def session_in(member, ahead, **more):
    starts = timezone.now() + ahead
    return SessionFactory(cohort=member.cohort, starts_at=starts, ends_at=starts + timedelta(hours=2), **more)


def primary_of(page):
    """The words of the one primary button of a page."""
    main = page.content.decode().partition("<main")[2]
    found = re.findall(r'class="btn primary"[^>]*>(.*?)</(?:a|button)>', main, re.DOTALL)
    assert len(found) <= 1, found
    return re.sub(r"<[^>]+>", "", found[0]).strip() if found else ""


class TestNextStep:
    @pytest.mark.parametrize(
        ("state", "ahead", "primary"),
        [
            ("draft", LATER, "Invite the members"),
            ("draft", -SOON, "Open the session"),
            ("scheduled", LATER, "Change"),
            ("scheduled", SOON, "Open the session"),
            ("held", -SOON, "Take attendance"),
            ("recorded", -LATER, "Plan the next session"),
            ("cancelled", LATER, "Plan the next session"),
        ],
    )
    def test_the_one_primary_is_what_works_now(
        self, client, scope, member, facilitator, sign_in, state, ahead, primary
    ):
        sign_in(client, facilitator)
        assert primary_of(client.get(session_in(member, ahead, state=state).get_absolute_url())) == primary

    @pytest.mark.parametrize("state", ["recorded", "cancelled"])
    def test_where_the_next_is_planned_nothing_more_is_urged(self, client, scope, member, facilitator, sign_in, state):
        session_in(member, LATER)
        sign_in(client, facilitator)
        page = client.get(session_in(member, -LATER, state=state).get_absolute_url())
        assert primary_of(page) == ""
        assert "Plan another session" in page.content.decode()

    def test_of_one_that_is_over_it_is_asked_who_was_there(self, client, scope, member, facilitator, sign_in):
        sign_in(client, facilitator)
        page = client.get(session_in(member, -LATER).get_absolute_url()).content.decode()
        assert ("The session is over." in page, "When people arrive" in page) == (True, False)

    def test_until_it_can_be_opened_the_page_says_when(self, client, scope, member, facilitator, sign_in):
        session = session_in(member, LATER)
        sign_in(client, facilitator)
        page = client.get(session.get_absolute_url()).content.decode()
        assert f'datetime="{session.opens_at.astimezone(scope.zone).isoformat()[:16]}' in page
        assert "You can open the session from " in page

    def test_a_suspended_cohort_opens_nothing(self, client, scope, member, facilitator, sign_in):
        session = session_in(member, SOON)
        Cohort.objects.update(state="suspended")
        sign_in(client, facilitator)
        assert "Open the session" not in client.get(session.get_absolute_url()).content.decode()

    def test_a_member_is_asked_once(self, client, scope, member, sign_in):
        sign_in(client, member.profile.user)
        assert primary_of(client.get(session_in(member, LATER).get_absolute_url())) == "I am coming"

    def test_an_ordinary_state_is_not_said(self, client, scope, member, facilitator, sign_in):
        sign_in(client, facilitator)
        head = client.get(session_in(member, LATER).get_absolute_url()).content.decode().partition('class="title"')[2]
        assert 'class="tag' not in head.partition("</header>")[0]


class TestRoll:
    def roll(self, client, scope, session):
        return client.get(reverse("roll", args=[scope.slug, session.pk]))

    def test_before_it_opens_no_dead_boxes_stand_there(self, client, scope, member, facilitator, sign_in):
        sign_in(client, facilitator)
        page = self.roll(client, scope, session_in(member, LATER)).content.decode()
        assert 'class="tap' not in page
        assert "You can open the session from " in page
        assert "1 person is invited." in page
        assert "0 have said they are coming." in page

    def test_people_stand_in_the_part_of_their_mark(self, client, scope, member, facilitator, sign_in):
        session = session_in(member, -SOON, state="held")
        for status in ("present", "late", "absent", "excused"):
            seat = CohortMemberFactory(cohort=member.cohort)
            Attendance.objects.create(session=session, profile=seat.profile, sector=2, status=status, how="roll")
        sign_in(client, facilitator)
        parts = {key: len(lines) for key, _label, lines in self.roll(client, scope, session).context["parts"]}
        assert parts == {"open": 1, "here": 2, "away": 2}

    def test_a_tap_on_who_is_here_takes_it_back(self, client, scope, member, facilitator, sign_in):
        session = session_in(member, -SOON, state="held")
        sign_in(client, facilitator)
        assert 'value="present"\n' in self.roll(client, scope, session).content.decode()
        Attendance.objects.create(session=session, profile=member.profile, sector=1, status="late", how="roll")
        page = self.roll(client, scope, session).content.decode()
        assert page.partition('class="tap present"')[2].partition("aria-pressed")[0].split('value="')[1][:4] == "none"


class TestWall:
    def test_seats_fill_by_sector(self, scope, member):
        session = session_in(member, -SOON, state="held")
        Attendance.objects.create(session=session, profile=member.profile, sector=1, status="present", how="code")
        assert count_presence(session, {member.profile_id: 1, -1: 1, -2: 3}).seats == [
            WallSeat(1, is_filled=True),
            WallSeat(1, is_filled=False),
            WallSeat(3, is_filled=False),
        ]

    def test_a_guest_has_a_seat_too(self, scope, member):
        session = session_in(member, -SOON, state="held")
        Attendance.objects.create(session=session, profile=member.profile, sector=None, status="late", how="roll")
        presence = count_presence(session, {-1: 2})
        assert presence.seats == [WallSeat(2, is_filled=False), WallSeat(0, is_filled=True)]
        assert (presence.there.total(), presence.expected.total()) == (1, 2)

    def test_the_count_that_is_asked_for_again_brings_the_seats(self, client, scope, member, facilitator, sign_in):
        session = session_in(member, -SOON, state="held")
        sign_in(client, facilitator)
        url = reverse("wall_count", args=[scope.slug, session.pk])
        assert client.get(url).content.decode().count('class="off"') == 1
        Attendance.objects.create(session=session, profile=member.profile, sector=1, status="present", how="code")
        assert 'class="off"' not in client.get(url).content.decode()

    def test_it_costs_the_same_with_more_people(self, client, scope, member, facilitator, sign_in):
        session = session_in(member, -SOON, state="held")
        sign_in(client, facilitator)
        url = reverse("wall_count", args=[scope.slug, session.pk])
        assert_same_queries(
            lambda: client.get(url), lambda n: CohortMemberFactory.create_batch(n, cohort=member.cohort), most=11
        )


class TestSuggestion:
    def test_the_next_session_is_a_week_after_the_last_at_its_hours_and_place(self, scope, member):
        starts = timezone.now() + timedelta(days=1)
        last = SessionFactory(cohort=member.cohort, starts_at=starts, ends_at=starts + timedelta(hours=2))
        local = starts.astimezone(scope.zone)
        found = suggest_next_session(last.group, scope.zone, timezone.now())
        assert found["date"] == local.date() + timedelta(days=7)
        assert found["begins"] == local.time()
        assert found["place"] == "Library"

    def test_after_a_break_it_is_the_next_such_day_to_come(self, scope, member):
        session_in(member, -timedelta(days=40), state="recorded")
        now = timezone.now()
        found = suggest_next_session(member.cohort.group, scope.zone, now)
        today: date = now.astimezone(scope.zone).date()
        assert today < found["date"] <= today + timedelta(days=7)

    def test_what_was_called_off_is_no_model_and_a_first_session_has_none(self, scope, member):
        session_in(member, LATER, state=Session.State.CANCELLED)
        assert suggest_next_session(member.cohort.group, scope.zone, timezone.now()) == {}

    def test_the_form_of_one_more_session_has_it_filled_in(self, client, scope, member, facilitator, sign_in):
        session = session_in(member, LATER)
        sign_in(client, facilitator)
        page = client.get(session.group.new_session_url)
        assert page.context["form"].initial["place"] == "Library"
        assert '<div class="beside">' in page.content.decode()


class TestQuietHours:
    @pytest.fixture
    def ends(self, scope):
        """The city is quiet now, and in an hour no longer."""
        now = timezone.now().astimezone(scope.zone)
        hour = timedelta(hours=1)
        City.objects.update(quiet_from=(now - hour).time(), quiet_until=(now + hour).time(), keeps_sabbath=False)
        return now + hour

    def invite(self, client, scope, session):
        return client.post(reverse("schedule_session", args=[scope.slug, session.pk]), follow=True).content.decode()

    def test_who_invites_in_them_reads_when_the_emails_go_out(self, client, scope, member, facilitator, sign_in, ends):
        sign_in(client, facilitator)
        page = self.invite(client, scope, session_in(member, LATER, state="draft"))
        assert f"We send the emails at {clock_time(ends)}, after the quiet hours." in page

    def test_before_a_session_within_them_no_email_is_promised(self, client, scope, member, facilitator, sign_in, ends):
        sign_in(client, facilitator)
        page = self.invite(client, scope, session_in(member, SOON, state="draft"))
        assert "The quiet hours last until the session" in page
        assert "We send the emails" not in page

    def test_outside_them_nothing_is_said_of_them(self, client, scope, member, facilitator, sign_in):
        City.objects.update(quiet_from="00:00", quiet_until="00:00", keeps_sabbath=False)
        sign_in(client, facilitator)
        page = self.invite(client, scope, session_in(member, LATER, state="draft"))
        assert "The members are invited." in page
        assert "quiet hours" not in page


class TestCancelled:
    def test_its_page_says_why_and_by_whom_to_whoever_may_read_it(self, client, scope, member, facilitator, sign_in):
        session = session_in(member, LATER, state="scheduled")
        Profile.objects.filter(user=facilitator).update(display_name="Dana Guide")
        cancel_session(session, actor=facilitator, reason="The hall is flooded")
        page = sign_in(client, member.profile.user).get(session.get_absolute_url()).content.decode()
        said = page.partition('id="ending"')[2].partition("</section>")[0]
        assert "The hall is flooded" in said
        assert "Dana Guide" in said
        assert str(scope.today()) in said

    def test_a_session_that_takes_place_asks_for_no_reason(self, client, scope, member, facilitator, sign_in):
        session = session_in(member, LATER, state="scheduled")
        sign_in(client, facilitator)
        asked = queries_of(lambda: client.get(session.get_absolute_url()))
        assert [sql for sql in asked if "session_cancelled" in sql] == []

    def test_the_menu_and_the_ways_up_name_the_session(self, client, scope, member, facilitator, sign_in):
        session = session_in(member, LATER, state="scheduled")
        sign_in(client, facilitator)
        menu = client.get(session.get_absolute_url()).content.decode()
        assert "Cancel the session</a>" in menu
        asked = client.get(reverse("cancel_session", args=[scope.slug, session.pk])).content.decode()
        ways = asked.partition('class="crumbs"')[2].partition("</ol>")[0]
        assert f'href="{session.get_absolute_url()}"' in ways


def test_who_is_not_signed_in_reads_why_at_the_door_and_what_to_do_without_an_account(client, scope):
    page = client.get(reverse("check_in", args=[scope.slug]), follow=True).content.decode()
    assert "ask the facilitator to add you to the attendance list" in page


def test_a_session_carries_the_tabs_of_its_cohort(client, scope, member, facilitator, sign_in):
    session = session_in(member, LATER, state="scheduled")
    html = sign_in(client, facilitator).get(session.get_absolute_url()).content.decode()
    tabs = html.partition('class="tabs"')[2].partition("</nav>")[0]
    current = re.findall(r'href="([^"]+)" aria-current="page"', tabs)
    assert current == [session.group.sessions_url]


def test_a_session_costs_the_same_whatever_its_cohort_has(client, scope, member, facilitator, sign_in):
    session = session_in(member, LATER, state="scheduled")
    sign_in(client, facilitator)
    url = session.get_absolute_url()
    assert_same_queries(lambda: client.get(url), lambda n: SessionFactory.create_batch(n, cohort=member.cohort))
