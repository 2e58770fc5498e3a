"""The list of indicators begins with those whose figures the director has to confirm."""

from decimal import Decimal
from typing import Any

import pytest

from programs import actions
from programs.actions import Figure
from programs.models import Indicator
from tests.factories import IndicatorFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/indicators/"


def submit(indicator: Indicator, writer: Any, *years: int) -> None:
    actions.enter_values(indicator, [Figure("actual", year, Decimal(61)) for year in years], actor=writer)
    actions.submit_values(indicator, actor=writer)


@pytest.fixture
def rows(scope: Any, facilitator: Any) -> list[Indicator]:
    """In the order of the list; the figures of the last one wait."""
    rows = [
        IndicatorFactory(code="diploma", is_main=True),
        IndicatorFactory(code="reading"),
        IndicatorFactory(code="reading-2"),
    ]
    submit(rows[-1], facilitator, 2024, 2025)
    return rows


def test_what_waits_comes_first_and_says_how_much(client: Any, sign_in: Any, director: Any, rows: Any) -> None:
    page = sign_in(client, director).get(PAGE)
    assert [card["indicator"] for card in page.context["cards"]] == [rows[2], rows[0], rows[1]]
    assert page.content.decode().count("2 figures to confirm") == 1


def test_who_confirms_nothing_reads_them_in_their_order(client: Any, sign_in: Any, facilitator: Any, rows: Any) -> None:
    page = sign_in(client, facilitator).get(PAGE)
    assert [card["indicator"] for card in page.context["cards"]] == rows
    assert "to confirm" not in page.content.decode()


def test_the_list_costs_the_same_with_more_that_wait(client: Any, sign_in: Any, director: Any, scope: Any) -> None:
    def add(number: int) -> None:
        for row in IndicatorFactory.create_batch(number):
            submit(row, director, 2024)

    assert_same_queries(lambda: sign_in(client, director).get(PAGE), add)
