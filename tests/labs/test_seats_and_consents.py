"""A minor's seat rests while the consent to taking part does not hold, everywhere and at once, and comes back with it."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from consents.actions import (
    answer_guardian,
    change_consents,
    release_from_guardian,
    take_consent_back,
    withdraw_consent,
)
from consents.models import Consent
from educities.activity.models import AuditEntry, Message
from educities.tenancy.scope import city_scope
from labs.actions import cohorts, members
from labs.models import Cohort, CohortMember
from labs.queries.gates.cohorts import members_with_claims
from meetings.actions import attendance, sessions
from meetings.queries.reminders import members_with_account, who_owes_an_answer
from meetings.queries.reply_links import invited_by, reply_address
from meetings.views.attendance import attendance_lines
from tests.consents.people import ACCOUNT_ALONE, NO, YES, answered, asked, child_of
from tests.factories import (
    CohortFactory,
    CohortMemberFactory,
    ProfileFactory,
    SessionFactory,
    UserFactory,
)
from tests.support import refused, wait_until_somebody_waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope, display_name="Lior")


@pytest.fixture
def guardian(child: Any) -> Any:
    """The grown-up's answer for the child: yes to everything."""
    return answered(child, YES)


@pytest.fixture
def cohort(scope: Any) -> Cohort:
    return CohortFactory(state="running", capacity=3)


@pytest.fixture
def seat(cohort: Cohort, child: Any, guardian: Any) -> CohortMember:
    return members.add_member(cohort, actor=None, profile=child, sector=3)


@pytest.fixture
def other(cohort: Cohort) -> CohortMember:
    """A grown-up's seat in the same cohort."""
    return members.add_member(cohort, actor=None, profile=ProfileFactory(user=UserFactory()), sector=1)


@pytest.fixture
def resting(seat: CohortMember, other: CohortMember, guardian: Any) -> CohortMember:
    change_consents(guardian, guardian=guardian.guardian, consents=ACCOUNT_ALONE)
    seat.refresh_from_db()
    return seat


def held_session(cohort: Cohort) -> Any:
    return SessionFactory(cohort=cohort, state="held", starts_at=timezone.now())


class TestRests:
    def test_at_once_when_the_guardian_takes_the_consent_back(self, resting: CohortMember, other: CohortMember) -> None:
        assert resting.state == "awaiting_consent"
        other.refresh_from_db()
        assert other.state == "active"
        entry = AuditEntry.objects.get(verb="labs.member_rested")
        assert entry.data["person"] == resting.profile_id

    def test_at_once_when_the_child_takes_it_back(self, child: Any, seat: CohortMember) -> None:
        take_consent_back(Consent.objects.get(subject=child, purpose="lab"), actor=child.user)
        seat.refresh_from_db()
        assert seat.state == "awaiting_consent"

    def test_another_purpose_leaves_it_active(self, seat: CohortMember, guardian: Any) -> None:
        change_consents(guardian, guardian=guardian.guardian, consents={**YES, "photo": False, "publication": False})
        seat.refresh_from_db()
        assert seat.state == "active"

    def test_its_place_is_kept(self, resting: CohortMember, cohort: Cohort) -> None:
        cohort.refresh_from_db()
        assert cohort.places_taken == 2
        assert members.add_member(cohort, actor=None, profile=resting.profile, sector=3) == resting

    def test_who_waits_for_the_childs_answer_is_not_made_a_member(self, child: Any, cohort: Cohort) -> None:
        answered(child, ACCOUNT_ALONE)
        seat = members.add_member(cohort, actor=None, profile=child, sector=3)
        assert seat.state == "invited"


class TestEverywhere:
    def test_it_is_not_invited(self, resting: CohortMember, other: CohortMember, cohort: Cohort) -> None:
        sessions.schedule_session(SessionFactory(cohort=cohort, state="draft"), actor=None)
        invited = Message.objects.filter(kind="meetings.session_scheduled").values_list("user_id", flat=True)
        assert list(invited) == [other.profile.user_id]

    def test_an_invitation_that_waits_to_go_out_stays_here(
        self, seat: CohortMember, other: CohortMember, cohort: Cohort, guardian: Any
    ) -> None:
        sessions.schedule_session(SessionFactory(cohort=cohort, state="draft"), actor=None)
        change_consents(guardian, guardian=guardian.guardian, consents=ACCOUNT_ALONE)
        mails = dict(Message.objects.filter(kind="meetings.session_scheduled").values_list("user_id", "state"))
        assert mails == {seat.profile.user_id: "cancelled", other.profile.user_id: "pending"}

    def test_it_is_not_reminded_nor_expected(self, resting: CohortMember, other: CohortMember, cohort: Cohort) -> None:
        session = SessionFactory(cohort=cohort)
        assert list(who_owes_an_answer(session)) == [other.profile.user]
        assert [one.profile for one in members_with_account(session)] == [other.profile]
        assert list(sessions.expected_at(session)) == [other]

    def test_it_is_not_counted_in_the_gate(self, resting: CohortMember, other: CohortMember, cohort: Cohort) -> None:
        assert members_with_claims([cohort])[cohort.pk].of == 1

    def test_it_is_not_counted_among_the_sectors(
        self, client: Any, resting: CohortMember, cohort: Cohort, director: Any, sign_in: Any
    ) -> None:
        sign_in(client, director)
        assert client.get(cohort.get_absolute_url()).context["sectors"] == {1: 1, 2: 0, 3: 0, 4: 0}

    def test_a_cohort_of_resting_seats_does_not_start(self, child: Any, guardian: Any) -> None:
        cohort = CohortFactory(state="recruiting")
        members.add_member(cohort, actor=None, profile=child, sector=3)
        change_consents(guardian, guardian=guardian.guardian, consents=ACCOUNT_ALONE)
        assert refused(lambda: cohorts.start_cohort(cohort, actor=None)) == "labs.no_members"

    def test_it_does_not_check_in_and_is_not_marked(self, resting: CohortMember, cohort: Cohort) -> None:
        session = held_session(cohort)
        code = attendance.open_code(session, actor=None)
        assert refused(lambda: attendance.check_in(code, actor=resting.profile.user)) == "meetings.consent_needed"
        mark = lambda: attendance.mark_attendance(session, resting.profile, actor=None, status="present")  # noqa: E731
        assert refused(mark) == "meetings.consent_needed"
        assert not session.attendance.exists()

    def test_it_is_not_marked_absent_when_the_session_is_recorded(
        self, resting: CohortMember, other: CohortMember, cohort: Cohort
    ) -> None:
        session = held_session(cohort)
        CohortMember.objects.update(joined_at=session.starts_at)
        sessions.record_session(session, actor=None, nobody=True)
        assert list(session.attendance.values_list("profile_id", flat=True)) == [other.profile_id]

    def test_its_link_and_its_page_take_no_answer(
        self, client: Any, resting: CohortMember, cohort: Cohort, sign_in: Any
    ) -> None:
        session = SessionFactory(cohort=cohort)
        token = reply_address(session, resting.profile).rstrip("/").rsplit("/", 1)[1]
        assert invited_by(token) is None
        sign_in(client, resting.profile.user)
        url = reverse("reply_to_session", args=[cohort.city.slug, session.pk])
        assert client.post(url, {"reply": "coming"}).status_code == 403
        assert client.get(reverse("my_sessions", args=[cohort.city.slug])).context["lines"] == []


