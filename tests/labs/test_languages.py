"""Whoever is added is written to in the language that the form asks for, guessed from the page's."""

from typing import Any

import pytest
from django.urls import reverse

from cities.models import Invitation
from educities.accounts.models import User
from tests.factories import CohortFactory, LabFactory

pytestmark = pytest.mark.django_db
NEW = {"display_name": "Samir", "email": "samir@example.org", "sector": "1", "role": "member"}


@pytest.fixture
def page(client: Any, scope: Any, director: Any, sign_in: Any) -> str:
    sign_in(client, director)
    return reverse("new_member", args=[scope.slug, CohortFactory(state="running").pk])


def test_the_form_guesses_from_the_pages_language(client: Any, page: str) -> None:
    client.cookies["language"] = "ar"
    assert '<option value="ar" selected>' in client.get(page).content.decode()


def test_a_new_member_reads_the_language_that_was_chosen(client: Any, page: str) -> None:
    assert client.post(page, {**NEW, "language": "ar"}).status_code == 302
    assert User.objects.get(email="samir@example.org").language == "ar"


def test_nobody_is_said_to_have_agreed_beforehand(client: Any, page: str) -> None:
    assert not client.get(page).context["form"]["agreed"].value()


def test_a_facilitator_is_invited_in_the_chosen_language(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    given = {"display_name": "Samir", "email": "samir@example.org", "language": "ar"}
    assert client.post(reverse("seat_facilitator", args=[scope.slug, LabFactory().pk]), given).status_code == 302
    assert Invitation.objects.get().language == "ar"
