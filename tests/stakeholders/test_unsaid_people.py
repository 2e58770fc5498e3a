"""Whom the team typed in and who has said no age yet: named to the team alone, and offered no act that is refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from challenges.forms.answers import ResponsibleField
from cities.models import City
from collaborations.forms.proposals import IntroductionForm
from educities.accounts.models import User
from forum.forms.seats import SeatForm
from journeys.actions.travellers import add_travellers
from journeys.forms.travellers import TravellersForm
from journeys.queries.travellers import list_candidates
from labs.actions.labs import seat_representative
from labs.actions.members import add_member
from labs.forms.labs import FacilitatorSeatForm, RepresentationField
from labs.models import CohortMember, LabSeat
from stakeholders.actions import appoint_representative
from stakeholders.actions.verification import vouch_for
from stakeholders.forms.person_select import AccountField, AdultField, PersonField
from stakeholders.models import Organisation, Profile, Representation, Verification
from tests.factories import (
    CohortFactory,
    ExpeditionFactory,
    LabFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.support import refused, say_adult

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(scope: City) -> Organisation:
    return OrganisationFactory()


@pytest.fixture
def manager(organisation: Organisation) -> User:
    """Speaks for the organisation and manages its page; no part of the team."""
    user = RepresentationFactory(organisation=organisation, may_manage=True, profile__user=UserFactory()).profile.user
    MembershipFactory(
        user=user, city=organisation.city, role="organisation", scope_type="organisation", scope_id=organisation.pk
    )
    return user


def ask_omar(organisation: Organisation, actor: User) -> Any:
    return appoint_representative(organisation, actor=actor, email="omar@example.org", display_name="Omar")


class TestOnTheOrganisationsPage:
    def test_a_representative_reads_how_many_were_asked_and_no_name(
        self, client: Client, organisation: Organisation, manager: User, director: User, sign_in: Any
    ) -> None:
        ask_omar(organisation, director)
        page = sign_in(client, manager).get(organisation.get_absolute_url()).content.decode()
        assert "Omar" not in page
        assert "1 person was asked and has not answered yet." in page
        page = sign_in(client, director).get(organisation.get_absolute_url()).content.decode()
        assert "Omar" in page
        assert "was asked and has not answered yet" not in page

    @pytest.mark.parametrize("name", ["change_representation", "end_representation"])
    def test_nor_on_the_pages_behind(
        self, client: Client, organisation: Organisation, manager: User, director: User, sign_in: Any, name: str
    ) -> None:
        asked = ask_omar(organisation, director)
        url = reverse(name, args=[organisation.city.slug, asked.pk])
        assert "Omar" not in sign_in(client, manager).get(url).content.decode()
        assert "Omar" in sign_in(client, director).get(url).content.decode()

    def test_nor_after_typing_the_address_under_another_name(
        self, client: Client, organisation: Organisation, manager: User, director: User, sign_in: Any
    ) -> None:
        ask_omar(OrganisationFactory(), director)
        sign_in(client, manager)
        url = reverse("appoint_representative", args=[organisation.city.slug, organisation.pk])
        asked = {"email": "omar@example.org", "display_name": "Omri Levi", "language": "en"}
        page = client.post(url, asked, follow=True).content.decode()
        assert Representation.objects.filter(organisation=organisation, accepted_at=None).exists(), page.partition(
            "<main"
        )[2][:6000]
        assert "once they accept" in page
        assert "Omar" not in page

    def test_an_adult_who_was_asked_is_named(
        self, client: Client, organisation: Organisation, manager: User, sign_in: Any
    ) -> None:
        RepresentationFactory(
            organisation=organisation, accepted_at=None, profile__display_name="Noa", profile__user=UserFactory()
        )
        page = sign_in(client, manager).get(organisation.get_absolute_url()).content.decode()
        assert "Noa" in page
        assert "was asked and has not answered yet" not in page


@pytest.fixture
def kim(scope: City, director: User) -> Profile:
    """A facilitator has typed Kim's address into a cohort."""
    cohort = CohortFactory(state="recruiting", capacity=8)
    return add_member(cohort, actor=director, display_name="Kim", email="kim@example.org", sector=2).profile


MARK = "not asked about their age yet"


