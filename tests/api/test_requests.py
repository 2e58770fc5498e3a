"""What a request may be: each parameter and member once and with a value, a cursor of this very list, plain UTF-8."""

import json
from typing import Any

import pytest

from collaborations.actions.outcomes import withdraw_proposal
from collaborations.models import Collaboration
from educities.api import authentication
from educities.tenancy.scope import city_scope
from programs.models import Indicator
from tests.api.world import BODY, World, world
from tests.factories import ChallengeFactory, OrganisationFactory, PartyFactory, UserFactory

__all__ = ["world"]
pytestmark = pytest.mark.django_db
VALUES = "/cities/{city}/indicators/{indicator}/values"


def pointers(answer: Any) -> list[str]:
    return [line["pointer"] for line in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("path", "query", "pointer"),
    [
        ("organisations", "?page_size=5&page_size=6", "/page_size"),
        ("organisations", "?sector=2&sector=3", "/sector"),
        ("events", "?after=a&after=b", "/after"),
        ("organisations", "?state=", "/state"),
        ("organisations", "?sector=", "/sector"),
        ("commitments", "?kind=", "/kind"),
        ("collaborations", "?circle=&state=agreed", "/circle"),
        ("cohorts", "?cursor=", "/cursor"),
    ],
)
def test_a_parameter_stands_once_and_with_a_value(world: World, path: str, query: str, pointer: str) -> None:
    answer = world.ask(f"/cities/{{city}}/{path}", "get", query=query)
    assert (answer.status_code, pointers(answer)) == (400, [pointer])


def test_a_cursor_is_one_of_its_list_and_filter(world: World) -> None:
    with city_scope(world.city.pk):
        OrganisationFactory(sector=2)
        ChallengeFactory()
    path = "/cities/{city}/organisations"
    page = world.ask(path, "get", query="?page_size=1").json()
    cursor = page["next_cursor"]
    following = world.ask(path, "get", query=f"?page_size=2&cursor={cursor}").json()["results"]
    assert [row["id"] for row in following] == [int(world.numbers["organisation"])]
    for other, query in (("organisations", "&state=active"), ("challenges", ""), ("cohorts", "")):
        answer = world.ask(f"/cities/{{city}}/{other}", "get", query=f"?cursor={cursor}{query}")
        assert (answer.status_code, pointers(answer)) == (400, ["/cursor"]), other


def test_a_cursor_goes_on_in_a_filtered_list(world: World) -> None:
    with city_scope(world.city.pk):
        made = [OrganisationFactory(sector=2).pk for _n in range(2)]
    first = world.ask("/cities/{city}/organisations", "get", query="?sector=2&page_size=1").json()
    query = f"?page_size=1&cursor={first['next_cursor']}&sector=2"
    second = world.ask("/cities/{city}/organisations", "get", query=query).json()
    assert [row["id"] for page in (first, second) for row in page["results"]] == made[::-1]


@pytest.mark.parametrize(
    "body",
    [
        '{"series": "actual", "series": "target", "period": 2022, "value": "95"}',
        '{"series": "actual", "period": 2022, "value": "95", "s\\u0065ries": "target"}',
    ],
)
def test_a_member_that_stands_twice_is_refused(world: World, body: str) -> None:
    answer = world.ask(VALUES, "post", data=body)
    assert (answer.status_code, pointers(answer)) == (400, ["/series"])
    assert world.ask(VALUES, "get").json()["results"] == []


@pytest.mark.parametrize(
    ("headers", "content_type"),
    [
        ({"content-encoding": "gzip"}, "application/json"),
        ({"content-encoding": "br, gzip"}, "application/json"),
        ({}, "application/json; charset=utf-16"),
        ({}, "application/json; charset=windows-1255"),
    ],
)
def test_only_plain_utf_8_is_taken(world: World, headers: dict[str, str], content_type: str) -> None:
    answer = world.ask(VALUES, "post", headers=headers, content_type=content_type)
    assert (answer.status_code, answer["Accept-Encoding"]) == (415, "identity")


@pytest.mark.parametrize("content_type", ["application/json", 'application/json; charset="UTF-8"'])
def test_what_is_named_plain_is_taken(world: World, content_type: str) -> None:
    answer = world.ask(VALUES, "post", headers={"content-encoding": "identity"}, content_type=content_type)
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("path", "verb", "query"),
    [("people", "get", ""), ("people", "get", "?nothing=1"), ("nothing", "get", ""), ("me", "post", "")],
)
def test_no_answer_is_kept_by_whoever_passes_it_on(world: World, path: str, verb: str, query: str) -> None:
    assert world.ask(f"/cities/{{city}}/{path}", verb, query=query)["Cache-Control"] == "no-store"


def test_a_jump_names_each_year_once_and_the_member_that_answers_it(world: World) -> None:
    for period, value in ((2022, "10"), (2024, "10")):
        world.ask(VALUES, "post", data={**BODY, "period": period, "value": value})
    with city_scope(world.city.pk):
        running = world.city.school_year()
    for period, value in ((running - 1, "10"), (running, "90")):
        answer = world.ask(VALUES, "post", data={**BODY, "period": period, "value": value})
    assert (answer.status_code, pointers(answer)) == (409, ["/sure"])
    assert answer.json()["detail"].count(f"{running}/") == 1


def test_parts_that_give_no_whole_number_are_pointed_at_themselves(world: World) -> None:
    with city_scope(world.city.pk):
        counted = {"unit": "number", "numerator": {"en": "children who met a professional"}, "denominator": {}}
        Indicator.objects.filter(pk=world.indicator.pk).update(**counted)
    data = {"series": "actual", "period": 2024, "numerator": 7, "denominator": 3}
    answer = world.ask(VALUES, "post", data=data)
    assert (answer.status_code, pointers(answer)) == (422, ["/numerator"])
    assert "entered" not in json.dumps(answer.json()["errors"])


def test_too_many_calls_are_called_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authentication, "CALLS", 0)
    answer = world.ask("/me", "get")
    assert answer.status_code == 429
    assert "attempts" not in answer.json()["title"]
    assert "Retry-After" in answer.json()["title"]


def test_a_proposal_that_was_taken_back_is_not_called_declined(world: World) -> None:
    with city_scope(world.city.pk):
        row = PartyFactory(state="asked").collaboration
        withdraw_proposal(row, actor=UserFactory(), reason="It rains.")
        no = PartyFactory(state="declined").collaboration
        Collaboration.objects.filter(pk=no.pk).update(state="declined")
    path = "/cities/{city}/collaborations"
    states = {row["id"]: row["state"] for row in world.ask(path, "get").json()["results"]}
    assert (states[row.pk], states[no.pk]) == ("withdrawn", "declined")
    for state, wanted in (("withdrawn", row.pk), ("declined", no.pk)):
        found = world.ask(path, "get", query=f"?state={state}").json()["results"]
        assert [one["id"] for one in found] == [wanted]
