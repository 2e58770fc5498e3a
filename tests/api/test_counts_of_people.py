"""Whatever of the API counts people goes through one place; the description says which members those are."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from collaborations.api import CohortSeenAreas, SeenAreaList
from educities.api import views
from educities.api.few import hide_few
from educities.tenancy.scope import city_scope
from labs.models import Cohort
from labs.serializers import CohortSerializer
from matching.api import hide_few_met
from matching.queries.counts import SectorCount
from matching.serializers import SectorCountsSerializer
from tests.api.test_openapi import operations, resolved
from tests.api.world import World, world
from tests.factories import CohortMemberFactory, EndorsementFactory
from tests.labs import ways

__all__ = ["world"]
ROOT = Path(__file__).parents[2]
SPEC = yaml.safe_load(views.OPENAPI.read_text())
# Whole numbers that are no count of people: what each member is, by the name of its shape.
NUMBERS_OF_ROWS = {
    *("id", "lab_id", "organisation_id", "lab", "challenge", "initiative", "began_from", "organisation", "session"),
    *("indicator", "program", "predecessor", "evidence_id", "year"),
}
YEARS_AND_ORDER = {"period", "number", "program_year", "version", "definition_version", "suspended_days", "status"}
LEVELS = {"level", "verification", "least_verification", "sector"}
THINGS = {
    # How many may come; how many seats make a quorum.
    *("Accelerator.places", "Challenge.places", "Cohort.capacity", "ForumDecision.needed"),
    # Schools are counted with the teachers of the intake, and hidden with them.
    "Accelerator.schools",
    "Challenge.contributions_count",
    "Collaboration.organisations",
    *(f"Engine.{name}" for name in ("organisations", "running", "completed")),
    # Cards, and pairs of cards.
    *(f"Exchange.{name}" for name in ("offers", "needs", "handshakes", "open_needs")),
    *(f"QuarterFigures.{name}" for name in ("collaborations", "without_public", "across_sectors", "bridges")),
    *("QuarterFigures.organisations", "QuarterFigures.organisations_untied"),
}
MARK = "x-counts-people"
EXCEPTIONS = {"Challenge.places_taken", "Collaboration.people", "ForumDecision.present"}


def integers() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The shape, the name and the description of each member that is a whole number, or holds some."""
    for shape, schema in SPEC["components"]["schemas"].items():
        for name, member in schema.get("properties", {}).items():
            for part in (member, member.get("items"), member.get("additionalProperties")):
                if isinstance(part, dict) and "integer" in part.get("type", ""):
                    yield shape, name, part


def test_each_whole_number_of_an_answer_counts_people_by_the_rule_or_is_none() -> None:
    """A new member that counts people is a `PeopleCountField`; what counts none stands in one of the tables above."""
    known = NUMBERS_OF_ROWS | YEARS_AND_ORDER | LEVELS
    unknown = [
        f"{shape}.{name}"
        for shape, name, part in integers()
        if MARK not in part and name not in known and f"{shape}.{name}" not in THINGS
    ]
    assert unknown == []


def test_the_exceptions_are_these_and_the_page_names_each_with_its_reason() -> None:
    found = {f"{shape}.{name}" for shape, name, part in integers() if part.get(MARK) == "exception"}
    assert found == EXCEPTIONS
    page = (ROOT / "docs" / "api.md").read_text()
    few = page.partition("**Few people**")[2].partition("\n\n")[0]
    named = {"`places_taken` of a challenge", "`people` of a collaboration", "`present` of a decision"}
    assert [one for one in named if one not in " ".join(few.split())] == []


def counted_in(schema: dict[str, Any], value: Any) -> Iterator[int]:
    """The counts of people in an answer of this shape, as the description marks them."""
    schema = resolved(schema)
    if schema.get(MARK) == "null-below-five" and value is not None:
        yield value
    inner = schema.get("items") or schema.get("additionalProperties")
    if isinstance(inner, dict) and value:
        for one in value.values() if isinstance(value, dict) else value:
            yield from counted_in(inner, one)
    for name, part in schema.get("properties", {}).items():
        if isinstance(value, dict) and name in value:
            yield from counted_in(part, value[name])


