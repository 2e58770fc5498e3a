"""What partners' programs read beside an indicator's own figures is what its pages show, and nothing that is hidden there."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from educities.activity.models import Event
from educities.tenancy.scope import city_scope
from programs import actions
from programs.actions.breakdown_removals import remove_breakdown
from programs.actions.national import enter_national
from programs.models import Breakdown, NationalFigure
from programs.queries import figures_of
from programs.values.catalogue import find_definition
from tests.api.world import World, world
from tests.factories import IndicatorFactory
from tests.programs.support import GROUPS, keep_groups, keep_national
from tests.support import assert_same_queries

__all__ = ["world"]
pytestmark = pytest.mark.django_db
NATIONAL = "/cities/{city}/indicators/{indicator}/national"
ONE_NATIONAL = f"{NATIONAL}/{{nationalfigure}}"
GROUPED = "/cities/{city}/breakdowns"
ONE_GROUPED = f"{GROUPED}/{{breakdown}}"


@pytest.fixture
def partner(world: World) -> Client:
    return world.client("indicators:read")


def read(world: World, partner: Client, path: str, query: str = "", **other: str) -> Any:
    answer = world.ask(path, "get", partner, query=query, other=other)
    return answer.json().get("results", answer.json()) if answer.status_code == 200 else answer.status_code


@pytest.fixture
def inside(world: World) -> World:
    """The world, in the scope of its city."""
    with city_scope(world.city.pk):
        yield world


def test_the_nation_is_as_the_page_has_it(
    client: Client, sign_in: Any, director: Any, inside: World, partner: Client
) -> None:
    keep_national(inside.indicator, 2023, "75.90")
    # Of a school year for which the network keeps an average, the city's own is not read.
    own = [actions.Figure("benchmark", year, Decimal(value)) for year, value in ((2022, 70), (2024, 71))]
    actions.enter_values(inside.indicator, own, actor=director, sure=True)
    rows = read(inside, partner, NATIONAL)
    assert [(row["period"], row["value"], row["source"]) for row in rows] == [
        (2023, "75.90", "The ministry"),
        (2024, "76.60", "The ministry"),
    ]
    (figures,) = figures_of([inside.indicator])
    assert {row["period"]: Decimal(row["value"]) for row in rows} == figures.national
    page = sign_in(client, director).get(inside.indicator.get_absolute_url())
    benchmark = [str(label) for label in page.context["series"]].index("national average")
    shown = {year: cells[benchmark][1] for year, cells in page.context["table"]}
    assert (shown["2023/24"], shown["2024/25"], shown["2022/23"]) == ("75.9%", "76.6%", "70.0%")
    (one,) = read(inside, partner, NATIONAL, "?period=2024")
    assert read(inside, partner, ONE_NATIONAL) == one
    assert len(read(inside, partner, NATIONAL, "?page_size=1")) == 1


def test_a_nation_of_other_words_is_none(director: Any, inside: World, partner: Client) -> None:
    actions.change_indicator(inside.indicator, actor=director, numerator={"en": "pupils who sat the examinations"})
    assert read(inside, partner, NATIONAL) == []
    assert read(inside, partner, ONE_NATIONAL) == 404
    other = str(IndicatorFactory().pk)
    assert read(inside, partner, NATIONAL, indicator=other) == []
    assert read(inside, partner, ONE_NATIONAL, indicator=other) == 404


def test_each_city_that_measures_it_has_the_change_in_its_log(steward: Any, inside: World) -> None:
    one = inside.indicator
    definition = find_definition(one.catalogue_code, one.definition_version)
    assert definition is not None
    changed = Event.objects.filter(name="indicator.national_changed")
    enter_national(definition, "IL", {2024: Decimal("76.60")}, actor=steward, source="The ministry")
    assert not changed.exists()
    enter_national(definition, "IL", {2023: Decimal("75.90")}, actor=steward, source="The ministry")
    assert changed.get().target_id == str(one.pk)
    enter_national(definition, "IL", {}, actor=steward, source="", removed=[2023])
    assert changed.count() == 2
    assert NationalFigure.objects.get().period == 2024


def test_groups_are_as_the_page_has_them(
    client: Client, sign_in: Any, steward: Any, inside: World, partner: Client
) -> None:
    keep_groups(inside.indicator, period=2023, confirmed_at=None)
    (row,) = read(inside, partner, GROUPED)
    (table,) = (
        sign_in(client, steward)
        .get(reverse("breakdowns", args=[inside.city.slug, inside.indicator.pk]))
        .context["tables"]
    )
    shown = [(cell.name, cell.value, cell.people) for cell, _words in table["cells"]]
    assert [(cell["name"], cell["value"] and Decimal(cell["value"]), cell["people"]) for cell in row["cells"]] == shown
    assert [cell["hidden_because"] for cell in row["cells"]] == ["", "", "few_people", "few_people"]
    assert (row["indicator"], row["dimension"], row["period"]) == (inside.indicator.pk, "neighbourhood", 2024)
    assert read(inside, partner, ONE_GROUPED) == row


def test_what_is_hidden_is_in_no_answer(inside: World, partner: Client) -> None:
    groups = [["Shore", 813, 814], ["Hill", 911, 1822], ["North", 977, 5021]]
    Breakdown.objects.update(cells=groups)
    text = json.dumps(read(inside, partner, GROUPED))
    assert not [number for number in ("813", "814", "99.8", "911", "1822", "50.0") if number in text]
    assert "5021" in text


def test_groups_are_narrowed(inside: World, partner: Client) -> None:
    other = IndicatorFactory(denominator={"en": "all pupils"})
    kept = keep_groups(other, dimension="school", period=2022)
    for query in (f"?indicator={other.pk}", "?dimension=school", "?period=2022"):
        assert [row["id"] for row in read(inside, partner, GROUPED, query)] == [kept.pk], query
    for query in ("?dimension=religion", "?period=spring", "?period=1901", "?indicator=0"):
        assert read(inside, partner, GROUPED, query) == 400, query
    assert read(inside, partner, ONE_GROUPED, breakdown="999999") == 404


def test_what_was_removed_is_gone_and_in_the_log(director: Any, inside: World, partner: Client) -> None:
    row = Breakdown.objects.get()
    remove_breakdown(row, actor=director, reason="Two schools were swapped")
    assert read(inside, partner, GROUPED) == []
    assert Event.objects.filter(name="indicator.breakdown_removed", target_type="programs.breakdown").exists()


def test_another_scope_reads_neither(world: World) -> None:
    partner = world.client("labs:read")
    assert {read(world, partner, path) for path in (NATIONAL, ONE_NATIONAL, GROUPED, ONE_GROUPED)} == {403}


def test_more_rows_cost_the_same(inside: World, partner: Client) -> None:
    years = iter(range(2000, 2020))

    def add(number: int) -> None:
        for _one in range(number):
            keep_groups(inside.indicator, period=next(years), cells=GROUPS)
            keep_national(inside.indicator, next(years))

    assert_same_queries(lambda: [read(inside, partner, path) for path in (GROUPED, NATIONAL)], add)
