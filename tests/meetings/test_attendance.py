import re
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from meetings.actions import attendance as actions
from meetings.actions.sessions import record_session
from meetings.models import Attendance, Session
from tests.factories import (
    CohortMemberFactory,
    OrganisationFactory,
    ProfileFactory,
    SessionFactory,
    UserFactory,
)
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(scope):
    return CohortMemberFactory(profile__user=UserFactory(), sector=2)


@pytest.fixture
def session(member):
    return SessionFactory(cohort=member.cohort, state="held", starts_at=timezone.now() - timedelta(minutes=2))


class TestCode:
    def test_open_code_gives_four_digits_until_a_time(self, session, facilitator):
        code = actions.open_code(session, actor=facilitator)
        session.refresh_from_db()
        assert (session.code, len(code), code.isdecimal()) == (code, 4, True)
        assert session.code_is_open
        assert AuditEntry.objects.filter(verb="meetings.code_opened").count() == 1

    def test_opening_again_keeps_the_code_and_gives_more_time(self, session, facilitator):
        code = actions.open_code(session, actor=facilitator, minutes=1)
        assert actions.open_code(session, actor=facilitator, minutes=60) == code
        session.refresh_from_db()
        assert session.code_until > timezone.now() + timedelta(minutes=50)

    def test_a_code_opened_before_the_session_lasts_into_it(self, client, sign_in, session, facilitator):
        begins = timezone.now() + timedelta(minutes=90)
        Session.objects.update(starts_at=begins, ends_at=begins + timedelta(hours=1))
        actions.open_code(session, actor=facilitator)
        session.refresh_from_db()
        assert session.code_until == begins + timedelta(minutes=actions.CODE_MINUTES)
        # More time than that is given once the session has begun.
        address = reverse("wall", args=[session.city.slug, session.pk])
        sign_in(client, facilitator)
        assert "Extend by 30 minutes" not in client.get(address).content.decode()
        Session.objects.update(starts_at=timezone.now() - timedelta(minutes=2))
        assert "Extend by 30 minutes" in client.get(address).content.decode()

    def test_two_open_sessions_never_have_one_code(self, session, facilitator, monkeypatch):
        code = actions.open_code(session, actor=facilitator)
        other = SessionFactory(cohort=session.group.cohort, state="held")
        given = iter([int(code), 1])
        monkeypatch.setattr(actions.secrets, "randbelow", lambda most: next(given))
        assert actions.open_code(other, actor=facilitator) == "0001"

    def test_an_expired_code_is_free_for_others(self, session, facilitator, monkeypatch):
        code = actions.open_code(session, actor=facilitator)
        Session.objects.update(code_until=timezone.now())
        other = SessionFactory(cohort=session.group.cohort, state="held")
        monkeypatch.setattr(actions.secrets, "randbelow", lambda most: int(code))
        assert actions.open_code(other, actor=facilitator) == code

    def test_a_session_that_is_not_held_has_no_code(self, member, facilitator):
        with pytest.raises(DomainError) as refused:
            actions.open_code(SessionFactory(cohort=member.cohort), actor=facilitator)
        assert refused.value.code == "meetings.session_not_held"

    def test_close_code_takes_it_off(self, session, member, facilitator):
        code = actions.open_code(session, actor=facilitator)
        actions.close_code(session, actor=facilitator)
        with pytest.raises(DomainError) as refused:
            actions.check_in(code, actor=member.profile.user)
        assert refused.value.code == "meetings.wrong_code"


class TestCheckIn:
    def test_the_code_brings_a_member_in_once_with_the_seats_sector(self, session, member, facilitator):
        code = actions.open_code(session, actor=facilitator)
        first = actions.check_in(code, actor=member.profile.user)
        assert actions.check_in(code, actor=member.profile.user) == first
        assert (first.status, first.how, first.sector) == ("present", "code", 2)
        assert AuditEntry.objects.filter(verb="meetings.checked_in").count() == 1

    def test_a_quarter_of_an_hour_later_one_is_late(self, session, member, facilitator):
        Session.objects.update(starts_at=timezone.now() - timedelta(minutes=20))
        code = actions.open_code(session, actor=facilitator)
        assert actions.check_in(code, actor=member.profile.user).status == "late"

    def test_within_a_quarter_of_an_hour_one_is_there_in_time(self, session, member, facilitator):
        Session.objects.update(starts_at=timezone.now() - timedelta(minutes=10))
        code = actions.open_code(session, actor=facilitator)
        assert actions.check_in(code, actor=member.profile.user).status == "present"

    def test_an_expired_code_says_so(self, session, member, facilitator):
        code = actions.open_code(session, actor=facilitator)
        Session.objects.update(code_until=timezone.now())
        with pytest.raises(DomainError) as refused:
            actions.check_in(code, actor=member.profile.user)
        assert refused.value.code == "meetings.code_expired"

    def test_somebody_else_is_sent_to_the_facilitator(self, session, resident, facilitator):
        code = actions.open_code(session, actor=facilitator)
        with pytest.raises(DomainError) as refused:
            actions.check_in(code, actor=resident)
        assert refused.value.code == "meetings.not_a_member"

    def test_codes_cannot_be_guessed_through(self, session, member, facilitator):
        code = actions.open_code(session, actor=facilitator)
        wrong = "0000" if code != "0000" else "1111"
        for _try in range(actions.TRIES):
            with pytest.raises(DomainError) as refused:
                actions.check_in(wrong, actor=member.profile.user)
            assert refused.value.code == "meetings.wrong_code"
        with pytest.raises(DomainError) as refused:
            actions.check_in(code, actor=member.profile.user)
        assert refused.value.code == "meetings.too_many_tries"

    def test_a_mark_as_absent_gives_way_to_the_person(self, session, member, facilitator):
        actions.mark_attendance(session, member.profile, actor=facilitator, status="absent")
        code = actions.open_code(session, actor=facilitator)
        assert actions.check_in(code, actor=member.profile.user).status == "present"
        assert session.attendance.count() == 1


