"""No answer of the API counts one to four people, nor lets them be worked out (invariant 54)."""

import json
from typing import Any

import pytest

from accelerator.api import COUNTED, AcceleratorList
from accelerator.rules import HOLDS
from educities.activity.actions.events import number_events
from educities.activity.models import Event
from educities.api.scopes import find_hidden_rows, scope_labels
from educities.tenancy.scope import city_scope
from network_map import api as network_api
from network_map.values.figures import Figures
from tests.api.world import World, world

__all__ = ["world"]


def render(**counts: int) -> dict[str, Any]:
    row = {f"n_{state}": counts.get(state, 0) for state in COUNTED}
    taken = sum(counts.get(state, 0) for state in HOLDS)
    return AcceleratorList().render_row({**row, "places": 20, "places_taken": taken, "schools": 2})


@pytest.mark.parametrize(
    ("counts", "shown", "taken"),
    [
        ({"enrolled": 12, "declined": 6}, {"enrolled": 12, "declined": 6}, 12),
        # One who is deferred would be 13 less 12, and three who declined a handful.
        ({"enrolled": 12, "deferred": 1, "declined": 3}, {"enrolled": None, "deferred": None, "declined": None}, 13),
        ({"enrolled": 12, "year1_done": 7, "deferred": 1}, {"enrolled": 12, "year1_done": None, "deferred": None}, 20),
        # Three in all: their sum and the number of their schools go too.
        ({"enrolled": 2, "deferred": 1}, {"enrolled": None, "deferred": None}, None),
        ({"applied": 9, "withdrawn": 2}, {"applied": None, "withdrawn": None}, 0),
    ],
)
def test_no_few_teachers_are_counted(counts: dict[str, int], shown: dict[str, int | None], taken: int | None) -> None:
    row = render(**counts)
    assert {state: row["enrolments"][state] for state in counts} == shown
    assert set(row["enrolments"].values()) & {1, 2, 3, 4} == set()
    assert (row["places_taken"], row["schools"]) == (taken, 2 if taken is not None else None)
    assert not [name for name in row if name.startswith("n_")]


@pytest.mark.parametrize(
    ("people", "untied", "shown"),
    [
        (20, 8, (20, 8)),
        (20, 2, (20, None)),
        # Two who have a tie are all but two.
        (20, 18, (20, None)),
        (20, 20, (20, 20)),
        (20, 0, (20, 0)),
        (3, 0, (None, 0)),
        (3, 2, (None, None)),
        (0, 0, (0, 0)),
    ],
)
def test_no_few_people_of_the_network_are_counted(people: int, untied: int, shown: tuple[int | None, ...]) -> None:
    found = network_api.count_people(Figures(people=people, people_untied=untied))
    assert (found["people"], found["people_untied"]) == shown


@pytest.mark.django_db
def test_the_log_counts_no_teachers(world: World) -> None:
    with city_scope(world.city.pk):
        for model in ("accelerator.enrolment", "accelerator.credential", "accelerator.accelerator"):
            Event.objects.create(name="enrolment.moved", target_type=model, target_id="1", data={})
        number_events()
    answer = world.ask("/cities/{city}/events", "get").json()
    assert {row["object"]["type"] for row in answer["results"]} & {
        "accelerator.enrolment",
        "accelerator.credential",
    } == set()
    assert "accelerator.accelerator" in json.dumps(answer)


@pytest.mark.parametrize("app", ["accelerator", "collaborations", "forum", "growth", "matching"])
def test_the_log_tells_of_an_area_only_who_may_read_it(app: str) -> None:
    assert app in find_hidden_rows({"events:read"}).apps
    assert app not in find_hidden_rows(set(scope_labels())).apps
