"""Somebody asked into a cohort whose guardian has not agreed: what the team reads, and where the person is led."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from consents.actions import take_question_back
from consents.actions.consents import withdraw_consent
from consents.actions.reminders import Addressee, build_reminder_payload
from consents.actions.said_ages import say_age
from consents.models import Consent, GuardianLink
from consents.values import age_of
from educities.accounts.models import User
from educities.activity.models import Message
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError
from labs.actions.members import add_member
from labs.models import Cohort, CohortMember
from meetings.actions import attendance
from stakeholders.models import Profile
from tests.consents.people import ACCOUNT_ALONE, YES, answered, asked, child_of
from tests.factories import CohortFactory, SessionFactory, UserFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
MOTHER = "mother@example.org"


@pytest.fixture
def cohort(scope: City) -> Cohort:
    return CohortFactory(state="recruiting", capacity=9)


def ask(cohort: Cohort, actor: User, email: str = "tala@example.org", name: str = "Tala") -> CohortMember:
    return add_member(cohort, actor=actor, display_name=name, email=email, sector=2, agreed=False)


def say_young(profile: Profile, years: int = 12) -> Profile:
    today = profile.city.today()
    age = age_of(today.year - years, 1, today, profile.city.account_age)
    return say_age(profile, age, actor=profile.user, guardian_email=MOTHER, guardian_language="en")


def rows_of(page: Any) -> str:
    return page.content.decode().partition("<main")[2]


def members(client: Client, cohort: Cohort) -> str:
    return rows_of(client.get(reverse("cohort_members", args=[cohort.city.slug, cohort.pk])))


def consents(client: Client, cohort: Cohort) -> Any:
    return client.get(reverse("cohort_consents", args=[cohort.city.slug, cohort.pk]))


class TestTheTeam:
    def test_reads_that_who_answered_with_an_age_waits_for_a_guardian(
        self, client: Client, sign_in: Any, facilitator: User, cohort: Cohort
    ) -> None:
        seat = ask(cohort, facilitator)
        sign_in(client, facilitator)
        assert "waiting for a guardian" not in members(client, cohort)
        say_young(seat.profile)
        page = members(client, cohort)
        assert "waiting for a guardian" in page
        assert "Mark as agreed" not in page
        listed = consents(client, cohort)
        assert [line.seat for line in listed.context["invited"]] == [seat]
        assert listed.context["children"] == []
        assert "an adult was asked by email" in rows_of(listed)
        form = client.get(reverse("enter_signed_form", args=[cohort.city.slug, seat.pk])).content.decode()
        assert "Nobody needs to answer for this person." not in form

    def test_reads_it_no_longer_once_the_guardian_agreed(
        self, client: Client, sign_in: Any, facilitator: User, cohort: Cohort
    ) -> None:
        seat = ask(cohort, facilitator)
        answered(say_young(seat.profile), YES, MOTHER)
        sign_in(client, facilitator)
        assert "waiting for a guardian" not in members(client, cohort)
        assert consents(client, cohort).context["invited"] == []

    def test_reads_of_a_no_that_it_is_one(
        self, client: Client, sign_in: Any, facilitator: User, cohort: Cohort, scope: City
    ) -> None:
        """Nobody waits for an answer that was given: neither beside the invited nor beside whose place rests."""
        invited = ask(cohort, facilitator)
        answered(say_young(invited.profile), ACCOUNT_ALONE, MOTHER)
        member = child_of(scope)
        answered(member, YES, "father@example.org")
        add_member(cohort, actor=facilitator, profile=member, sector=2)
        sign_in(client, facilitator)
        assert members(client, cohort).count("no to taking part") == 1
        assert rows_of(consents(client, cohort)).count("no to taking part") == 1
        withdraw_consent(Consent.objects.get(subject=member, purpose="lab"), actor=None)
        page = members(client, cohort)
        assert page.count("no to taking part") == 2
        assert "waiting for a guardian" not in page
        assert "on hold until a guardian agrees" not in page

    def test_reads_it_of_no_child_whose_address_was_typed(
        self, client: Client, sign_in: Any, facilitator: User, cohort: Cohort, scope: City
    ) -> None:
        """What an address says before it is answered tells no age; who needs no guardian's yes waits for none."""
        child_of(scope, UserFactory(email="lior@example.org"))
        ask(cohort, facilitator, "lior@example.org")
        say_young(ask(cohort, facilitator, "grown@example.org").profile, years=16)
        sign_in(client, facilitator)
        assert "waiting for a guardian" not in members(client, cohort)
        assert consents(client, cohort).context["invited"] == []

    def test_reads_it_of_a_child_that_was_chosen(
        self, client: Client, sign_in: Any, facilitator: User, cohort: Cohort, scope: City
    ) -> None:
        add_member(cohort, actor=facilitator, profile=child_of(scope), sector=2)
        sign_in(client, facilitator)
        assert "waiting for a guardian" in members(client, cohort)

    def test_pays_the_same_for_more_who_wait(
        self, client: Client, sign_in: Any, facilitator: User, cohort: Cohort
    ) -> None:
        names = iter("abcdefgh")

        def add(count: int) -> None:
            for _number in range(count):
                say_young(ask(cohort, facilitator, f"{next(names)}@example.org").profile)

        sign_in(client, facilitator)
        assert_same_queries(lambda: consents(client, cohort), add)


