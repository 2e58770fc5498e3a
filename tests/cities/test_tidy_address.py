"""An address with capitals, or with a sentence's sign at its end, leads to its page by one redirect."""

import pytest

from tests.factories import CityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _city():
    CityFactory(slug="bat-galim")


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("/c/Bat-Galim/", "/c/bat-galim/"),
        ("/C/BAT-GALIM/CHALLENGES/", "/c/bat-galim/challenges/"),
        ("/c/Bat-Galim", "/c/bat-galim/"),
        ("/c/bat-galim/challenges/.", "/c/bat-galim/challenges/"),
        ("/c/bat-galim/challenges/)", "/c/bat-galim/challenges/"),
        ("/c/bat-galim/challenges/).", "/c/bat-galim/challenges/"),
        ("/c/bat-galim/challenges.", "/c/bat-galim/challenges/"),
        ("/c/bat-galim/challenges/\u200f", "/c/bat-galim/challenges/"),
        ("/c/bat-galim/challenges/\u05f4", "/c/bat-galim/challenges/"),
        ("/accounts/login/,", "/accounts/login/"),
        ("/c/bat-galim/challenges/.?before=5", "/c/bat-galim/challenges/?before=5"),
    ],
)
@pytest.mark.usefixtures("_city")
def test_one_redirect_leads_to_the_page(client, asked, page):
    assert client.get(asked, follow=True).redirect_chain == [(page, 302)]


@pytest.mark.parametrize("asked", ["/c/bat-galim/nothing/.", "/Nowhere/", "/c/bat-galim/", "/c/bat-galim/challenges/"])
@pytest.mark.usefixtures("_city")
def test_other_addresses_are_answered_where_they_are(client, asked):
    assert client.get(asked).status_code in {200, 404}


@pytest.mark.usefixtures("_city")
def test_a_secret_in_an_address_keeps_its_capitals(client):
    assert client.get("/c/bat-galim/invitations/AbCdEf/").status_code == 410


@pytest.mark.usefixtures("_city")
def test_what_is_sent_is_never_led_elsewhere(client):
    assert client.post("/c/Bat-Galim/").status_code == 404
