"""Whom others typed in is an adult nowhere until they have said it themselves: they are asked once, before anything else."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from challenges.actions.residents import confirm_act, store_act
from cities.actions import accept_invitation, invite_person
from cities.models import City, Membership
from collaborations.queries.choices import find_askable_people
from consents.actions.said_ages import say_age
from consents.models import GuardianLink
from consents.values import ADULT
from educities.accounts.models import User
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from labs.actions.members import add_member
from labs.models import CohortMember, LabSeat
from matching.queries.who import meeting_people
from stakeholders.actions import accept_representation, appoint_representative, claim_area
from stakeholders.actions.adulthood import are_adults
from stakeholders.actions.people import person_of_address, profile_for
from stakeholders.models import Profile, Representation
from stakeholders.queries.people_listed import listed_people, people_open_to
from stakeholders.queries.shared_people import find_shared_people
from tests.factories import (
    AreaFactory,
    ChallengeFactory,
    CohortFactory,
    LabFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
YOUNGER = {"age": "younger", "birth_month": "5"}


@pytest.fixture
def kim(scope: City, director: User) -> User:
    """A facilitator has typed Kim's address into a cohort, as one who has agreed to come."""
    cohort = CohortFactory(state="recruiting", capacity=8)
    add_member(cohort, actor=director, display_name="Kim", email="kim@example.org", sector=2)
    return User.objects.get(email="kim@example.org")


def ask_page(city: City) -> str:
    return reverse("say_age", args=[city.slug])


def find_kim() -> Profile:
    return Profile.objects.select_related("user").get(user__email="kim@example.org")


def refused(act: Any) -> str:
    with pytest.raises(DomainError) as error:
        act()
    return error.value.code


class TestUntilItIsSaid:
    def test_the_mark_is_the_accounts_and_no_age_stands_anywhere(self, kim: User) -> None:
        assert kim.is_age_unsaid
        assert find_kim().age_band == "adult"
        assert not find_kim().is_adult
        assert not are_adults(find_kim())

    def test_a_representative_who_was_typed_in_waits_as_well(self, scope: City, director: User) -> None:
        row = appoint_representative(
            OrganisationFactory(), actor=director, email="omar@example.org", display_name="Omar"
        )
        assert row.profile.user.is_age_unsaid
        assert (
            refused(lambda: accept_representation(row, actor=row.profile.user)) == "stakeholders.representative_minor"
        )
        say_age(row.profile, ADULT, actor=row.profile.user)
        assert accept_representation(row, actor=row.profile.user).accepted_at

    def test_nobody_but_the_team_finds_them(self, scope: City, kim: User, director: User) -> None:
        assert find_kim() in listed_people(of_team=True)
        assert find_kim() in people_open_to(director)
        for people in (listed_people(), meeting_people(), find_shared_people(), find_askable_people(director, scope)):
            assert find_kim() not in people
        say_age(find_kim(), ADULT, actor=kim)
        for people in (listed_people(), meeting_people(), find_askable_people(director, scope)):
            assert find_kim() in people

    def test_nothing_is_written_about_them(self, kim: User, director: User) -> None:
        claim = {"area": AreaFactory(), "kind": "strength"}
        assert refused(lambda: claim_area(find_kim(), actor=kim, **claim)) == "consents.age_not_said"
        say_age(find_kim(), ADULT, actor=kim)
        assert claim_area(find_kim(), actor=kim, **claim).profile == find_kim()

    def test_the_teams_list_and_its_number_have_them_and_the_residents_have_not(
        self, client: Client, scope: City, kim: User, director: User, resident: User, sign_in: Any
    ) -> None:
        people = reverse("people", args=[scope.slug])
        sign_in(client, director)
        assert "Kim" in client.get(people).content.decode()
        sign_in(client, resident, second_factor=False)
        assert "Kim" not in client.get(people).content.decode()


