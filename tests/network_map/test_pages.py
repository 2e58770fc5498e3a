"""What a reader finds on the map, its table, its small pictures and its figures."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cities.models import Membership
from collaborations.models import Collaboration, Party
from consents.values.erasure import ERASURE
from educities.accounts.models import User
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from network_map.actions import choose_level
from network_map.models import MapChoice
from network_map.queries import compute_quarter, read_members, read_network, read_works
from network_map.queries.scenes import Choice, Mark, Scene, build_scene, find_places, list_lines, narrow_network
from network_map.renderers.picture import Look, draw_scene, place_names
from network_map.values import MOST_DRAWN, Network, Node, Quarter, Tie, quarter_of
from stakeholders.models import Organisation, Profile
from stakeholders.queries.visibility import SIGHT_OF_STAFF
from tests.collaborations.support import make_person
from tests.factories import (
    ChildFactory,
    CollaborationFactory,
    MembershipFactory,
    OrganisationFactory,
    PartyFactory,
    in_days,
)
from tests.support import assert_same_queries, sign_in

pytestmark = pytest.mark.django_db


def tie_sides(*sides: Any, state: str = "active", **more: Any) -> Collaboration:
    row = CollaborationFactory(state=state, **more)
    for side in sides:
        who: dict[str, Any] = {"profile": None, "organisation": side, "sector": getattr(side, "sector", None)}
        if isinstance(side, Profile):
            who = {"profile": side, "organisation": None}
        PartyFactory(collaboration=row, state=Party.State.AGREED, **who)
    return row


@pytest.fixture
def school(scope: Any) -> Organisation:
    return OrganisationFactory(name={"en": "Harbour school"}, sector=1, state="active")


@pytest.fixture
def bakery(scope: Any) -> Organisation:
    return OrganisationFactory(name={"en": "Bakery"}, sector=2, state="active")


@pytest.fixture
def noa(scope: Any) -> Profile:
    return make_person(scope, display_name="Noa Levi")


@pytest.fixture
def director(scope: Any) -> Any:
    return MembershipFactory(city=scope, role="director").user


def show(client: Client, city: Any, user: Any, name: str = "network_map", query: str = "") -> str:
    answer = sign_in(client, user).get(reverse(name, args=[city.slug]) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_who_chose_nothing_is_not_on_the_map(scope: Any, client: Any, noa: Any, bakery: Any, director: Any) -> None:
    tie_sides(noa, bakery)
    assert "Noa Levi" not in show(client, scope, director)
    assert "Bakery" in show(client, scope, director)


def test_member_finds_who_chose_members(scope: Any, client: Any, noa: Any, bakery: Any) -> None:
    tie_sides(noa, bakery)
    reader = make_person(scope).user
    choose_level(noa, actor=noa.user, level="city")
    assert "Noa Levi" not in show(client, scope, reader)
    choose_level(noa, actor=noa.user, level="resident")
    assert "Noa Levi" in show(client, scope, reader)


def test_choice_is_recorded_once_and_taken_back(noa: Any) -> None:
    for level in ("resident", "resident", ""):
        choose_level(noa, actor=noa.user, level=level)
    assert not MapChoice.objects.exists()
    assert AuditEntry.objects.filter(verb="network_map.chosen").count() == 2


def test_choice_is_made_on_its_page(scope: Any, client: Any, noa: Any) -> None:
    url = reverse("map_choice", args=[scope.slug])
    assert sign_in(client, noa.user).post(url, {"level": "resident"}).status_code == 302
    assert MapChoice.objects.get().profile == noa


def test_child_is_never_on_the_map(scope: Any) -> None:
    """Invariant: neither by the act nor by the database itself."""
    child = ChildFactory()
    with pytest.raises(DomainError):
        choose_level(child, actor=MembershipFactory(city=scope).user, level="resident")
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        MapChoice.objects.create(profile=child, level="resident", chosen_on=in_days(0))
    assert not MapChoice.objects.exists()


def test_whoever_leaves_leaves_the_map(noa: Any) -> None:
    choose_level(noa, actor=noa.user, level="resident")
    for erase in ERASURE:
        erase(noa, False)
    assert not MapChoice.objects.exists()


def test_proposal_is_for_those_who_work_for_the_city(scope: Any, school: Any, bakery: Any) -> None:
    tie_sides(school, bakery, state="proposed")
    assert not read_network(scope, SIGHT_OF_STAFF.levels).ties
    assert [tie.is_proposed for tie in read_network(scope, SIGHT_OF_STAFF.levels, is_staff=True).ties] == [True]


def test_table_says_what_the_picture_shows(scope: Any, client: Any, school: Any, bakery: Any, director: Any) -> None:
    OrganisationFactory(name={"en": "Lonely club"}, sector=3, state="active")
    tie_sides(school, bakery)
    picture, table = show(client, scope, director), show(client, scope, director, "network_table")
    drawn = re.findall(r'<a href="[^"]*around=(o\d+)" aria-label="([^"]+)"', picture)
    rows = re.findall(r'<tr id="(o\d+)">\s*<td>\s*<a [^>]*>([^<]+)</a>', table)
    assert sorted(drawn) == sorted(rows)
    assert len(rows) == 3
    desk, phone = (
        picture.split('class="net-desk"')[1].split("</svg>")[0],
        picture.split('class="net-phone"')[1].split("</svg>")[0],
    )
    assert desk.count('class="work" d="M') == phone.count('class="work" d="M') == 1
    # A mark is smaller than a finger: on a phone the table leads on.
    assert "<a " not in phone
    assert table.count("<bdi>Bakery</bdi>") == table.count("<bdi>Harbour school</bdi>") == 1


@pytest.mark.parametrize("name", ["network_map", "network_table", "network_over_time", "network_figures"])
def test_pages_ask_as_much_however_many_there_are(
    scope: Any, client: Any, school: Any, director: Any, name: str
) -> None:
    sign_in(client, director)
    url = reverse(name, args=[scope.slug])
    assert_same_queries(
        lambda: client.get(url),
        lambda n: [tie_sides(school, OrganisationFactory(state="active")) for _row in range(n)],
        most=24,
    )


def test_quarters_show_how_it_grew(scope: Any, client: Any, school: Any, bakery: Any, director: Any) -> None:
    Organisation.objects.update(created_at=f"{in_days(-900)}T08:00Z")
    tie_sides(school, bakery, proposed_on=in_days(-300))
    assert 'class="work" d="M0 8' not in show(client, scope, director, "network_over_time")
    assert show(client, scope, director, "network_over_time").count('role="img"') > 3


def test_ended_early_leaves_the_map_after_its_quarter() -> None:
    tie = Tie("o1", "o2", in_days(-400), in_days(-200), "city", None, "ended", 1)
    network = Network((Node("o1", "A"), Node("o2", "B")), (tie,))
    assert network.at_quarter(quarter_of(in_days(-200))).ties
    assert not network.at_quarter(quarter_of(in_days(0))).ties


def test_filters_keep_the_other_end_of_a_tie() -> None:
    nodes = tuple(Node(f"o{n}", f"N{n}", n) for n in (1, 2, 3))
    ties = (Tie("o1", "o2", in_days(-9), None, "city", 7, "active", 1),)
    network, now = Network(nodes, ties), quarter_of(in_days(0))
    keys = {"sector": {"o1", "o2"}, "area": {"o1", "o2"}, "circle": set(), "around": {"o1", "o2"}}
    chosen = {"sector": 2, "area": 7, "circle": "world", "around": "o1"}
    for name, value in chosen.items():
        found = narrow_network(network, Choice(now, **{name: value}))
        assert {node.key for node in found.nodes} == keys[name], name


def test_large_network_is_shown_by_groups_that_open() -> None:
    keys = [f"o{n}" for n in range(MOST_DRAWN + 30)]
    ties = tuple(
        Tie(keys[n], keys[n - n % 9], in_days(-9), None, "city", None, "active", 1) for n in range(160) if n % 9
    )
    network, now = Network(tuple(Node(key, key) for key in keys), ties), quarter_of(in_days(0))
    places = find_places(1, network)
    scene = build_scene(network, places, Choice(now))
    assert scene.is_grouped
    assert sum(mark.count for mark in scene.marks) == len(keys)
    opened = build_scene(network, places, Choice(now, island=scene.marks[0].key))
    assert len(opened.marks) == scene.marks[0].count
    assert find_places(1, network) == places


def test_two_are_joined_by_one_line() -> None:
    day = in_days(-9)
    ties = [Tie("o1", "o2", day), Tie("o2", "o1", day, None, "city", None, "proposed", 2)]
    assert [(line.one, line.other, line.look) for line in list_lines(ties)] == [("o1", "o2", "proposed")]


def test_figures_of_a_quarter_count_what_runs(scope: Any, school: Any, bakery: Any) -> None:
    Organisation.objects.update(created_at=f"{in_days(-900)}T08:00Z")
    tie_sides(school, bakery, proposed_on=in_days(-400), state="completed", ended_on=in_days(-300))
    tie_sides(bakery, OrganisationFactory(sector=3, state="active"))
    found = compute_quarter(read_works(), read_members(scope), quarter_of(in_days(0)))
    assert (found.collaborations, found.without_public, found.across_sectors) == (1, 1, 1)
    assert (found.organisations, found.organisations_untied, found.mean_path, found.bridges) == (3, 0, 1.33, 2)
    old = compute_quarter(read_works(), read_members(scope), Quarter(2001, 1))
    assert old.organisations == 0


def test_few_collaborations_say_so(scope: Any, client: Any, school: Any, bakery: Any, director: Any) -> None:
    tie_sides(school, bakery)
    assert "too few to say" in show(client, scope, director, "network_figures")


def test_file_is_a_picture_of_its_own(scope: Any, client: Any, school: Any, director: Any) -> None:
    answer = sign_in(client, director).get(reverse("network_file", args=[scope.slug]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"Harbour school" in answer.content
    assert b"<a " not in answer.content


@pytest.mark.parametrize("language", ["en", "ar"])
def test_file_says_inside_what_its_marks_mean_and_of_when_it_is(
    scope: Any, client: Any, school: Any, director: Any, language: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = sign_in(client, director).get(reverse("network_file", args=[scope.slug]))
    picture = answer.content.decode()
    legend = picture.split('class="legend"')[1]
    assert legend.count("<text") == 11
    assert str(scope.today().year) in legend
    high = int(re.search(r'viewBox="\S+ (\S+) \S+ (\S+)"', picture)[2])
    top = int(re.search(r'viewBox="\S+ (\S+) ', picture)[1])
    assert max(int(y) for y in re.findall(r'<text x="[^"]+" y="(-?\d+)"', legend)) < top + high


def test_whoever_has_no_role_here_or_no_account_stands_on_no_map(scope: Any) -> None:
    """Invariant 12: a role outside its days gives nothing; a closed account is nobody's."""
    people = {name: make_person(scope, display_name=name) for name in ("Kim", "Gone", "Closed")}
    for one in people.values():
        choose_level(one, actor=one.user, level="resident")
    days = {"starts_on": scope.today() - timedelta(days=9), "ends_on": scope.today() - timedelta(days=1)}
    Membership.objects.filter(user=people["Gone"].user).update(**days)
    User.objects.filter(pk=people["Closed"].user_id).update(is_active=False)
    shown = read_network(scope, ["city", "resident"], people["Gone"].pk, is_staff=True)
    assert {node.name for node in shown.nodes} == {"Kim"}


