"""A role of staff gives nothing before its holder has a second step at sign-in."""

from typing import Any

import pytest

from cities.models import City
from cities.roles import forget_roles
from educities.tenancy.scope import city_scope
from tests.factories import ChallengeFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
ASKED = "/accounts/second-factor/?next="


@pytest.mark.parametrize("page", ["today", "inbox", "mine", "me", "start", "organisations"])
def test_staff_are_led_to_it_from_every_page_of_the_city(
    client: Any, city: Any, director: Any, sign_in: Any, page: str
) -> None:
    sign_in(client, director, second_factor=False)
    assert client.get(f"/c/bat-galim/{page}/").url == f"{ASKED}%2Fc%2Fbat-galim%2F{page}%2F"


def test_the_practice_city_asks_nobody(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director, second_factor=False)
    City.objects.filter(pk=city.pk).update(is_practice=True)
    assert client.get("/c/bat-galim/today/").status_code == 200


def test_public_pages_show_such_staff_what_anybody_sees(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    draft = ChallengeFactory(state="framed")
    sign_in(client, director, second_factor=False)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "/c/bat-galim/today/" not in client.get("/c/bat-galim/").content.decode()
    sign_in(client, director)
    assert client.get(draft.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("role", "gives"), [("director", False), ("steward", False), ("resident", True)])
def test_the_role_itself_waits(city: Any, role: str, gives: bool) -> None:
    user = MembershipFactory(city=city, role=role, second_step=False).user
    may = "cities.see_own_things_city" if role == "resident" else "cities.see_workplace_city"
    with city_scope(city.pk):
        assert user.has_perm(may, city) is gives


def test_a_resident_is_never_asked(client: Any, city: Any, resident: Any, sign_in: Any) -> None:
    sign_in(client, resident, second_factor=False)
    assert client.get("/c/bat-galim/mine/").status_code == 200


def test_the_front_door_still_names_the_city(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director, second_factor=False)
    assert "/c/bat-galim/start/" in client.get("/").content.decode()


@pytest.mark.parametrize("page", ["/platform/", "/platform/cities/new/"])
def test_the_operator_of_a_real_installation_needs_one_too(
    client: Any, operator: Any, sign_in: Any, settings: Any, page: str
) -> None:
    settings.EMBEDDED = False
    sign_in(client, operator, second_factor=False)
    assert client.get(page).url == f"{ASKED}{page.replace('/', '%2F')}"
    forget_roles(operator)
    sign_in(client, operator)
    assert client.get(page).status_code == 200


def test_a_stranger_is_not_asked_but_refused(client: Any, sign_in: Any, city: Any) -> None:
    sign_in(client, UserFactory(), second_factor=False)
    assert client.get("/c/bat-galim/today/").status_code == 403
    assert client.get("/platform/").status_code == 403
