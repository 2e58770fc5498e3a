"""The front door: which cities stand there, and where a person who signs in comes to."""

import re
from typing import Any

import pytest

from cities.actions import invite_person
from educities.activity.models import Message
from educities.tenancy.scope import city_scope
from tests.factories import ChallengeFactory, CityFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def doors(client: Any) -> list[str]:
    return re.findall(r'href="/c/([a-z0-9-]+)/"', client.get("/").content.decode())


def test_only_cities_with_open_doors_stand_there_the_practice_city_first(client: Any) -> None:
    for state in ("prospect", "onboarding", "active", "paused", "sustaining", "left"):
        CityFactory(slug=state, state=state)
    CityFactory(slug="zz-practice", is_practice=True)
    assert doors(client) == ["zz-practice", "active", "onboarding", "paused", "sustaining"]


def test_a_search_opens_no_closed_door(client: Any) -> None:
    CityFactory(slug="left", state="left", name={"en": "Rainfield"})
    CityFactory(slug="open", name={"en": "Rainford"})
    assert re.findall(r'href="/c/([a-z]+)/"', client.get("/?q=rain").content.decode()) == ["open"]


def test_a_person_of_one_city_comes_to_it(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    assert client.get("/onward/").url == "/c/bat-galim/start/"
    assert client.get("/c/bat-galim/start/").url == "/c/bat-galim/today/"


def test_a_person_of_two_cities_chooses(client: Any, city: Any, other_city: Any, director: Any, sign_in: Any) -> None:
    MembershipFactory(user=director, city=other_city)
    sign_in(client, director)
    assert client.get("/onward/").url == "/"
    text = client.get("/").content.decode()
    assert ("/c/bat-galim/start/" in text, "/c/har-ilan/start/" in text) == (True, True)


def test_a_city_that_left_is_nobodys_day(client: Any, sign_in: Any, stranger: Any) -> None:
    MembershipFactory(user=stranger, city=CityFactory(state="left"))
    sign_in(client, stranger)
    assert client.get("/onward/").url == "/"


def test_the_operator_comes_to_the_cities(client: Any, operator: Any, sign_in: Any) -> None:
    sign_in(client, operator)
    assert client.get("/onward/").url == "/platform/"


def test_signing_in_leads_onward(client: Any, resident: Any) -> None:
    resident.set_password("a-long-password-9")
    resident.save()
    answer = client.post("/accounts/login/", {"login": resident.email, "password": "a-long-password-9"})
    assert answer.url == "/onward/"


def test_a_city_without_a_question_tells_how_it_begins(client: Any, city: Any) -> None:
    page = client.get("/c/bat-galim/").content.decode()
    assert "Here the city begins to learn together." in page
    main = page.partition("<main")[2]
    assert (main.count("btn primary"), "/c/bat-galim/tell-me/" in main) == (1, True)


def test_the_open_question_is_the_largest_thing_of_a_citys_page(client: Any, city: Any) -> None:
    with city_scope(city.pk):
        challenge = ChallengeFactory()
        ChallengeFactory()
    page = client.get("/c/bat-galim/").content.decode().partition("<main")[2]
    assert page.count("btn primary") == 1
    assert page.count(f"/challenges/{challenge.pk}/") >= 1
    assert "More questions" in page


def test_the_front_door_says_the_method_in_three_pictures(client: Any) -> None:
    page = client.get("/").content.decode()
    assert [name in page for name in ("Four sectors", "Four stages", "One chain")] == [True] * 3


def test_one_city_needs_no_search(client: Any, city: Any) -> None:
    assert 'name="q"' not in client.get("/").content.decode()
    for number in range(10):
        CityFactory(slug=f"more-{number}")
    assert 'name="q"' in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["", "challenges/"])
def test_a_city_that_has_not_begun_is_not_there_for_strangers(client: Any, sign_in: Any, path: str) -> None:
    CityFactory(slug="nof-yam", state="prospect")
    page = f"/c/nof-yam/{path}"
    # Its director may have been signed out: nobody in particular is asked to sign in, and sees nothing of it.
    assert client.get(page).url == f"/accounts/login/?next={page}"
    sign_in(client, UserFactory())
    assert client.get(page).status_code == 404


def test_its_director_and_the_operator_see_it(client: Any, operator: Any, sign_in: Any) -> None:
    city = CityFactory(slug="nof-yam", state="prospect")
    sign_in(client, MembershipFactory(city=city, role="director").user)
    assert client.get("/c/nof-yam/").status_code == 200
    sign_in(client, operator)
    assert client.get("/c/nof-yam/").status_code == 200


def test_an_invitation_into_it_opens(client: Any, operator: Any) -> None:
    city = CityFactory(slug="nof-yam", state="prospect")
    invite_person(city, actor=operator, email="dana@example.org", display_name="Dana", role="director")
    with city_scope(city.pk):
        url = Message.objects.get(recipient="dana@example.org").payload["url"]
    assert client.get(url).status_code == 200
