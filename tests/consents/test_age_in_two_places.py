"""An age that is said in one place holds in all: in the other tab, in the other city, beside an invitation of this moment."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.actions import accept_invitation, invite_person
from cities.models import City, Membership
from consents.actions import answer_own_consents
from consents.actions.said_ages import say_age
from consents.models import GuardianLink
from consents.values import age_of
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from labs.actions.labs import seat_facilitator
from labs.actions.members import add_member
from labs.models import CohortMember, LabSeat
from stakeholders.actions import appoint_representative
from stakeholders.actions.people import person_of_address, profile_for
from stakeholders.models import Profile
from tests.collaborations.test_races import run_at_once
from tests.factories import CityFactory, CohortFactory, LabFactory, MembershipFactory, OrganisationFactory
from tests.forum.support import make_charter, seat_person
from tests.support import fresh, refused, say_adult

ADDRESS = "kim@example.org"
YOUNGER = {"age": "younger", "birth_month": "5", "guardian_email": "mum@example.org", "guardian_language": "en"}


def type_in() -> Profile:
    return person_of_address(ADDRESS, display_name="Kim", language="en", actor=None)


def say_younger(city: City, profile: Profile) -> Profile:
    today = city.today()
    age = age_of(today.year - 13, today.month, today, city.account_age)
    return say_age(profile, age, actor=profile.user, guardian_email="mum@example.org", guardian_language="en")


@pytest.mark.django_db
class TestTwoTabs:
    def test_younger_is_heard_after_older(self, client: Client, scope: City, sign_in: Any) -> None:
        kim = type_in()
        page = reverse("say_age", args=[scope.slug])
        sign_in(client, kim.user, second_factor=False)
        client.post(page, {"age": "older"})
        assert fresh(kim).is_adult
        client.post(page, {**YOUNGER, "birth_year": str(scope.today().year - 13)})
        assert fresh(kim).is_minor
        assert GuardianLink.objects.get(minor=kim).guardian_email == "mum@example.org"
        client.post(page, {"age": "older"})
        assert fresh(kim).is_minor

    def test_what_was_pressed_by_mistake_is_put_right_later(self, client: Client, scope: City, sign_in: Any) -> None:
        kim = type_in()
        say_adult(kim)
        page = reverse("say_age", args=[scope.slug])
        sign_in(client, kim.user, second_factor=False)
        assert page in client.get(reverse("my_data", args=[scope.slug])).content.decode()
        assert "The city knows you as 18 or older." in client.get(page).content.decode()
        client.post(page, {**YOUNGER, "birth_year": str(scope.today().year - 13)})
        assert fresh(kim).is_minor
        assert client.get(page).status_code == 302

    def test_who_is_no_person_of_the_city_is_asked_nothing(self, client: Client, scope: City, sign_in: Any) -> None:
        kim = type_in()
        say_adult(kim)
        page = reverse("say_age", args=[scope.slug])
        nobody = sign_in(Client(), MembershipFactory(city=CityFactory()).user, second_factor=False)
        assert nobody.post(page, {"age": "older"}).status_code in {302, 404}


@pytest.mark.django_db
class TestTwoCities:
    def test_what_only_an_adult_is_asked_ends_in_the_other_one(self, scope: City, director: User) -> None:
        """There somebody has typed in the address and has given no role."""
        asked = appoint_representative(OrganisationFactory(), actor=director, email=ADDRESS, display_name="Kim")
        other = CityFactory()
        with city_scope(other.pk, other):
            say_younger(other, type_in())
        assert fresh(asked).has_ended
        assert refused(lambda: seat_person(make_charter(), profile=fresh(asked.profile))) == "forum.adults"

    def test_who_is_a_child_elsewhere_agrees_to_nothing_alone(
        self, client: Client, scope: City, director: User, sign_in: Any
    ) -> None:
        here = type_in()
        other = CityFactory()
        with city_scope(other.pk, other):
            say_younger(other, type_in())
        kim = Profile.objects.select_related("user").get(pk=here.pk)
        page = reverse("own_consents", args=[scope.slug])
        assert sign_in(client, kim.user, second_factor=False).get(page).status_code == 404
        act = lambda: answer_own_consents(kim, {"research": True}, actor=kim.user)  # noqa: E731
        assert refused(act) == "consents.guardian_not_adult"


@pytest.mark.django_db
class TestUntilItIsSaid:
    def test_nobody_sits_in_the_forum(self, scope: City) -> None:
        kim, charter = type_in(), make_charter()
        assert refused(lambda: seat_person(charter, profile=kim)) == "consents.age_not_said"
        say_adult(kim)
        assert seat_person(charter, profile=fresh(kim)).pk

    def test_nobody_guides_a_lab(self, scope: City, director: User) -> None:
        kim, lab = type_in(), LabFactory()
        assert refused(lambda: seat_facilitator(lab, actor=director, profile=kim)) == "consents.age_not_said"
        say_adult(kim)
        seat_facilitator(lab, actor=director, profile=fresh(kim))
        other = CityFactory()
        with city_scope(other.pk, other):
            say_younger(other, type_in())
        held = Membership.objects.filter(user=kim.user, role="facilitator")
        assert [one.ends_on < scope.today() for one in held] == [True]
        assert not LabSeat.objects.filter(profile=kim).exists()

    def test_fellow_members_read_no_name(self, client: Client, scope: City, director: User, sign_in: Any) -> None:
        cohort = CohortFactory(state="running", capacity=8)
        add_member(cohort, actor=director, display_name="Kim Unasked", email=ADDRESS, sector=2)
        fellow = MembershipFactory(city=scope).user
        add_member(cohort, actor=director, profile=person_of(fellow), sector=1)
        page = reverse("cohort_members", args=[scope.slug, cohort.pk])
        CohortMember.objects.filter(cohort=cohort).update(state=CohortMember.State.ACTIVE)
        sign_in(client, fellow, second_factor=False)
        assert "Kim Unasked" not in client.get(page).content.decode()
        say_adult(Profile.objects.get(user__email=ADDRESS))
        assert "Kim Unasked" in client.get(page).content.decode()
        sign_in(client, director)
        assert "Kim Unasked" in client.get(page).content.decode()

    def test_what_the_city_knows_has_no_age(self, client: Client, scope: City, sign_in: Any) -> None:
        kim = type_in()
        sign_in(client, kim.user, second_factor=False)
        page = reverse("my_data", args=[scope.slug])
        assert "18 and over" not in client.get(page).content.decode()
        say_adult(kim)
        assert "18 and over" in client.get(page).content.decode()


def person_of(user: User) -> Profile:
    return profile_for(user, display_name="Fellow")


@pytest.mark.django_db(transaction=True)
def test_an_invitation_and_younger_at_once_leave_no_child_with_an_adults_role() -> None:
    city = CityFactory()
    with city_scope(city.pk, city):
        director = MembershipFactory(city=city, role="director").user
        kim = type_in()
        invitation = invite_person(city, actor=director, email=ADDRESS, display_name="Kim", role="facilitator")
    refusals = run_at_once(
        city,
        [
            lambda: accept_invitation(invitation, is_adult=True),
            lambda: say_younger(city, Profile.objects.select_related("user", "city").get(pk=kim.pk)),
        ],
    )
    with city_scope(city.pk, city):
        is_minor = Profile.objects.get(pk=kim.pk).is_minor
        leads = Membership.objects.filter(user=kim.user, role="facilitator").exists()
    assert (is_minor, leads) in {(True, False), (False, True)}
    assert refusals == (["stakeholders.role_for_grown_ups"] if is_minor else ["consents.adult_part"])
