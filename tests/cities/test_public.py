"""A city is public once its director says so; until then its own people alone see its pages."""

import re
from typing import Any

import pytest
from django.urls import reverse

from cities.actions import create_city, invite_person, publish_city
from cities.models import City
from educities.activity.models import AuditEntry, Message
from educities.tenancy.scope import city_scope
from tests.factories import ChallengeFactory, CityFactory

pytestmark = pytest.mark.django_db
LINKS = re.compile(r'href="(/[^"]*)"')


@pytest.fixture
def hidden(city: Any) -> Any:
    city.is_public = False
    city.save()
    return city


def listed(client: Any) -> list[str]:
    return re.findall(r'href="/c/([a-z0-9-]+)/"', client.get("/").content.decode())


def test_a_city_that_the_operator_opens_is_not_public(client: Any, operator: Any) -> None:
    city = create_city(actor=operator, slug="new-city", name={"en": "New City"})
    assert not city.is_public
    assert listed(client) == []


def test_nobody_else_sees_its_pages(client: Any, hidden: Any, stranger: Any, sign_in: Any) -> None:
    with city_scope(hidden.pk):
        challenge = ChallengeFactory()
    for page in ("/c/bat-galim/", "/c/bat-galim/challenges/", f"/c/bat-galim/challenges/{challenge.pk}/"):
        assert client.get(page).url == f"/accounts/login/?next={page}"
    sign_in(client, stranger)
    answer = client.get("/c/bat-galim/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Bat Galim" not in page
    # As at an address of no city: none of its doors either.
    assert LINKS.findall(page) == LINKS.findall(
        client.get("/c/nowhere/").content.decode().replace("nowhere", "bat-galim")
    )


def test_its_own_people_do(client: Any, hidden: Any, director: Any, resident: Any, sign_in: Any) -> None:
    for person in (director, resident):
        sign_in(client, person)
        assert client.get("/c/bat-galim/").status_code == 200


def test_an_invitation_to_it_is_answered(client: Any, hidden: Any, director: Any) -> None:
    invite_person(hidden, actor=director, email="a@example.org", display_name="A", role="facilitator")
    with city_scope(hidden.pk):
        where = Message.objects.get().payload["url"]
    assert client.get(where).status_code == 200


def test_its_director_makes_it_public(client: Any, hidden: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    where = reverse("publish_city", args=[hidden.slug])
    assert where in client.get(reverse("city_settings", args=[hidden.slug])).content.decode()
    client.post(where)
    client.logout()
    assert listed(client) == ["bat-galim"]
    assert client.get("/c/bat-galim/").status_code == 200


def test_and_takes_it_offline_again_at_once(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    assert client.get("/c/bat-galim/").status_code == 200
    sign_in(client, director)
    where = reverse("unpublish_city", args=[city.slug])
    assert "not signed in see nothing" in client.get(where).content.decode()
    client.post(where)
    client.logout()
    assert client.get("/c/bat-galim/").status_code == 302


def test_twice_is_once(city: Any, director: Any) -> None:
    publish_city(city, actor=director)
    with city_scope(city.pk):
        assert not AuditEntry.objects.filter(verb="cities.city_published").exists()


def test_a_prospect_is_not_shown_even_when_its_director_said_so(client: Any) -> None:
    CityFactory(slug="early", state="prospect")
    assert client.get("/c/early/").status_code == 302
    assert not City.objects.shown().exists()


def test_an_operator_looks_at_it(client: Any, hidden: Any, operator: Any, sign_in: Any) -> None:
    sign_in(client, operator)
    assert client.get("/c/bat-galim/").status_code == 200