class TestWhoIsNotAsked:
    def test_who_has_come_by_themselves_and_said_it(self, scope: City, other_city: City, director: User) -> None:
        user = MembershipFactory(role="resident", city=other_city).user
        person_of_address(user.email, display_name="D", language="en", actor=director)
        user.refresh_from_db()
        assert not user.is_age_unsaid

    def test_who_has_a_profile_here_already(self, scope: City, director: User) -> None:
        profile = ProfileFactory(user=UserFactory())
        person_of_address(profile.user.email, display_name="D", language="en", actor=director)
        profile.user.refresh_from_db()
        assert not profile.user.is_age_unsaid

    def test_an_account_without_any_city_is(self, scope: City, director: User) -> None:
        """Making an account asks no age."""
        user = UserFactory()
        person_of_address(user.email, display_name="D", language="en", actor=director)
        user.refresh_from_db()
        assert user.is_age_unsaid

    def test_a_second_city_asks_for_the_same_answer(
        self, scope: City, other_city: City, kim: User, director: User
    ) -> None:
        with city_scope(other_city.pk):
            person_of_address(kim.email, display_name="Kim", language="en", actor=director)
        say_age(find_kim(), ADULT, actor=kim)
        kim.refresh_from_db()
        assert not kim.is_age_unsaid
        with city_scope(other_city.pk):
            assert find_kim().is_adult

    @pytest.mark.parametrize("name", ["leave_city", "my_data"])
    def test_leaving_and_what_is_known_wait_for_nothing(
        self, client: Client, scope: City, kim: User, sign_in: Any, name: str
    ) -> None:
        sign_in(client, kim, second_factor=False)
        assert client.get(reverse(name, args=[scope.slug])).status_code == 200

    def test_a_page_that_everybody_reads(self, client: Client, scope: City, kim: User, sign_in: Any) -> None:
        sign_in(client, kim, second_factor=False)
        assert client.get(reverse("city", args=[scope.slug])).status_code == 200

    def test_who_comes_by_an_own_way_says_it_there(self, scope: City, kim: User, director: User) -> None:
        """An invitation by mail asks it, and nobody asks again."""
        invitation = invite_person(scope, actor=director, email=kim.email, display_name="Kim", role="facilitator")
        assert refused(lambda: accept_invitation(invitation)) == "cities.age_not_said"
        accept_invitation(invitation, is_adult=True)
        kim.refresh_from_db()
        assert not kim.is_age_unsaid


class TestThePage:
    def test_every_page_of_ones_own_leads_to_it_and_back(
        self, client: Client, scope: City, kim: User, sign_in: Any
    ) -> None:
        sign_in(client, kim, second_factor=False)
        mine = reverse("mine", args=[scope.slug])
        answer = client.get(mine)
        assert answer.url.startswith(ask_page(scope))
        page = client.get(answer.url)
        assert page.status_code == 200
        assert not page.context["form"]["age"].value(), "nothing is chosen beforehand"
        said = client.post(answer.url, {"age": "older", "next": mine})
        assert said.url == mine
        assert client.get(mine).status_code == 200
        assert find_kim().is_adult
        assert AuditEntry.objects.filter(verb="consents.adult_said").count() == 1
        # Asked once: the page itself leads on.
        assert "The city knows you as 18 or older." in client.get(ask_page(scope)).content.decode()

    def test_twice_is_once(self, kim: User) -> None:
        for _time in range(2):
            say_age(find_kim(), ADULT, actor=kim)
        assert AuditEntry.objects.filter(verb="consents.adult_said").count() == 1

    def test_the_seat_to_which_the_mail_leads_opens_afterwards(
        self, client: Client, scope: City, director: User, sign_in: Any
    ) -> None:
        cohort = CohortFactory(state="recruiting", capacity=8)
        add_member(cohort, actor=director, display_name="Kim", email="kim@example.org", sector=2, agreed=False)
        kim = find_kim().user
        sign_in(client, kim, second_factor=False)
        where = cohort.get_absolute_url()
        answer = client.get(where)
        assert answer.url.startswith(ask_page(scope))
        assert client.post(answer.url, {"age": "older"}).url == where
        assert client.get(where).status_code == 200

    def test_an_idea_waits_for_it(self, client: Client, scope: City, kim: User, sign_in: Any) -> None:
        sign_in(client, kim, second_factor=False)
        page = reverse("write_idea", args=[scope.slug, ChallengeFactory().pk])
        assert client.get(page).url.startswith(ask_page(scope))
        assert client.post(page, {"text": "A swing between the two trees"}).url.startswith(ask_page(scope))

    def test_what_was_typed_is_there_afterwards(
        self, client: Client, scope: City, director: User, sign_in: Any
    ) -> None:
        """The page was drawn before the address was typed in."""
        kim = UserFactory(email="kim@example.org")
        with city_scope(scope.pk):
            profile_for(kim, display_name="Kim")
        MembershipFactory(user=kim, city=scope, role="resident")
        sign_in(client, kim, second_factor=False)
        page = reverse("change_profile", args=[scope.slug, find_kim().pk])
        assert client.get(page).status_code == 200
        User.objects.filter(pk=kim.pk).update(is_age_unsaid=True)
        answer = client.post(page, {"display_name": "Kim of the harbour"})
        asked = client.get(answer.url)
        assert "What you typed is kept" in asked.content.decode()
        back = client.post(answer.url, {"age": "older"})
        assert back.url == page
        assert "Kim of the harbour" in client.get(page).content.decode()

    def test_nothing_and_nonsense_are_asked_back(self, client: Client, scope: City, kim: User, sign_in: Any) -> None:
        sign_in(client, kim, second_factor=False)
        year = str(scope.today().year - 30)
        for sent, wrong in (
            ({}, "age"),
            ({"age": "younger"}, "birth_month"),
            ({**YOUNGER, "birth_year": year}, "birth_year"),
        ):
            answer = client.post(ask_page(scope), sent)
            assert answer.status_code == 422
            assert wrong in answer.context["form"].errors
        kim.refresh_from_db()
        assert kim.is_age_unsaid

    def test_pages_of_others_cost_nothing_more(
        self, client: Client, scope: City, resident: User, kim: User, sign_in: Any
    ) -> None:
        sign_in(client, resident, second_factor=False)
        mine = reverse("mine", args=[scope.slug])
        client.get(mine)
        with CaptureQueriesContext(connection) as queries:
            client.get(mine)
        from consents import middleware

        with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as without:
            patch.setattr(middleware, "find_age_question", lambda request: "")
            client.get(mine)
        assert len(queries) == len(without)