class TestShown:
    def test_the_facilitator_sees_it_rest_among_the_members_and_beside_the_roll(
        self, client: Any, resting: CohortMember, cohort: Cohort, facilitator: Any, sign_in: Any
    ) -> None:
        sign_in(client, facilitator)
        page = client.get(reverse("cohort_members", args=[cohort.city.slug, cohort.pk])).content.decode()
        assert page.count("no to taking part") == 1
        session = held_session(cohort)
        page = client.get(reverse("roll", args=[cohort.city.slug, session.pk])).content.decode()
        assert "Not to be marked, and not to be added as guests" in page
        assert resting.profile not in [line["person"] for line in attendance_lines(session)]

    def test_the_child_reads_that_its_place_is_kept(
        self, client: Any, resting: CohortMember, cohort: Cohort, sign_in: Any
    ) -> None:
        SessionFactory(cohort=cohort)
        sign_in(client, resting.profile.user)
        assert "We keep it for you." in client.get(cohort.get_absolute_url()).content.decode()
        mine = client.get(reverse("mine", args=[cohort.city.slug])).content.decode()
        assert "on hold: taking part has not been allowed" in mine
        assert "asks whether you come" not in mine


class TestAgain:
    def test_it_is_active_with_the_consent(self, resting: CohortMember, cohort: Cohort, guardian: Any) -> None:
        change_consents(guardian, guardian=guardian.guardian, consents=YES)
        resting.refresh_from_db()
        assert resting.state == "active"
        session = held_session(cohort)
        code = attendance.open_code(session, actor=None)
        assert attendance.check_in(code, actor=resting.profile.user).sector == 3
        assert AuditEntry.objects.filter(verb="labs.member_resumed").count() == 1

    def test_one_no_of_two_guardians_keeps_it_resting(self, resting: CohortMember, child: Any) -> None:
        father = ProfileFactory(user=UserFactory(email="father@example.org"))
        answer_guardian(asked(child, "father@example.org")[1], consents=YES, guardian_profile=father)
        resting.refresh_from_db()
        assert resting.state == "awaiting_consent"

    def test_it_is_active_when_the_person_answers_alone(self, resting: CohortMember, child: Any) -> None:
        child.next_band_month = date(2020, 1, 1)
        child.save(update_fields=["next_band_month"])
        assert release_from_guardian(child, today=timezone.now().date())
        resting.refresh_from_db()
        assert resting.state == "active"

    def test_it_ends_with_the_account_and_frees_its_place(
        self, resting: CohortMember, cohort: Cohort, guardian: Any
    ) -> None:
        change_consents(guardian, guardian=guardian.guardian, consents=NO)
        resting.refresh_from_db()
        cohort.refresh_from_db()
        assert resting.state == "withdrawn"
        assert cohort.places_taken == 1

    def test_it_ends_with_its_cohort(self, resting: CohortMember, cohort: Cohort, guardian: Any) -> None:
        cohorts.cancel_cohort(cohort, actor=None, reason="The lab has closed")
        change_consents(guardian, guardian=guardian.guardian, consents=YES)
        resting.refresh_from_db()
        assert resting.state == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_a_seat_taken_while_the_consent_is_withdrawn_rests(scope: Any) -> None:
    """The withdrawal waits for whoever is taking the seat at that moment, and finds the seat then."""
    child = child_of(scope)
    answered(child, YES)
    seat = CohortMemberFactory(profile=child, state="invited", cohort=CohortFactory(state="running"))
    consent = Consent.objects.get(subject=child, purpose="lab")
    is_taken, errors = threading.Event(), []

    def withdraw() -> None:
        try:
            is_taken.wait(120)
            with city_scope(scope.pk):
                withdraw_consent(consent, actor=None)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=withdraw)
    thread.start()
    with transaction.atomic():
        members.accept_seat(seat, actor=child.user)
        is_taken.set()
        wait_until_somebody_waits()
    thread.join(120)
    seat.refresh_from_db()
    assert errors == []
    assert seat.state == "awaiting_consent"