class TestRoll:
    def test_the_roll_speaks_last_and_keeps_one_row(self, session, member, facilitator):
        code = actions.open_code(session, actor=facilitator)
        actions.check_in(code, actor=member.profile.user)
        actions.mark_attendance(session, member.profile, actor=facilitator, status="excused")
        row = session.attendance.get()
        assert (row.status, row.how, row.by) == ("excused", "roll", facilitator)

    def test_the_same_tap_twice_is_recorded_once(self, session, member, facilitator):
        for _tap in range(2):
            actions.mark_attendance(session, member.profile, actor=facilitator, status="present")
        assert AuditEntry.objects.filter(verb="meetings.attendance_marked").count() == 1

    def test_people_of_nowhere_are_not_on_the_roll(self, session, facilitator):
        with pytest.raises(DomainError) as refused:
            actions.mark_attendance(session, ProfileFactory(), actor=facilitator, status="present")
        assert refused.value.code == "meetings.not_a_member"

    def test_after_recording_the_roll_is_closed(self, session, member, facilitator):
        actions.mark_attendance(session, member.profile, actor=facilitator, status="present")
        record_session(session, actor=facilitator)
        with pytest.raises(DomainError) as refused:
            actions.mark_attendance(session, member.profile, actor=facilitator, status="absent")
        assert refused.value.code == "meetings.session_recorded"
        assert session.attendance.get().status == "present"

    def test_the_database_itself_keeps_a_recorded_roll(self, session, member, facilitator):
        actions.mark_attendance(session, member.profile, actor=facilitator, status="present")
        record_session(session, actor=facilitator)
        with pytest.raises(IntegrityError), transaction.atomic():
            session.attendance.update(status="absent")
        with pytest.raises(IntegrityError), transaction.atomic():
            session.attendance.all().delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(session=session, profile=ProfileFactory(), status="present", how="roll")

    def test_a_guest_is_added_once_and_can_be_marked(self, session, facilitator):
        bakers = OrganisationFactory(sector=4)
        guest = actions.add_guest(session, actor=facilitator, name="Layla", organisation=bakers)
        assert actions.add_guest(session, actor=facilitator, name="Layla") == guest
        assert (guest.sector, guest.status, guest.profile.is_placeholder) == (4, "present", True)
        actions.mark_attendance(session, guest.profile, actor=facilitator, status="late")
        assert session.attendance.get().status == "late"