class TestWhoIsYounger:
    def sent(self, city: City, years: int) -> dict[str, str]:
        return {**YOUNGER, "birth_year": str(city.today().year - years), "guardian_email": "mother@example.org"}

    def test_is_known_as_that_everywhere_and_a_guardian_is_asked(
        self, client: Client, scope: City, kim: User, sign_in: Any
    ) -> None:
        sign_in(client, kim, second_factor=False)
        client.post(ask_page(scope), self.sent(scope, 12))
        kim.refresh_from_db()
        assert kim.is_minor
        assert not kim.is_age_unsaid
        assert find_kim().needs_guardian
        assert GuardianLink.objects.get(minor=find_kim()).guardian_email == "mother@example.org"
        assert CohortMember.objects.get(profile=find_kim()).state == "awaiting_consent"
        assert find_kim() not in listed_people(of_team=True)

    def test_who_needs_no_guardian_goes_on(self, client: Client, scope: City, kim: User, sign_in: Any) -> None:
        City.objects.filter(pk=scope.pk).update(account_age=14)
        sign_in(client, kim, second_factor=False)
        mine = reverse("mine", args=[scope.slug])
        assert client.post(ask_page(scope), {**self.sent(scope, 17), "next": mine}).url == mine
        assert find_kim().is_minor
        assert not GuardianLink.objects.exists()
        assert client.get(mine).status_code == 200

    def test_a_guardians_address_is_needed_below_the_citys_age(
        self, client: Client, scope: City, kim: User, sign_in: Any
    ) -> None:
        sign_in(client, kim, second_factor=False)
        answer = client.post(ask_page(scope), {**self.sent(scope, 12), "guardian_email": ""})
        assert list(answer.context["form"].errors) == ["guardian_email"]
        own = client.post(ask_page(scope), {**self.sent(scope, 12), "guardian_email": kim.email})
        assert "This is your own address" in own.content.decode()
        kim.refresh_from_db()
        assert kim.is_age_unsaid, "nothing is known when something was refused"

    def test_what_only_an_adult_is_asked_is_answered_with_a_no(
        self, client: Client, scope: City, kim: User, director: User, sign_in: Any
    ) -> None:
        appoint_representative(OrganisationFactory(), actor=director, email=kim.email, display_name="Kim")
        house = OrganisationFactory()
        LabSeat.objects.create(lab=LabFactory(), profile=find_kim(), organisation=house, sector=house.sector)
        sign_in(client, kim, second_factor=False)
        client.post(ask_page(scope), self.sent(scope, 12))
        assert not Representation.objects.standing().exists()
        assert not LabSeat.objects.filter(profile=find_kim()).exists()

    def test_who_has_an_adults_part_is_sent_to_the_team_and_still_asked(
        self, client: Client, scope: City, kim: User, sign_in: Any
    ) -> None:
        Membership.objects.create(user=kim, city=scope, role="organisation", scope_type="organisation", scope_id=1)
        sign_in(client, kim, second_factor=False)
        answer = client.post(ask_page(scope), self.sent(scope, 12))
        assert answer.status_code == 409
        kim.refresh_from_db()
        assert kim.is_age_unsaid

    @pytest.mark.parametrize("is_child", [True, False])
    def test_an_act_by_a_link_says_it_too(self, scope: City, kim: User, is_child: bool) -> None:
        """The form of an idea asks it of whoever is not signed in."""
        age = {"age_band": "child", "next_band_month": "2031-05-01", "needs_guardian": True}
        payload: Any = {"text": "A swing between two trees", "guardian_email": "mother@example.org"}
        payload |= age if is_child else {}
        confirm_act(store_act(ChallengeFactory(), "idea", email=kim.email, language="en", payload=payload))
        kim.refresh_from_db()
        assert not kim.is_age_unsaid
        assert find_kim().is_minor is is_child