@pytest.mark.django_db
def test_no_answer_counts_one_to_four(world: World) -> None:
    """Of everything there are one to four in this city."""
    with city_scope(world.city.pk):
        Cohort.objects.update(places_taken=2)
    found: dict[str, set[int]] = {}
    for path, verb, operation in operations():
        if verb != "get" or path == "/openapi.yaml":
            continue
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        found[path] = set(counted_in(schema, world.ask(path, "get").json()))
    assert {path: counts & {1, 2, 3, 4} for path, counts in found.items() if counts & {1, 2, 3, 4}} == {}
    # The row is there, and both numbers of it are hidden.
    (seen,) = world.ask("/cities/{city}/endorsements", "get").json()["results"]
    assert (seen["given"], seen["people"]) == (None, None)
    (seen,) = world.ask("/cities/{city}/cohorts/{cohort}/endorsements", "get").json()["results"]
    assert (seen["given"], seen["people"]) == (None, None)
    (cohort,) = world.ask("/cities/{city}/cohorts", "get").json()["results"]
    assert cohort["places_taken"] is None


def test_a_count_that_an_endpoint_forgot_is_hidden_all_the_same() -> None:
    assert hide_few(CohortSerializer, {"places_taken": 4, "capacity": 4}) == {"places_taken": None, "capacity": 4}
    assert hide_few(CohortSerializer, {"places_taken": 5, "capacity": 4}) == {"places_taken": 5, "capacity": 4}
    line = {"sector": 1, "suggested": 9, "introduced": 1, "converted": 0, "crossing": 0}
    hidden = hide_few(SectorCountsSerializer, {"results": [line]})
    assert hidden == {"results": [{**line, "introduced": None}]}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((20, 12, 7, 0), (20, 12, 7, 0)),
        ((20, 3, 1, 1), (20, None, None, None)),
        # Two who were introduced did not meet: they would be seven less five.
        ((20, 7, 5, 5), (20, 7, None, None)),
        ((8, 7, 0, 0), (8, None, 0, 0)),
        ((6, 6, 6, 1), (6, 6, 6, None)),
        ((2, 0, 0, 0), (None, 0, 0, 0)),
        ((0, 0, 0, 0), (0, 0, 0, 0)),
    ],
)
def test_of_matches_nothing_of_few_is_shown_nor_left_over(counts: tuple[int, ...], shown: tuple[int | None]) -> None:
    row = hide_few_met(SectorCount(3, *counts))
    assert tuple(row.values()) == (3, *shown)


@pytest.mark.parametrize(
    ("people", "given", "whole_people", "whole_given", "shown"),
    [
        (5, 9, 5, 9, (9, 5)),
        (5, 9, 10, 14, (9, 5)),
        # Two others of the city would be seven less five.
        (5, 9, 7, 20, (None, None)),
        (5, 9, 10, 11, (None, None)),
        (4, 30, 4, 30, (None, None)),
    ],
)
def test_what_was_seen_in_a_cohort_leaves_no_few_over_in_the_city(
    people: int, given: int, whole_people: int, whole_given: int, shown: tuple[int | None]
) -> None:
    row = {"id": 1, "code": "patience", "given": given, "people": people}
    found = CohortSeenAreas().render_row({**row, "all_given": whole_given, "all_people": whole_people})
    assert found == {"id": 1, "area": "patience", "given": shown[0], "people": shown[1]}


def test_of_the_whole_city_five_people_are_counted() -> None:
    row = {"id": 1, "code": "patience", "given": 6, "people": 5}
    assert SeenAreaList().render_row(row) == {"id": 1, "area": "patience", "given": 6, "people": 5}


@pytest.mark.django_db
def test_a_cohort_in_which_five_are_seen_is_counted(world: World) -> None:
    with city_scope(world.city.pk):
        cohort = Cohort.objects.get(pk=world.numbers["cohort"])
        seats = CohortMemberFactory.create_batch(6, cohort=cohort)
        met = ways.held_session(cohort, seats)
        first, *others = [seat.profile for seat in seats]
        area = EndorsementFactory(collaboration=None, session=met, giver=first, receiver=others[0]).area
        for one in others[1:]:
            EndorsementFactory(collaboration=None, session=met, giver=first, receiver=one, area=area)
    answer = world.ask("/cities/{city}/cohorts/{cohort}/endorsements", "get").json()["results"]
    assert [(row["given"], row["people"]) for row in answer if row["id"] == area.pk] == [(5, 5)]


@pytest.mark.parametrize("model", ["collaborations.endorsement", "matching.matchsuggestion"])
def test_the_log_does_not_count_what_the_lists_hide(model: str) -> None:
    from educities.api.scopes import find_hidden_rows, scope_labels

    assert model in find_hidden_rows(set(scope_labels())).models


def test_the_words_about_few_people_are_those_of_the_method() -> None:
    method = (ROOT / "docs" / "method.md").read_text()
    assert re.search(r"The same holds of the counts of people that partner apps read, but for", method)