def test_each_cell_of_a_table_that_folds_holds_one_thing() -> None:
    """On a phone a cell is a label beside its value: several values stand in one element, or each takes a column."""
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for cell in re.findall(r"<td data-label=[^>]*>(.*?)</td>", path.read_text(encoding="utf-8"), re.DOTALL):
            outside = re.sub(r"<(\w+)\b[^>]*>.*</\1>", "", cell, flags=re.DOTALL)
            assert "{% for" not in outside, path


def test_quarter_stays_when_another_filter_is_chosen(
    scope: Any, client: Any, school: Any, bakery: Any, director: Any
) -> None:
    tie_sides(school, bakery, proposed_on=in_days(-400), starts_on=in_days(-400))
    assert 'type="hidden" name="step" value="1"' in show(client, scope, director, query="?step=1&sector=1")
    # What goes along unseen is no filter that is set.
    assert "Filter (" not in show(client, scope, director, query="?step=1")


def test_each_picture_of_a_row_has_the_same_frame(
    scope: Any, client: Any, school: Any, bakery: Any, director: Any
) -> None:
    Organisation.objects.update(created_at=f"{in_days(-900)}T08:00Z")
    tie_sides(school, bakery, proposed_on=in_days(-400), starts_on=in_days(-400))
    tie_sides(school, *OrganisationFactory.create_batch(5, state="active"))
    page = show(client, scope, director, "network_over_time")
    frames = re.findall(r'<svg class="net"[^>]* viewBox="([^"]+)"', page)
    assert len(frames) > 3
    assert len(set(frames)) == 1


def test_mark_says_its_name_when_it_is_pointed_at(scope: Any, client: Any, school: Any, director: Any) -> None:
    page = show(client, scope, director)
    assert re.search(r'aria-label="Harbour school">.*?<title>Harbour school</title></a>', page, re.DOTALL)


def test_name_without_room_below_stands_above() -> None:
    marks = [
        Mark("o1", "The harbour school", "organisation", 1, 0, 0),
        Mark("o2", "The corner bakery", "organisation", 2, 0, 30),
    ]
    placed = place_names(marks)
    assert set(placed) == {"o1", "o2"}
    assert placed["o1"] < 0 or placed["o2"] < 30


def test_name_at_the_edge_stands_within_the_frame() -> None:
    mark = Mark("o1", "The library of the whole wide city", "organisation", 1, 0, 0)
    far = Mark("o2", "Bakery", "organisation", 2, 400, 0)
    picture = draw_scene(Scene((mark, far), (), (), is_grouped=False), Look("Map", "Two"))
    left = int(re.search(r'viewBox="(-?\d+) ', picture)[1])  # type: ignore[index]
    assert left <= -26 * 3.2
