"""What somebody meets who was typed in, before an age is said: what waits, the question, and a part that stands against it."""

import re
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from cities.queries import places_waiting
from cities.queries.places_waiting import LOOK_AGAIN_SECONDS
from consents.actions.said_ages import say_age, tell_directors_of_part
from consents.models import Consent
from consents.values import age_of
from educities.accounts.models import User
from educities.activity.models import Message, Notice
from educities.activity.texts.sentences import message_subject
from educities.kit.multilingual import translate_plain
from labs.actions.members import add_member
from labs.models import CohortMember
from stakeholders.actions import appoint_representative
from stakeholders.models import Organisation, Profile, Representation
from tests.factories import CityFactory, CohortFactory, MembershipFactory, OrganisationFactory
from tests.support import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(scope: City) -> Organisation:
    return OrganisationFactory()


@pytest.fixture
def asked(organisation: Organisation, director: User) -> Representation:
    return ask_omar(organisation, director)


def ask_omar(organisation: Organisation, director: User) -> Representation:
    return appoint_representative(organisation, actor=director, email="omar@example.org", display_name="Omar")


@pytest.fixture
def seat(scope: City, director: User) -> CohortMember:
    cohort = CohortFactory(state="recruiting", capacity=8)
    return add_member(cohort, actor=director, display_name="Kim", email="kim@example.org", sector=2, agreed=False)


def say_young(profile: Profile) -> Profile:
    today = profile.city.today()
    return say_age(profile, age_of(today.year - 16, 1, today, profile.city.account_age), actor=profile.user)


class TestSignedInWithoutTheMailsLink:
    def test_the_front_page_says_what_waits(
        self, client: Client, seat: CohortMember, asked: Representation, sign_in: Any
    ) -> None:
        home = reverse("home")
        assert "A place waits for you" not in client.get(home).content.decode()
        page = sign_in(client, seat.profile.user, second_factor=False).get(home).content.decode()
        assert "A place waits for you" in page
        assert seat.cohort.get_absolute_url() in page
        assert re.search(rf"<small>\s*<bdi[^>]*>{translate_plain(seat.city.name)}</bdi>", page)
        assert asked.get_absolute_url() not in page
        page = sign_in(client, asked.profile.user, second_factor=False).get(home).content.decode()
        assert asked.get_absolute_url() in page

    def test_nothing_waits_after_the_answer(self, client: Client, seat: CohortMember, sign_in: Any) -> None:
        CohortMember.objects.update(state="withdrawn")
        page = sign_in(client, seat.profile.user, second_factor=False).get(reverse("home")).content.decode()
        assert "A place waits for you" not in page

    def test_cities_in_which_nothing_waits_are_asked_once_in_a_while(
        self, client: Client, seat: CohortMember, sign_in: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_in(client, seat.profile.user, second_factor=False)
        CityFactory.create_batch(3, state="active")

        def look() -> int:
            return sum('"labs_cohortmember"' in sql for sql in queries_of(lambda: client.get(reverse("home"))))

        assert [look(), look()] == [4, 1]
        later = time.time() + LOOK_AGAIN_SECONDS
        monkeypatch.setattr(places_waiting.time, "time", lambda: later)
        assert look() == 4


class TestAfterTheAge:
    def test_the_invitation_itself_is_still_to_be_answered(
        self, client: Client, seat: CohortMember, sign_in: Any
    ) -> None:
        sign_in(client, seat.profile.user, second_factor=False)
        cohort = seat.cohort.get_absolute_url()
        asked = client.get(f"{cohort}?answer=yes")
        page = client.post(asked.url, {"age": "older"}, follow=True).content.decode()
        assert "Thank you. What is left is to answer the invitation." in page
        assert "You can go on now" not in page

    def test_elsewhere_the_person_goes_on(self, client: Client, seat: CohortMember, sign_in: Any) -> None:
        sign_in(client, seat.profile.user, second_factor=False)
        asked = client.get(reverse("my_data", args=[seat.city.slug]))
        assert asked.status_code == 200
        asked = client.get(reverse("me", args=[seat.city.slug]))
        assert "You can go on now" in client.post(asked.url, {"age": "older"}, follow=True).content.decode()


class TestAPartOfAPage:
    def test_leads_the_whole_page_to_the_question_and_signs_nobody_out(
        self, client: Client, seat: CohortMember, sign_in: Any
    ) -> None:
        sign_in(client, seat.profile.user, second_factor=False)
        mine = reverse("mine", args=[seat.city.slug])
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{mine}?part=1"}
        answer = client.get(mine, headers=headers)
        question = reverse("say_age", args=[seat.city.slug])
        assert answer["HX-Redirect"] == f"{question}?next={mine.replace('/', '%2F')}%3Fpart%3D1"
        assert "HX-Trigger" not in answer
        foreign = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/x"}
        assert client.get(mine, headers=foreign)["HX-Redirect"] == f"{question}?next="


class TestWhoHasAnAdultsPart:
    def test_is_sent_to_the_directors_who_hear_of_it_once_a_day(
        self, client: Client, seat: CohortMember, director: User, sign_in: Any
    ) -> None:
        kim = seat.profile
        MembershipFactory(user=kim.user, role="facilitator", city=seat.city)
        sign_in(client, kim.user)
        url = reverse("say_age", args=[seat.city.slug])
        year = seat.city.today().year - 16
        for _n in range(2):
            page = client.post(url, {"age": "younger", "birth_month": "1", "birth_year": str(year)})
            assert page.status_code == 409
        assert "The city’s directors were told" in page.content.decode()
        (notice,) = Notice.objects.filter(user=director, verb="consents.adult_part_held")
        sentence = message_subject(notice.verb, notice.target_type, notice.data)
        assert sentence == "Help with an age: someone under 18 has a part of an adult"
        (mail,) = Message.objects.filter(user=director, kind="consents.adult_part_held")
        assert "Kim" not in f"{notice.data}{mail.payload}"
        assert notice.url == kim.get_absolute_url()
        kim.refresh_from_db()
        assert (kim.is_minor, Consent.objects.exists()) == (False, False)

    def test_it_is_over_once_the_age_is_said(self, seat: CohortMember, director: User) -> None:
        tell_directors_of_part(seat.profile)
        say_young(seat.profile)
        assert Notice.objects.get(user=director, verb="consents.adult_part_held").read_at is not None
