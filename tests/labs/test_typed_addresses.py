"""A typed address is turned into no child's name: a place bears what was typed until the child itself has said yes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from consents.actions import change_consents, refuse_guardian
from consents.models import GuardianLink
from educities.accounts.models import User
from educities.activity.actions.delivery import deliver_due
from educities.activity.models import Message
from educities.kit.errors import DomainError
from labs.actions.members import NewMember, accept_seat, add_member, add_members, leave_cohort
from labs.models import Cohort, CohortMember
from labs.queries.pasted import SeatedPeople
from stakeholders.actions import appoint_representative
from stakeholders.models import Profile
from tests.consents.people import ACCOUNT_ALONE, YES, answered, asked, child_of
from tests.factories import CohortFactory, OrganisationFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
TRUE_NAME = "Lior Qadmon"
ADDRESS = "lior@example.org"


@pytest.fixture
def cohort(scope: City) -> Cohort:
    return CohortFactory(state="recruiting", capacity=8)


@pytest.fixture
def child(scope: City) -> Profile:
    return child_of(scope, UserFactory(email=ADDRESS), display_name=TRUE_NAME)


@pytest.fixture(params=["unknown", "waiting", "agreed", "refused"])
def address(request: pytest.FixtureRequest, scope: City) -> str:
    """An address of nobody; of a child that no adult has answered for; to whose account one said yes, or no."""
    if request.param == "unknown":
        return ADDRESS
    child = request.getfixturevalue("child")
    if request.param == "agreed":
        answered(child, YES)
    if request.param == "refused":
        refuse_guardian(asked(child)[1])
    return ADDRESS


def members_page(cohort: Cohort) -> str:
    return reverse("cohort_members", args=[cohort.city.slug, cohort.pk])


def rows_of(client: Client, cohort: Cohort) -> str:
    return client.get(members_page(cohort)).content.decode().partition("<main")[2]


def type_one(client: Client, cohort: Cohort, name: str = "Any One", **more: Any) -> str:
    form = {"display_name": name, "email": ADDRESS, "role": "member", "sector": "2", "language": "en", **more}
    return client.post(reverse("new_member", args=[cohort.city.slug, cohort.pk]), form, follow=True).content.decode()


def test_the_answer_is_the_same_whose_ever_the_address_is(
    client: Client, sign_in: Any, facilitator: User, cohort: Cohort, address: str
) -> None:
    sign_in(client, facilitator)
    page = type_one(client, cohort)
    assert "An invitation is on its way to Any One. The place is kept until the answer comes." in page
    again = type_one(client, cohort, "Another")
    assert "Any One has a place in this cohort already. Nothing was changed." in again
    shown = rows_of(client, cohort)
    assert "Any One" in shown
    assert cohort.members.get().state == "invited"
    assert f"/people/{cohort.members.get().profile_id}/" not in shown
    for text in (page, again, shown):
        assert "Lior" not in text
        assert "closed" not in text.partition("<main")[2]


def test_a_pasted_list_says_and_shows_the_same(
    client: Client, sign_in: Any, facilitator: User, cohort: Cohort, address: str
) -> None:
    sign_in(client, facilitator)
    way = reverse("paste_members", args=[cohort.city.slug, cohort.pk])
    form = {"people": f"Any One\t{ADDRESS}", "sector": "1", "language": "en"}
    preview = client.post(way, form)
    assert [line.outcome for line in preview.context["form"].lines] == ["new"]
    page = client.post(way, {**form, "seen": preview.context["form"].digest}, follow=True).content.decode()
    assert "1 invitation is on its way; the place is kept until the answer comes." in page
    assert ("Any One" in page, "Lior" in page) == (True, False)
    people = SeatedPeople(cohort, [ADDRESS], [TRUE_NAME])
    assert people.outcome_of("Any One", ADDRESS, set()) == "seated"
    # Nor is a guessed name confirmed.
    assert people.outcome_of(TRUE_NAME, "", set()) == "alone"


def test_what_is_said_of_one_who_has_agreed_is_the_same_too(
    client: Client, sign_in: Any, facilitator: User, cohort: Cohort, address: str
) -> None:
    sign_in(client, facilitator)
    assert "Place reserved for Any One." in type_one(client, cohort, agreed="on")


def test_a_list_says_who_is_in_and_who_is_asked(
    client: Client, sign_in: Any, facilitator: User, cohort: Cohort
) -> None:
    sign_in(client, facilitator)
    way = reverse("paste_members", args=[cohort.city.slug, cohort.pk])
    form = {"people": f"Any One\t{ADDRESS}\nDana\nAvi", "sector": "1", "language": "en"}
    preview = client.post(way, form)
    page = client.post(way, {**form, "seen": preview.context["form"].digest}, follow=True).content.decode()
    assert "2 people have a place now. 1 invitation is on its way; the place is kept until the answer comes." in page


def test_that_the_child_has_agreed_says_nobody_else(
    client: Client, sign_in: Any, facilitator: User, cohort: Cohort, child: Profile
) -> None:
    answered(child, YES)
    sign_in(client, facilitator)
    type_one(client, cohort, agreed="on")
    seat = cohort.members.get()
    assert seat.state == "invited"
    page = client.post(reverse("accept_seat", args=[cohort.city.slug, seat.pk]), follow=True).content.decode()
    assert "Only the person can accept this place" in page
    assert "Lior" not in page
    question = client.get(reverse("leave_cohort", args=[cohort.city.slug, seat.pk])).content.decode()
    assert ("Any One" in question, "Lior" in question) == (True, False)


def test_the_childs_own_yes_needs_the_guardians_and_brings_the_name(
    client: Client, sign_in: Any, facilitator: User, cohort: Cohort, child: Profile
) -> None:
    answered(child, ACCOUNT_ALONE)
    seat = add_member(cohort, actor=facilitator, display_name="Any One", email=ADDRESS, sector=1)
    sign_in(client, child.user)
    join = reverse("join_cohort", args=[cohort.city.slug, seat.pk])
    client.post(join)
    seat.refresh_from_db()
    assert (seat.state, seat.shown_name) == ("invited", "Any One")
    link = GuardianLink.objects.get(minor=child)
    change_consents(link, guardian=link.guardian, consents=YES)
    client.post(join)
    seat = CohortMember.objects.get(pk=seat.pk)
    assert (seat.state, seat.typed_name, seat.shown_name) == ("active", "", TRUE_NAME)
    sign_in(client, facilitator)
    assert TRUE_NAME in rows_of(client, cohort)


def test_an_adult_of_the_city_keeps_the_own_name(
    client: Client, sign_in: Any, facilitator: User, cohort: Cohort
) -> None:
    ProfileFactory(user=UserFactory(email=ADDRESS), display_name="Dana Levi")
    sign_in(client, facilitator)
    assert "An invitation is on its way to Dana Levi." in type_one(client, cohort)
    seat = cohort.members.get()
    client.post(reverse("accept_seat", args=[cohort.city.slug, seat.pk]))
    seat.refresh_from_db()
    assert (seat.state, seat.typed_name) == ("active", "")


def test_a_child_that_is_in_already_is_not_named_by_its_address(
    client: Client, sign_in: Any, facilitator: User, cohort: Cohort, child: Profile
) -> None:
    answered(child, YES)
    add_member(cohort, actor=facilitator, profile=child, sector=1)
    sign_in(client, facilitator)
    form = {"display_name": "Any One", "email": ADDRESS, "role": "member", "sector": "2", "another": "1"}
    way = reverse("new_member", args=[cohort.city.slug, cohort.pk])
    page = client.post(way, form, follow=True).content.decode()
    assert "Any One has a place in this cohort already." in page
    assert "Lior" not in page


def test_what_was_typed_goes_with_the_place(cohort: Cohort, facilitator: User, child: Profile) -> None:
    seat = add_member(cohort, actor=facilitator, display_name="Any One", email=ADDRESS, sector=1)
    leave_cohort(seat, actor=facilitator)
    assert CohortMember.objects.get(pk=seat.pk).typed_name == ""


def test_nothing_is_mailed_to_a_child_whose_account_is_closed(
    cohort: Cohort, facilitator: User, child: Profile
) -> None:
    refuse_guardian(asked(child)[1])
    City.objects.filter(pk=cohort.city_id).update(quiet_from="00:00", quiet_until="00:00", keeps_sabbath=False)
    add_members(cohort, actor=facilitator, people=[NewMember("Any One", ADDRESS)], sector=1)
    deliver_due()
    kinds = dict(Message.objects.filter(user=child.user).values_list("kind", "state"))
    assert kinds["labs.member_invited"] == "cancelled"


@pytest.mark.parametrize("is_refused", [False, True])
def test_who_names_a_representative_is_not_told_of_a_child(child: Profile, director: User, is_refused: bool) -> None:
    if is_refused:
        refuse_guardian(asked(child)[1])
    with pytest.raises(DomainError) as error:
        appoint_representative(OrganisationFactory(), actor=director, email=ADDRESS, display_name="Any One")
    assert error.value.code == "stakeholders.joins_alone"
    assert not any(word in str(error.value) for word in ("18", "closed", "Lior"))


def test_a_place_that_was_given_by_choice_is_answered_by_those_who_lead(cohort: Cohort, facilitator: User) -> None:
    seat = add_member(cohort, actor=facilitator, display_name="Avi", email="avi@example.org", sector=1, agreed=False)
    accept_seat(seat, actor=facilitator)
    assert seat.state == "active"
