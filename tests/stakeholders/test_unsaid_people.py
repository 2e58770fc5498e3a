"""Whom the team typed in and who has said no age yet: named to the team alone, and offered no act that is refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from stakeholders.actions import appoint_representative
from stakeholders.models import Organisation
from tests.factories import MembershipFactory, OrganisationFactory, RepresentationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(scope: City) -> Organisation:
    return OrganisationFactory()


@pytest.fixture
def manager(organisation: Organisation) -> User:
    """Speaks for the organisation and manages its page; no part of the team."""
    user = RepresentationFactory(organisation=organisation, may_manage=True, profile__user=UserFactory()).profile.user
    MembershipFactory(user=user, role="organisation", scope_type="organisation", scope_id=organisation.pk)
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
        asked = {"email": "omar@example.org", "display_name": "O.", "language": "en"}
        page = client.post(url, asked, follow=True).content.decode()
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
