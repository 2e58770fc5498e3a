"""The way through a city: who sees which line, and which one is marked."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from cities.queries.navigation import BELOW_TABS, MAX_THUMB, NAVIGATION, OFFICE, TABS, Navigation, read_navigation
from tests.factories import MembershipFactory, UserFactory
from tests.test_urls import IN_CITY

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a\s+href="([^"]+)"(?: aria-current="(\w+)")?\s*>')


def links(client: Any, path: str, opener: str) -> dict[str, str]:
    """The addresses of the list that begins so, with how each is marked."""
    part = client.get(path).content.decode().partition(opener)[2]
    return dict(LINK.findall(re.split("</[uo]l>", part)[0]))


def doors(client: Any, path: str) -> dict[str, str]:
    return links(client, path, '<ul class="doors">')


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_the_names_of_doors_are_short_enough_for_a_phone(language: str) -> None:
    """Five of them stand side by side under the thumb, in two lines at most."""
    with override(language):
        names = [str(door.label) for door in NAVIGATION]
    assert [name for name in names if len(name) > 18 or max(map(len, name.split())) > 11] == []


def test_a_director_has_a_door_for_each_place(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    names = ["today", "program", "board", "manage/challenges", "organisations"]
    assert list(doors(client, "/c/bat-galim/today/")) == [f"/c/bat-galim/{name}/" for name in names]


@pytest.mark.parametrize(("doors", "in_reach"), [(4, 4), (MAX_THUMB, MAX_THUMB), (MAX_THUMB + 1, MAX_THUMB - 1)])
def test_more_never_holds_one_door_alone(doors: int, in_reach: int) -> None:
    found = Navigation(doors=[{"url": str(n)} for n in range(doors)], door=None, tabs=[], tab=None, office=[])
    assert (len(found.thumb), len(found.further)) == (in_reach, doors - in_reach)
    assert len(found.further) != 1


def test_a_resident_finds_the_way_to_what_is_theirs(client: Any, city: Any, resident: Any, sign_in: Any) -> None:
    sign_in(client, resident)
    found = {
        "/c/bat-galim/challenges/": "",
        "/c/bat-galim/mine/": "page",
        "/c/bat-galim/strengths/": "",
        "/c/bat-galim/": "",
    }
    assert doors(client, "/c/bat-galim/mine/") == found
    assert doors(client, "/c/bat-galim/my-sessions/")["/c/bat-galim/mine/"] == "true"


def test_a_resident_learns_who_can_teach_what(client: Any, city: Any, resident: Any, sign_in: Any) -> None:
    sign_in(client, resident)
    page = client.get("/c/bat-galim/strengths/")
    assert page.status_code == 200
    assert doors(client, "/c/bat-galim/strengths/")["/c/bat-galim/strengths/"] == "page"
    assert "/strengths/new/" not in page.content.decode()


def test_who_is_of_no_city_does_not_read_its_strengths(client: Any, city: Any, stranger: Any, sign_in: Any) -> None:
    sign_in(client, stranger)
    assert client.get("/c/bat-galim/strengths/").status_code == 403


def test_an_anonymous_reader_sees_the_challenges_alone(client: Any, city: Any) -> None:
    assert list(doors(client, "/c/bat-galim/")) == ["/c/bat-galim/challenges/"]


@pytest.mark.parametrize(
    ("page", "door"),
    [
        ("indicators/", "program"),
        ("organisations/new/", "organisations"),
        ("overrides/", "board"),
        ("people/", "organisations"),
    ],
)
def test_a_page_below_marks_its_door(client: Any, city: Any, director: Any, sign_in: Any, page: str, door: str) -> None:
    sign_in(client, director)
    marked = {address: how for address, how in doors(client, f"/c/bat-galim/{page}").items() if how}
    assert marked == {f"/c/bat-galim/{door}/": "true"}


def test_a_page_below_has_its_ways_up(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    ways = links(client, "/c/bat-galim/labs/new/", '<ol class="crumbs">')
    # The door and its tab are both called "Labs" here: one of them is enough.
    assert list(ways) == ["/c/bat-galim/labs/"]


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("accelerator/projects/7/", "mine"),
        ("accelerator/3/apply/", "mine"),
        ("forum/decisions/14/done/", "mine"),
        ("forum/seats/8/end/", "mine"),
        ("members/52/give-up/", "mine"),
        ("my-age/", "mine"),
        ("participations/1/leave/", "mine"),
        ("travellers/3/answer/", "mine"),
        ("forum/public/8/", ""),
    ],
)
def test_a_residents_page_lies_behind_a_door(rf: Any, city: Any, resident: Any, path: str, way: str) -> None:
    request = rf.get(f"/c/bat-galim/{path}")
    request.city, request.user = city, resident
    read = read_navigation(request)
    assert read.door and read.door["url"] == f"/c/bat-galim/{f'{way}/' if way else ''}"
    assert read.ways_up[0]["url"] == read.door["url"]


def test_above_a_page_behind_no_door_lies_the_readers_own_place_or_the_city(
    rf: Any, city: Any, director: Any, resident: Any
) -> None:
    homes = {director: "/c/bat-galim/today/", resident: "/c/bat-galim/mine/", AnonymousUser(): "/c/bat-galim/"}
    for reader, home in homes.items():
        request = rf.get("/c/bat-galim/some/page/")
        request.city, request.user = city, reader
        assert [way["url"] for way in read_navigation(request).ways_up] == [home]
    request = rf.get("/c/bat-galim/")
    request.city, request.user = city, AnonymousUser()
    assert read_navigation(request).ways_up == []


def test_the_way_up_of_a_door_with_one_page_is_called_as_the_door(client: Any, city: Any) -> None:
    from educities.tenancy.scope import city_scope
    from tests.factories import ChallengeFactory

    with city_scope(city.pk):
        challenge = ChallengeFactory()
    page = client.get(f"/c/bat-galim/challenges/{challenge.pk}/").content.decode()
    ways = page.partition('<ol class="crumbs">')[2].partition("</ol>")[0]
    assert "What the city asks" in ways
    assert "What residents see" not in ways


@pytest.mark.parametrize(("who", "pages"), [("director", 12), ("facilitator", 0), ("resident", 0)])
def test_the_city_office_is_the_directors(
    client: Any, city: Any, sign_in: Any, request: Any, who: str, pages: int
) -> None:
    person = request.getfixturevalue(who)
    sign_in(client, person)
    read = read_navigation(client.get("/c/bat-galim/challenges/").wsgi_request)
    assert len(read.office) == pages


def test_the_bell_says_how_much_is_unread(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    from educities.activity.models import Notice
    from educities.tenancy.scope import city_scope

    with city_scope(city.pk):
        for _turn in range(3):
            Notice.objects.create(user=director, verb="labs.lab_launched", target_type="labs.Lab", target_id="1")
    sign_in(client, director)
    assert '<span class="count num">3</span>' in client.get("/c/bat-galim/challenges/").content.decode()


def test_what_lies_below_a_tab_is_the_beginning_of_an_address() -> None:
    routes = [route.removeprefix("c/<slug:city>/") for route, _entry in IN_CITY]
    parts = {part for page in (*TABS, *OFFICE, *BELOW_TABS) for part in page.below}
    assert [part for part in parts if not any(route.startswith(f"{part}/") for route in routes)] == []


def test_account_names_each_city_once(client: Any, city: Any, facilitator: Any, sign_in: Any) -> None:
    from tests.factories import MembershipFactory

    MembershipFactory(user=facilitator, city=city, role="resident")
    sign_in(client, facilitator)
    page = client.get("/accounts/me/").content.decode()
    assert page.count("/c/bat-galim/start/") == 1
    assert "facilitator · resident" in page


@pytest.mark.parametrize(
    ("who", "page"),
    [("director", "today"), ("facilitator", "today"), ("steward", "today"), ("resident", "mine"), ("stranger", "mine")],
)
def test_the_day_begins_at_the_first_page_that_the_person_may_see(
    client: Any, city: Any, sign_in: Any, request: Any, who: str, page: str
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get("/c/bat-galim/start/").url == f"/c/bat-galim/{page}/"


@pytest.mark.parametrize(("role", "name"), [("director", "Labs"), ("facilitator", "Cohorts"), ("steward", "Labs")])
def test_the_labs_are_called_by_what_they_are_to_the_person(
    client: Any, city: Any, sign_in: Any, role: str, name: str
) -> None:
    user = UserFactory()
    MembershipFactory(user=user, city=city, role=role)
    html = sign_in(client, user).get("/c/bat-galim/today/").content.decode()
    door = html.partition('<ul class="doors">')[2].partition('href="/c/bat-galim/board/"')[2].partition("</a>")[0]
    assert door.partition(">")[2].strip() == name


MARK = re.compile(r'<a\s+class="brand"\s+href="([^"]+)"')


@pytest.mark.parametrize(
    ("who", "address"),
    [("director", "/c/bat-galim/today/"), ("resident", "/c/bat-galim/"), (None, "/c/bat-galim/")],
)
def test_the_mark_leads_to_the_own_day_of_those_who_have_one(
    client: Any, city: Any, request: Any, sign_in: Any, who: str | None, address: str
) -> None:
    if who:
        sign_in(client, request.getfixturevalue(who))
    assert MARK.findall(client.get("/c/bat-galim/challenges/").content.decode()) == [address]


def test_who_has_an_own_day_finds_the_public_page_in_the_menu_and_the_way_back(
    client: Any, city: Any, director: Any, sign_in: Any
) -> None:
    sign_in(client, director)
    assert "The city’s public page" in client.get("/c/bat-galim/today/").content.decode()
    assert links(client, "/c/bat-galim/", '<ol class="crumbs">') == {"/c/bat-galim/today/": ""}
