"""A name that somebody in the city bears is no new person before it was said so: pasted, or added by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from labs.forms.paste_members import PasteMembersForm
from labs.models import Cohort, LabSeat
from stakeholders.models import Profile
from tests.factories import (
    ChildFactory,
    CohortFactory,
    CohortMemberFactory,
    ProfileFactory,
    UserFactory,
)
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
LIST = {"sector": "1", "agreed": "on"}


@pytest.fixture
def cohort(scope: City) -> Cohort:
    return CohortFactory(state="recruiting", capacity=8)


@pytest.fixture
def send(client: Client, sign_in: Callable[..., Client], director: User, cohort: Cohort) -> Callable[..., Any]:
    sign_in(client, director)
    address = reverse("paste_members", args=[cohort.city.slug, cohort.pk])
    return lambda people, **more: client.post(address, {**LIST, "people": people, **more})


@pytest.fixture
def send_one(client: Client, sign_in: Callable[..., Client], director: User, cohort: Cohort) -> Callable[..., Any]:
    sign_in(client, director)
    address = reverse("new_member", args=[cohort.city.slug, cohort.pk])
    return lambda **more: client.post(address, {**LIST, "role": "member", "language": "he", **more})


def choice_of(form: PasteMembersForm) -> str:
    (name,) = form.guesses
    return name


def test_a_pasted_name_of_the_city_is_asked_about(send: Any, cohort: Cohort) -> None:
    dalia = ProfileFactory(display_name="דליה רגב")
    form = send("דליה  רגב\nRami").context["form"]
    assert [line.outcome for line in form.lines] == ["namesake", "alone"]
    assert [number for number, _label in form[choice_of(form)].field.choices] == [str(dalia.pk), "new"]
    assert form.data[choice_of(form)] == ""


def test_nobody_is_added_before_it_is_said_who_is_meant(send: Any, cohort: Cohort) -> None:
    ProfileFactory(display_name="Dalia")
    seen = send("dalia\nRami").context["form"].digest
    answer = send("dalia\nRami", seen=seen)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [choice_of(answer.context["form"])]
    assert "Add 2 people" in answer.content.decode()
    assert not cohort.members.exists()


def test_whoever_sits_in_the_lab_is_the_first_guess_and_gets_the_place(send: Any, cohort: Cohort) -> None:
    ProfileFactory(display_name="Dalia")
    dalia = ProfileFactory(display_name="Dalia")
    LabSeat.objects.create(lab=cohort.lab, profile=dalia, role="facilitator")
    form = send("Dalia").context["form"]
    name, people = choice_of(form), Profile.objects.count()
    assert form.data[name] == str(dalia.pk)
    send("Dalia", seen=form.digest, **{name: form.data[name]})
    assert cohort.members.get().profile == dalia
    assert Profile.objects.count() == people


def test_somebody_else_of_the_name_is_a_new_person(send: Any, cohort: Cohort) -> None:
    dalia = ProfileFactory(display_name="Dalia")
    form = send("Dalia").context["form"]
    send("Dalia", seen=form.digest, **{choice_of(form): "new"})
    assert cohort.members.get().profile != dalia


def test_a_choice_of_somebody_who_does_not_bear_the_name_is_refused(send: Any, cohort: Cohort) -> None:
    ProfileFactory(display_name="Dalia")
    other = ProfileFactory(display_name="Rami")
    form = send("Dalia").context["form"]
    assert send("Dalia", seen=form.digest, **{choice_of(form): str(other.pk)}).status_code == 422
    assert not cohort.members.exists()


@pytest.mark.parametrize(("user", "outcome"), [(None, "namesake"), (UserFactory, "new")])
def test_beside_a_new_address_only_people_without_an_account_are_meant(
    send: Any, cohort: Cohort, user: Any, outcome: str
) -> None:
    ProfileFactory(display_name="Dalia", user=user and user())
    form = send("Dalia\tdalia@example.org").context["form"]
    assert [line.outcome for line in form.lines] == [outcome]


def test_a_child_is_nobodys_namesake(send: Any, cohort: Cohort) -> None:
    ChildFactory(display_name="Dalia")
    assert [line.outcome for line in send("Dalia").context["form"].lines] == ["alone"]


def test_nobody_of_another_city_is(send: Any, cohort: Cohort, other_city: City) -> None:
    with city_scope(other_city.pk):
        ProfileFactory(display_name="Dalia")
    assert [line.outcome for line in send("Dalia").context["form"].lines] == ["alone"]


def test_whoever_has_a_place_already_keeps_it_without_an_address_too(send: Any, cohort: Cohort) -> None:
    CohortMemberFactory(cohort=cohort, profile=ProfileFactory(display_name="Dalia", user=UserFactory()))
    assert [line.outcome for line in send("Dalia").context["form"].lines] == ["seated"]


def test_namesakes_cost_the_same_for_one_and_three(send: Any, cohort: Cohort) -> None:
    names: list[str] = []

    def more(count: int) -> None:
        for _ in range(count):
            names.append(f"Dalia {'abcdef'[len(names)]}")
            ProfileFactory(display_name=names[-1])

    assert_same_queries(lambda: send("\n".join(names)), more)


def test_a_single_new_name_of_the_city_is_asked_about_too(send_one: Any, cohort: Cohort) -> None:
    dalia = ProfileFactory(display_name="Dalia")
    answer = send_one(display_name="dalia")
    assert list(answer.context["form"].errors) == ["namesake"]
    send_one(display_name="dalia", namesake=str(dalia.pk))
    assert cohort.members.get().profile == dalia


def test_a_single_new_person_may_have_the_name_of_another(send_one: Any, cohort: Cohort) -> None:
    dalia = ProfileFactory(display_name="Dalia")
    send_one(display_name="Dalia", namesake="new")
    assert cohort.members.get().profile != dalia