class TestPages:
    @pytest.mark.parametrize("page", ["session", "roll"])
    def test_a_code_is_one_tap_away(self, client, scope, session, facilitator, sign_in, page):
        sign_in(client, facilitator)
        shown = client.get(reverse(page, args=[scope.slug, session.pk])).content.decode()
        assert f'action="{reverse("open_code", args=[scope.slug, session.pk])}"' in shown
        code = actions.open_code(session, actor=facilitator)
        again = client.get(reverse(page, args=[scope.slug, session.pk])).content.decode()
        assert f'href="{reverse("wall", args=[scope.slug, session.pk])}"' in again
        assert code in again

    def test_an_organisation_said_later_is_the_guests_and_another_one_another_guest(self, session, facilitator):
        bakers, school = OrganisationFactory(sector=4), OrganisationFactory(sector=1)
        guest = actions.add_guest(session, actor=facilitator, name="Layla")
        assert actions.add_guest(session, actor=facilitator, name="Layla", organisation=bakers) == guest
        guest.refresh_from_db()
        assert guest.sector == 4
        assert actions.add_guest(session, actor=facilitator, name="Layla", organisation=school) != guest

    def test_a_guest_of_no_organisation_is_said_beside_the_sectors(self, client, scope, session, facilitator, sign_in):
        actions.add_guest(session, actor=facilitator, name="Layla")
        sign_in(client, facilitator)
        page = client.get(session.get_absolute_url())
        assert page.context["there"] == page.context["sectors"].total() + page.context["without_sector"]
        assert "1 of them is a guest without an organisation." in page.content.decode()

    def test_a_recorded_session_does_not_say_who_is_here_now(self, client, scope, session, facilitator, sign_in):
        record_session(session, actor=facilitator, nobody=True)
        sign_in(client, facilitator)
        page = client.get(reverse("roll", args=[scope.slug, session.pk])).content.decode()
        assert "were there" in page
        assert re.search(r'<b id="roll-there">\d+</b> of \d+ were there', page)
        assert "are here" not in page

    def test_wall_shows_the_code_and_counts(self, client, scope, session, member, facilitator, sign_in):
        sign_in(client, facilitator)
        wall = reverse("wall", args=[scope.slug, session.pk])
        assert client.get(wall).status_code == 200
        assert client.post(reverse("open_code", args=[scope.slug, session.pk])).url == wall
        session.refresh_from_db()
        assert session.code in client.get(wall).content.decode()
        actions.check_in(session.code, actor=member.profile.user)
        count = client.get(reverse("wall_count", args=[scope.slug, session.pk]))
        assert (count.context["there"], count.context["expected"]) == (1, 1)

    def test_a_member_types_the_code_in_their_own_digits(self, client, scope, session, member, facilitator, sign_in):
        actions.open_code(session, actor=facilitator)
        Session.objects.update(code="0917")
        sign_in(client, member.profile.user)
        url = reverse("check_in", args=[scope.slug])
        assert client.get(url).status_code == 200
        assert client.post(url, {"code": "٠٩١٧"}).url == session.get_absolute_url()

    @pytest.mark.parametrize("code", ["", "12", "abcd", "²³¹²", "0000 0"])
    def test_what_is_no_code_is_asked_for_again(self, client, scope, session, member, sign_in, code):
        sign_in(client, member.profile.user)
        assert client.post(reverse("check_in", args=[scope.slug]), {"code": code}).status_code == 422

    def test_a_wrong_code_keeps_the_page_and_says_so(self, client, scope, session, member, sign_in):
        sign_in(client, member.profile.user)
        assert client.post(reverse("check_in", args=[scope.slug]), {"code": "1234"}).status_code == 409

    def test_a_tap_without_script_comes_back_to_the_person(self, client, scope, session, member, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("mark_attendance", args=[scope.slug, session.pk, member.profile_id])
        answer = client.post(url, {"status": "present"})
        assert answer.url == f"{reverse('roll', args=[scope.slug, session.pk])}#person-{member.profile_id}"

    def test_a_tap_of_the_script_gets_its_answer_alone(self, client, scope, session, member, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("mark_attendance", args=[scope.slug, session.pk, member.profile_id])
        assert client.post(url, {"status": "late"}, headers={"X-Roll": "line"}).json() == {"mark": "late"}
        refused = client.post(url, {"status": "nonsense"}, headers={"X-Roll": "line"})
        assert (refused.status_code, refused.json()["mark"]) == (409, "late")
        assert "four marks" in refused.json()["said"]

    def test_a_guest_is_added_on_the_page(self, client, scope, session, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("add_guest", args=[scope.slug, session.pk])
        assert client.post(url, {"name": ""}).status_code == 422
        assert client.post(url, {"name": "Layla"}).status_code == 302
        assert Attendance.objects.get().profile.display_name == "Layla"

    @pytest.mark.parametrize("state", Session.State.values)
    def test_the_roll_opens_in_every_state(self, client, scope, member, facilitator, sign_in, state):
        session = SessionFactory(cohort=member.cohort, state=state)
        sign_in(client, facilitator)
        assert client.get(reverse("roll", args=[scope.slug, session.pk])).status_code == 200

    def test_the_roll_costs_the_same_with_more_members(self, client, scope, session, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("roll", args=[scope.slug, session.pk])

        def add(number):
            for seat in CohortMemberFactory.create_batch(number, cohort=session.group.cohort):
                actions.mark_attendance(session, seat.profile, actor=facilitator, status="present")

        assert_same_queries(lambda: client.get(url), add, most=13)


@pytest.mark.django_db(transaction=True)
def test_code_and_roll_at_the_same_moment_make_one_row(scope, session, member, facilitator):
    code = actions.open_code(session, actor=facilitator)
    ready, failures = threading.Barrier(4), []

    def run(act):
        try:
            with city_scope(scope.pk):
                ready.wait(120)
                act()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    def by_code():
        actions.check_in(code, actor=member.profile.user)

    def by_roll():
        actions.mark_attendance(session, member.profile, actor=facilitator, status="present")

    threads = [threading.Thread(target=run, args=[act]) for act in (by_code, by_roll, by_code, by_roll)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [row.status for row in session.attendance.all()] == ["present"]


@pytest.mark.parametrize(
    ("state", "days_ago", "words"), [("held", 0, "are here"), ("held", 3, "were there"), ("recorded", 3, "were there")]
)
def test_the_wall_says_when_the_people_were_there(client, sign_in, scope, member, facilitator, state, days_ago, words):
    begun = timezone.now() - timedelta(days=days_ago, minutes=2)
    session = SessionFactory(cohort=member.cohort, state=state, starts_at=begun)
    page = sign_in(client, facilitator).get(reverse("wall_count", args=[scope.slug, session.pk]))
    assert f" {words}</small>" in page.content.decode()
