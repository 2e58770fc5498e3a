"""The way through a city: who sees which line, and which one is marked."""

import re
from typing import Any

import pytest

from cities.queries.navigation import NAVIGATION, NAVIGATION_SECTIONS
from tests.test_urls import IN_CITY

pytestmark = pytest.mark.django_db


def lines(client: Any, path: str) -> dict[str, str]:
    """The lines' addresses, with how each is marked."""
    tabs = client.get(path).content.decode().partition('<ul class="tabs">')[2].partition("</ul>")[0]
    return dict(re.findall(r'<a href="([^"]+)"(?: aria-current="(\w+)")?>', tabs))


def test_director_sees_seven_lines_and_no_things_of_her_own(
    client: Any, city: Any, director: Any, sign_in: Any
) -> None:
    sign_in(client, director)
    names = ["today", "board", "labs", "organisations", "program", "manage/challenges", "people"]
    assert list(lines(client, "/c/bat-galim/today/")) == [f"/c/bat-galim/{name}/" for name in names]


def test_resident_finds_the_way_to_what_is_theirs(client: Any, city: Any, resident: Any, sign_in: Any) -> None:
    sign_in(client, resident)
    assert lines(client, "/c/bat-galim/mine/") == {"/c/bat-galim/challenges/": "", "/c/bat-galim/mine/": "page"}
    assert lines(client, "/c/bat-galim/my-sessions/")["/c/bat-galim/mine/"] == "true"


def test_anonymous_reader_sees_the_challenges_alone(client: Any, city: Any) -> None:
    assert list(lines(client, "/c/bat-galim/")) == ["/c/bat-galim/challenges/"]


@pytest.mark.parametrize(
    ("page", "line"),
    [("indicators/", "program"), ("organisations/new/", "organisations"), ("overrides/", "board"), ("roles/", "today")],
)
def test_a_page_below_marks_the_line_above_it(
    client: Any, city: Any, director: Any, sign_in: Any, page: str, line: str
) -> None:
    sign_in(client, director)
    marked = {address: how for address, how in lines(client, f"/c/bat-galim/{page}").items() if how}
    assert marked == {f"/c/bat-galim/{line}/": "true"}


def test_each_section_is_the_first_part_of_an_address() -> None:
    parts = {route.removeprefix("c/<slug:city>/").split("/")[0] for route, _entry in IN_CITY}
    sections = {part for door in NAVIGATION for part in door.sections}
    sections |= {part for further in NAVIGATION_SECTIONS for part in further.parts}
    assert sections - parts == set()


def test_account_names_each_city_once(client: Any, city: Any, facilitator: Any, sign_in: Any) -> None:
    from tests.factories import MembershipFactory

    MembershipFactory(user=facilitator, city=city, role="resident")
    sign_in(client, facilitator)
    page = client.get("/accounts/me/").content.decode()
    assert page.count("/c/bat-galim/start/") == 1
    assert "facilitator · resident" in page


@pytest.mark.parametrize(
    ("who", "page"),
    [("director", "today"), ("facilitator", "board"), ("steward", "board"), ("resident", "mine"), ("stranger", "mine")],
)
def test_the_day_begins_at_the_first_page_that_the_person_may_see(
    client: Any, city: Any, sign_in: Any, request: Any, who: str, page: str
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get("/c/bat-galim/start/").url == f"/c/bat-galim/{page}/"