class TestWhereTheTeamReadsTheName:
    def test_the_search_marks_them(self, client: Client, kim: Profile, director: User, sign_in: Any) -> None:
        ProfileFactory(display_name="Kim Levi", user=UserFactory())
        found = sign_in(client, director).get(reverse("search", args=[kim.city.slug]), {"q": "Kim"})
        lines = {line.name: line.facts for group in found.context["groups"] for line in group.lines}
        assert MARK in lines["Kim"]
        assert MARK not in lines["Kim Levi"]

    def test_a_choice_among_people_marks_them(self, client: Client, kim: Profile, director: User, sign_in: Any) -> None:
        ProfileFactory(display_name="Kim Levi", user=UserFactory())
        field = PersonField()
        others = Profile.objects.exclude(pk=kim.pk).values_list("display_name", flat=True)
        assert {field.label_from_instance(row) for row in field.rows()} == {f"Kim · {MARK}", *others}
        page = sign_in(client, director).get(reverse("find_people", args=[kim.city.slug]), {"name": "p", "p-q": "Kim"})
        assert f"Kim · {MARK}" in page.content.decode()

    def test_the_members_of_a_cohort_are_marked(
        self, client: Client, kim: Profile, director: User, sign_in: Any
    ) -> None:
        page = reverse("cohort_members", args=[kim.city.slug, CohortMember.objects.get().cohort_id])
        sign_in(client, director)
        assert MARK in client.get(page).content.decode()
        say_adult(kim)
        assert MARK not in client.get(page).content.decode()


class TestForTheTeam:
    def test_the_list_marks_them_and_its_head_says_so(
        self, client: Client, scope: City, kim: Profile, director: User, sign_in: Any
    ) -> None:
        ProfileFactory(display_name="Noa", user=UserFactory())
        url = reverse("people", args=[scope.slug])
        page = " ".join(sign_in(client, director).get(url).content.decode().split())
        row = page.partition(kim.get_absolute_url())[2].partition("</li>")[0]
        assert "not asked about their age yet" in row
        assert page.count("not asked about their age yet") == 1
        assert "those not asked about their age" in page
        say_adult(kim)
        assert "not asked about their age yet" not in client.get(url).content.decode()

    def test_their_page_offers_nothing_that_is_refused(
        self, client: Client, kim: Profile, director: User, sign_in: Any
    ) -> None:
        offers = [reverse(name, args=[kim.city.slug, kim.pk]) for name in ("vouch_for", "propose_to_person")]
        page = sign_in(client, director).get(kim.get_absolute_url()).content.decode()
        assert [url for url in offers if url in page] == []
        assert "not asked about their age yet" in page
        say_adult(kim)
        page = client.get(kim.get_absolute_url()).content.decode()
        assert [url for url in offers if url in page] == offers

    def test_nobody_says_to_have_met_them(self, client: Client, kim: Profile, director: User, sign_in: Any) -> None:
        assert refused(lambda: vouch_for(kim, actor=director)) == "stakeholders.age_not_said"
        url = reverse("vouch_for", args=[kim.city.slug, kim.pk])
        page = sign_in(client, director).get(url).content.decode()
        assert "It is not known yet whether this person is 18 or older." in page
        assert client.post(url, {"basis": "known"}).status_code == 409
        assert not Verification.objects.exists()
        say_adult(kim)
        kim.refresh_from_db()
        assert vouch_for(kim, actor=director).profile == kim

    @pytest.mark.parametrize("field", [AccountField, AdultField, ResponsibleField])
    def test_no_form_offers_them_whose_act_refuses_them(self, kim: Profile, field: Any) -> None:
        LabSeat.objects.create(
            lab=LabFactory(), profile=kim, organisation=OrganisationFactory(), sector=1, role="representative"
        )
        assert kim not in field().rows()
        assert kim in PersonField().rows()
        say_adult(kim)
        assert kim in field().rows()

    def test_the_forms_of_seats_and_of_who_leads_children_are_of_these(self, scope: City) -> None:
        forms = ((SeatForm, "profile"), (FacilitatorSeatForm, "profile"), (IntroductionForm, "led_by"))
        assert [issubclass(type(form.base_fields[name]), AdultField) for form, name in forms] == [True] * 3

    def test_nor_is_a_seat_given_to_who_was_asked_to_represent(
        self, organisation: Organisation, director: User
    ) -> None:
        asked, lab = ask_omar(organisation, director), LabFactory()
        assert asked not in RepresentationField().rows()
        act = lambda: seat_representative(  # noqa: E731
            lab, actor=director, profile=asked.profile, organisation=organisation
        )
        assert refused(act) == "consents.age_not_said"
        say_adult(asked.profile)
        asked.profile.refresh_from_db()
        assert act().profile == asked.profile

    def test_nobody_is_responsible_for_children_before(self, kim: Profile, director: User) -> None:
        seat = CohortMember.objects.get(profile=kim)
        trip = ExpeditionFactory(cohort=seat.cohort)
        people = list_candidates(trip)
        assert kim in people
        chosen: Any = TravellersForm(people=people).fields["responsible"]
        assert kim not in chosen.queryset
        act = lambda: add_travellers(trip, actor=director, responsible=[kim])  # noqa: E731
        assert refused(act) == "journeys.responsible_not_adult"
        say_adult(kim)
        assert [row.profile for row in act()] == [kim]
