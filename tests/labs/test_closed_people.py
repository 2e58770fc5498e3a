"""Whose account is closed, or whom another city knows as under 18, is added by nobody, and is told apart by nobody."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from labs.actions.members import add_member
from labs.models import Cohort
from labs.queries.pasted import SeatedPeople
from stakeholders.actions import appoint_representative, profile_for
from stakeholders.models import AgeBand
from tests.factories import CohortFactory, OrganisationFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = {"sector": "1", "agreed": "on"}


@pytest.fixture
def cohort(scope: City) -> Cohort:
    return CohortFactory(state="recruiting", capacity=8)


@pytest.fixture
def closed(scope: City) -> User:
    return ProfileFactory(user=UserFactory(is_active=False)).user


@pytest.fixture
def child_elsewhere(other_city: City) -> User:
    user = UserFactory()
    with city_scope(other_city.pk):
        profile_for(user, display_name="Lior", age_band=AgeBand.YOUTH, needs_guardian=True)
    return user


def outcomes_of(cohort: Cohort, *emails: str) -> list[str]:
    people = SeatedPeople(cohort, emails)
    return [people.outcome_of("Somebody", email, set()) for email in emails]


def test_a_closed_account_is_added_in_neither_way(cohort: Cohort, closed: User, director: User) -> None:
    for act in (
        lambda: add_member(cohort, actor=director, display_name="D", email=closed.email, sector=1),
        lambda: appoint_representative(OrganisationFactory(), actor=director, email=closed.email, display_name="D"),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "stakeholders.account_closed"


def test_the_preview_says_the_same_of_both(cohort: Cohort, closed: User, child_elsewhere: User) -> None:
    EmailAddress.objects.create(user=child_elsewhere, email="lior@school.example.org", verified=True)
    asked = (closed.email, child_elsewhere.email, "lior@school.example.org", "new@example.org")
    assert outcomes_of(cohort, *asked) == ["closed", "closed", "closed", "new"]


def test_a_list_of_nobody_has_no_button_that_adds_zero(
    client: Client, sign_in: Any, director: User, cohort: Cohort, closed: User
) -> None:
    sign_in(client, director)
    address = reverse("paste_members", args=["bat-galim", cohort.pk])
    preview = client.post(address, {**LIST, "people": f"D\t{closed.email}"})
    page = preview.content.decode()
    assert ("Nobody is added by this list." in page, "Add 0 people" in page) == (True, False)
    sent = {**LIST, "people": f"D\t{closed.email}", "seen": preview.context["form"].digest}
    assert client.post(address, sent).status_code == 200
    assert not cohort.members.exists()


def test_a_line_that_becomes_something_else_meanwhile_is_shown_anew(
    client: Client, sign_in: Any, director: User, cohort: Cohort
) -> None:
    sign_in(client, director)
    seat = add_member(cohort, actor=director, display_name="Dana", email="dana@example.org", sector=1)
    address, people = (
        reverse("paste_members", args=["bat-galim", cohort.pk]),
        "Dana\tdana@example.org\nNoa\tnoa@example.org",
    )
    preview = client.post(address, {**LIST, "people": people})
    assert "Add 1 person" in preview.content.decode()
    seat.delete()
    answer = client.post(address, {**LIST, "people": people, "seen": preview.context["form"].digest})
    assert answer.status_code == 200
    assert "Add 2 people" in answer.content.decode()
    assert not cohort.members.exists()
