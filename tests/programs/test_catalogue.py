"""A city chooses what it measures from the network's definitions; words that were changed make a figure another figure."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from programs import actions, texts
from programs.actions import Figure
from programs.actions.annotations import annotate_indicator, remove_annotation
from programs.models import Indicator
from programs.queries import figures_of
from programs.values.catalogue import LANGUAGES, TOPICS, find_definition, list_current, read_definitions
from programs.views.indicators import figures_chart
from tests.factories import IndicatorFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/indicators/catalogue/"


def measure(indicator: Indicator, director: Any, **years: int) -> None:
    figures = [Figure("actual", int(year[1:]), Decimal(value)) for year, value in years.items()]
    actions.enter_values(indicator, figures, actor=director, sure=True)
    actions.submit_values(indicator, actor=director)
    actions.confirm_values(indicator, actor=director)


def test_every_definition_says_all_it_has_to_in_three_languages() -> None:
    rows = read_definitions()
    assert len({one.code for one in rows.values()}) == 50
    assert {one.topic for one in rows.values()} == set(TOPICS)
    for one in rows.values():
        assert set(one.name) == set(one.numerator) == set(one.note) == set(LANGUAGES), one.code
        assert set(one.denominator) in (set(), set(LANGUAGES)), one.code
        # A share says out of whom, a number of people or a gap does not.
        assert bool(one.denominator) == (one.unit == "percent"), one.code
        Indicator(
            code=one.code,
            name=one.name,
            kind=one.kind,
            unit=one.unit,
            direction=one.direction,
            numerator=one.numerator,
            denominator=one.denominator,
            cadence=one.cadence,
        ).clean_fields(exclude={"city"})


def test_a_city_outside_israel_is_not_offered_the_diploma() -> None:
    at_home, abroad = ({one.code for one in list_current(country)} for country in ("IL", "PT"))
    assert "diploma-residents" in at_home - abroad
    assert "upper-secondary-completion" in abroad - at_home
    assert "dropout" in at_home & abroad


def test_a_director_takes_several_at_once_and_none_twice(
    client: Client, sign_in: Any, director: Any, scope: Any
) -> None:
    page = sign_in(client, director).get(PAGE)
    assert "Ready for grade 1" in page.content.decode()
    answer = client.post(
        PAGE, {"staying": ["dropout"], "climate": ["belonging"], "labs": ["promises-kept"]}, follow=True
    )
    assert "3 indicators were added." in answer.content.decode()
    row = Indicator.objects.get(catalogue_code="dropout")
    assert (row.direction, row.unit, row.lag_years, row.definition_version) == ("down", "percent", 1, 1)
    assert set(row.name) == set(row.note) == {"en", "he", "ar"}
    assert row.list_differences() == []
    assert "Drop-out" not in client.get(PAGE).content.decode()
    # Sent once more by another tab: what is there stays.
    answer = client.post(PAGE, {"staying": ["dropout"]}, follow=True)
    assert "The city measures all of these already." in answer.content.decode()
    assert actions.adopt_definitions([find_definition("dropout", 1)], actor=director) == []  # type: ignore[list-item]
    assert client.post(PAGE, {}).context["form"].errors


def test_a_code_of_the_citys_own_keeps_its_row(director: Any, scope: Any) -> None:
    own = IndicatorFactory(code="dropout")
    (made,) = actions.adopt_definitions([find_definition("dropout", 1)], actor=director)  # type: ignore[list-item]
    assert (own.code, made.code, made.catalogue_code) == ("dropout", "dropout-catalogue", "dropout")


def test_changed_words_are_named_where_figures_would_be_compared(
    client: Client, sign_in: Any, director: Any, scope: Any
) -> None:
    (row,) = actions.adopt_definitions([find_definition("dropout", 1)], actor=director)  # type: ignore[list-item]
    assert (
        "Counted as the network’s catalogue says"
        in sign_in(client, director).get(row.get_absolute_url()).content.decode()
    )
    actions.change_indicator(row, actor=director, denominator={"en": "pupils of grades 9 to 12"})
    assert row.list_differences() == ["denominator"]
    said = texts.describe_differences(row)
    assert "out of whom" in said
    assert said in client.get(row.get_absolute_url()).content.decode()


def test_a_changed_definition_breaks_the_line_and_is_compared_with_nothing_before(director: Any, scope: Any) -> None:
    row = IndicatorFactory(direction="up")
    measure(row, director, y2019=70, y2020=72, y2021=60, y2022=63)
    actions.enter_values(
        row,
        [
            Figure("baseline", 2019, Decimal(70)),
            *(Figure("benchmark", year, Decimal(75)) for year in range(2019, 2023)),
        ],
        actor=director,
        sure=True,
    )
    actions.submit_values(row, actor=director)
    actions.confirm_values(row, actor=director)
    (whole,) = figures_of([row])
    assert str(figures_chart(whole)).count('class="actual" d="M') == 2  # One line, and its sample in the legend.
    assert whole.standing().change == -7  # type: ignore[union-attr]
    note = annotate_indicator(
        row, actor=director, happened_on=date(2021, 10, 1), text={"en": "New form"}, is_break=True
    )
    row.refresh_from_db()
    (broken,) = figures_of([row])
    standing = broken.standing()
    assert standing is not None
    assert (standing.since, standing.change, standing.is_from_baseline) == (2021, 3, False)
    assert standing.closed == Decimal("0.20")  # From 15 points below in 2021 to 12, not from 5 in 2019.
    assert str(figures_chart(broken)).count('class="actual" d="M') == 3
    remove_annotation(note, actor=director)
    row.refresh_from_db()
    assert row.breaks == []


def test_where_neither_is_better_no_gap_closes_and_nothing_is_red(director: Any, scope: Any) -> None:
    row = IndicatorFactory(direction="none")
    measure(row, director, y2021=60, y2022=63)
    rows = [Figure("benchmark", year, Decimal(70)) for year in (2021, 2022)]
    actions.enter_values(row, rows, actor=director, sure=True)
    actions.submit_values(row, actor=director)
    actions.confirm_values(row, actor=director)
    standing = figures_of([row])[0].standing()
    assert standing is not None
    assert (standing.closed, texts.comparison_tone(standing)) == (None, "flat")
    assert "7 points below" in texts.gap_in_words(row, standing)


@pytest.mark.parametrize(
    ("cadence", "lag", "last", "due"),
    [
        ("yearly", 0, 2024, None),
        ("yearly", 0, 2023, 2024),
        ("yearly", 1, 2023, None),
        ("two_yearly", 0, 2023, None),
        ("two_yearly", 0, 2022, 2024),
    ],
)
def test_the_page_says_which_figure_is_due(
    director: Any, scope: Any, cadence: str, lag: int, last: int, due: int | None
) -> None:
    row = IndicatorFactory(cadence=cadence, lag_years=lag)
    (empty,) = figures_of([row])
    assert empty.find_due(2025) is None
    measure(row, director, **{f"y{last}": 60})
    assert figures_of([row])[0].find_due(2025) == due


def test_the_catalogue_costs_the_same_with_more_taken(client: Client, sign_in: Any, director: Any, scope: Any) -> None:
    left = list_current("IL")

    def add(number: int) -> None:
        actions.adopt_definitions([left.pop() for _one in range(number)], actor=director)

    assert_same_queries(lambda: sign_in(client, director).get(PAGE), add)
