"""A link that opens nothing says the same on every page, no more than is known, and leads on."""

from typing import Any

import pytest
from django.test import Client

from cities.models import City
from educities.accounts.actions.sign_in import offer_link
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

WHY = "It was already used, we sent you a newer one, it is too old, or part of it is missing."
TITLE = "This link no longer works"


def read_ended(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 410
    page = answer.content.decode()
    assert f"<h1>{TITLE}</h1>" in "".join(line.strip() for line in page.splitlines())
    assert TITLE in page.partition("<title>")[2].partition("</title>")[0]
    return page


def test_a_replaced_link_does_not_pass_for_a_used_one(client: Client) -> None:
    user = UserFactory(email="rina@example.org")
    first = offer_link(user, user.email)
    offer_link(user, user.email)
    page = read_ended(client, f"/accounts/link/{first}/")
    assert WHY in page
    assert "Open the newest email from us" in page


def test_the_link_that_undoes_a_change_sends_nobody_for_a_link_that_there_is_not(client: Client) -> None:
    page = read_ended(client, "/accounts/changes/abc/")
    assert "ask for a new link" not in page
    assert "If you did not make the change" in page
    assert 'href="/contact/"' in page


@pytest.mark.parametrize("place", ["invitations", "guardian", "confirm", "begins"])
def test_every_page_of_a_city_says_the_same(client: Client, city: City, place: str) -> None:
    assert WHY in read_ended(client, f"/c/{city.slug}/{place}/abc/")


def test_the_page_of_a_city_names_it_once_in_its_title(client: Client, city: Any) -> None:
    page = client.get(f"/c/{city.slug}/").content.decode()
    assert page.partition("<title>")[2].partition("</title>")[0].split() == ["Bat", "Galim"]
