"""Who is neither a member nor an ordinary guest: invited, gone, erased, or added on a phone without a network."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.actions import attendance as actions
from meetings.actions.sessions import record_session
from meetings.models import Attendance, Session
from stakeholders.actions import erase_profile
from tests.factories import CohortMemberFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(scope):
    return CohortMemberFactory(profile__user=UserFactory(), sector=2)


@pytest.fixture
def session(member):
    return SessionFactory(cohort=member.cohort, state="held", starts_at=timezone.now() - timedelta(minutes=2))


class TestInvited:
    """Who was offered a place and has not accepted it yet."""

    @pytest.fixture
    def invited(self, session):
        return CohortMemberFactory(cohort=session.group.cohort, state="invited", profile__user=UserFactory())

    def test_the_code_leads_to_the_place_and_back(self, client, scope, session, invited, facilitator, sign_in):
        code = actions.open_code(session, actor=facilitator)
        sign_in(client, invited.profile.user)
        url = reverse("check_in", args=[scope.slug])
        join = reverse("join_cohort", args=[scope.slug, invited.pk])
        page = client.post(url, {"code": code})
        assert (page.status_code, page.context["join_address"]) == (409, join)
        assert "Accept your place first" in page.content.decode()
        back = client.post(join, {"next": page.context["back"]}).url
        assert client.get(back).context["form"].initial["code"] == code
        client.post(back, {"code": code})
        assert Attendance.objects.get().how == "code"

    def test_the_sessions_page_offers_the_place(self, client, session, invited, sign_in):
        sign_in(client, invited.profile.user)
        page = client.get(session.get_absolute_url()).content.decode()
        assert f"/members/{invited.pk}/join/" in page
        assert "Type the code that you see" not in page

    def test_a_member_is_not_asked(self, client, session, member, sign_in):
        sign_in(client, member.profile.user)
        assert "/join/" not in client.get(session.get_absolute_url()).content.decode()


class TestOthersOnTheRoll:
    def test_a_member_who_left_is_no_guest(self, client, scope, session, member, facilitator, sign_in):
        actions.mark_attendance(session, member.profile, actor=facilitator, status="present")
        type(member).objects.update(state="withdrawn")
        sign_in(client, facilitator)
        page = client.get(reverse("roll", args=[scope.slug, session.pk])).content.decode()
        line = page.partition(f'id="person-{member.profile_id}"')[2].partition("</li>")[0]
        assert "no longer takes part" in page
        assert "guest" not in line

    def test_an_erased_child_is_neither_named_a_guest_nor_a_child(self, client, scope, session, facilitator, sign_in):
        seat = CohortMemberFactory(cohort=session.group.cohort, profile__age_band="child", profile__language="ar")
        actions.mark_attendance(session, seat.profile, actor=facilitator, status="present")
        type(seat).objects.filter(pk=seat.pk).update(state="withdrawn")
        erase_profile(seat.profile, actor=None)
        sign_in(client, facilitator)
        lines = client.get(reverse("roll", args=[scope.slug, session.pk])).context["parts"][1][2]
        assert [(line["name"], line["is_guest"]) for line in lines] == [("former participant", False)]
        record_session(Session.objects.update(starts_at=timezone.now()) and session, actor=facilitator)
        page = client.get(reverse("correct_attendance", args=[scope.slug, session.pk, seat.profile_id]))
        assert page.context["name"] == "former participant"


class TestGuestFromAPhone:
    def test_it_comes_with_its_time_and_once(self, client, scope, session, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("add_guest", args=[scope.slug, session.pk])
        for once in "12":
            given = {"name": "Layla", "age": "600000", "once": once}
            answer = client.post(url, given, headers={"X-Roll": "line"}).json()
            assert answer == {"mark": "present"}
        row = Attendance.objects.get()
        assert timedelta(minutes=9) < timezone.now() - row.at < timedelta(minutes=12)

    def test_nobody_sends_what_another_person_entered(self, client, scope, session, facilitator, director, sign_in):
        sign_in(client, director)
        given = {"name": "Layla", "person": facilitator.pk}
        url = reverse("add_guest", args=[scope.slug, session.pk])
        assert client.post(url, given, headers={"X-Roll": "line"}).status_code == 403
        assert client.post(url, {**given, "person": director.pk}, headers={"X-Roll": "line"}).status_code == 200

    def test_what_is_refused_is_said(self, client, scope, session, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("add_guest", args=[scope.slug, session.pk])
        assert client.post(url, {"name": ""}, headers={"X-Roll": "line"}).status_code == 422
        Session.objects.update(state="recorded")
        late = client.post(url, {"name": "Layla"}, headers={"X-Roll": "line"})
        assert (late.status_code, late.json()["state"]) == (409, "recorded")
        assert "no guest can be added" in late.json()["said"]


def test_who_joins_after_a_session_is_recorded_was_not_expected_at_it(
    client, scope, session, member, facilitator, sign_in
):
    actions.mark_attendance(session, member.profile, actor=facilitator, status="present")
    record_session(session, actor=facilitator)
    late = CohortMemberFactory(cohort=member.cohort, sector=3, profile__display_name="Late Comer")
    page = sign_in(client, facilitator).get(reverse("roll", args=[scope.slug, session.pk]))
    assert page.context["everybody"] == 1
    assert late.profile.display_name not in page.content.decode()