class TestTheGuardiansMail:
    @pytest.fixture
    def asker(self, facilitator: User) -> Profile:
        Profile.objects.filter(user=facilitator).update(display_name="Samir")
        return Profile.objects.get(user=facilitator)

    def read(self, kind: str = "consents.guardian_invited") -> str:
        message = Message.objects.filter(kind=kind).latest("pk")
        return " ".join(render_mail(message).text.split())

    def test_names_the_cohort_and_who_asked(self, facilitator: User, cohort: Cohort, asker: Profile) -> None:
        say_young(ask(cohort, facilitator).profile)
        text = re.sub("[\u2066-\u2069]", "", self.read())
        assert f"Samir asked a child in Bat Galim to take part in “{cohort}”, and the child named you" in text
        assert "Until an adult agrees, the child does not take part." in text
        assert "where residents bring ideas" not in text
        assert "Tala" not in text

    def test_the_reminder_says_the_same(self, facilitator: User, cohort: Cohort, asker: Profile) -> None:
        say_young(ask(cohort, facilitator).profile)
        link = GuardianLink.objects.get()
        data = build_reminder_payload(link, Addressee(MOTHER))["data"]
        assert (data["cohort"], data["asked_by"]) == (cohort.name, "Samir")

    def test_of_a_child_who_came_by_itself_says_what_it_said(self, scope: City) -> None:
        asked(child_of(scope))
        assert "where residents bring ideas" in self.read()


class TestTheGuardiansYes:
    def test_nothing_is_said_to_have_been_deleted_and_the_invitation_is_left_to_answer(
        self, facilitator: User, cohort: Cohort
    ) -> None:
        seat = ask(cohort, facilitator)
        answered(say_young(seat.profile), YES, MOTHER)
        user = Profile.objects.get(pk=seat.profile_id).user
        kinds = set(Message.objects.filter(user=user).values_list("kind", flat=True))
        assert "consents.child_opened" not in kinds
        assert user.memberships.current().filter(role="resident").exists()
        told = [render_mail(one).text for one in Message.objects.filter(user=user, kind="consents.guardian_confirmed")]
        assert len(told) == 1, kinds
        assert "You may take part now. What is left is your own answer" in told[0]
        assert str(cohort) in told[0]


class TestThePerson:
    @pytest.fixture
    def seat(self, client: Client, sign_in: Any, facilitator: User, cohort: Cohort) -> CohortMember:
        seat = ask(cohort, facilitator)
        say_young(seat.profile)
        sign_in(client, User.objects.get(pk=seat.profile.user_id), second_factor=False)
        return seat

    def test_reads_whom_the_yes_waits_for(self, client: Client, seat: CohortMember) -> None:
        page = rows_of(client.get(seat.cohort.get_absolute_url()))
        assert "A parent or guardian has to agree first. We emailed them on" in " ".join(page.split())
        assert "I want to take part" not in page
        assert reverse("give_up_seat", args=[seat.city.slug, seat.pk]) in page

    def test_is_led_to_ask_where_nobody_is_asked(self, client: Client, seat: CohortMember) -> None:
        take_question_back(GuardianLink.objects.get(minor=seat.profile), actor=seat.profile.user)
        page = rows_of(client.get(seat.cohort.get_absolute_url()))
        assert f'class="btn primary" href="{reverse("ask_guardian", args=[seat.city.slug])}"' in page
        assert "I want to take part" not in page

    def test_says_yes_once_the_guardian_agreed(self, client: Client, seat: CohortMember) -> None:
        answered(Profile.objects.get(pk=seat.profile_id), YES, MOTHER)
        assert "I want to take part" in rows_of(client.get(seat.cohort.get_absolute_url()))
        client.post(reverse("join_cohort", args=[seat.city.slug, seat.pk]))
        seat.refresh_from_db()
        assert seat.state == "active"

    def test_is_asked_about_no_session_of_a_cohort_she_is_not_in(self, client: Client, seat: CohortMember) -> None:
        session = SessionFactory(cohort=seat.cohort)
        page = rows_of(client.get(reverse("my_sessions", args=[seat.city.slug])))
        assert str(session) in page
        assert "I am coming" not in page
        assert f'href="{seat.cohort.get_absolute_url()}"' in page
        assert "asks whether you come" not in rows_of(client.get(reverse("mine", args=[seat.city.slug])))
        own = rows_of(client.get(session.get_absolute_url()))
        assert "I am coming" not in own
        assert "/join/" not in own
        assert "See the invitation" in own

    def test_reads_at_the_door_that_the_guardian_is_needed(self, seat: CohortMember, facilitator: User) -> None:
        session = SessionFactory(cohort=seat.cohort, state="held")
        code = attendance.open_code(session, actor=facilitator)
        with pytest.raises(DomainError) as error:
            attendance.check_in(code, actor=seat.profile.user, how="code")
        assert error.value.code == "meetings.consent_needed"
