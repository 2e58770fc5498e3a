"""A figure that is entered once more: an equal one changes nothing, in whatever state it stands; another one is refused."""

from decimal import Decimal as D

import pytest

from cities.models import City
from educities.accounts.models import User
from educities.kit.errors import DomainError
from programs import actions
from programs.actions import Figure
from programs.models import Indicator
from tests.factories import IndicatorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["submitted", "confirmed"])
def indicator(scope: City, director: User, request: pytest.FixtureRequest) -> Indicator:
    """One figure with its parts and its source, which is the city's by now."""
    row: Indicator = IndicatorFactory(unit="percent")
    figure = Figure("actual", 2024, None, D("69.05"), D(100), "register")
    actions.enter_values(row, [figure], actor=UserFactory(), sure=True)
    actions.submit_values(row, actor=director)
    if request.param == "confirmed":
        actions.confirm_values(row, actor=director)
    return row


@pytest.mark.parametrize(
    "figure",
    [
        Figure("actual", 2024, D("69.05")),
        Figure("actual", 2024, D("69.05"), source="register"),
        Figure("actual", 2024, None, D("69.05"), D(100)),
    ],
)
def test_an_equal_figure_changes_nothing(indicator: Indicator, director: User, figure: Figure) -> None:
    before = indicator.values.values().get()
    assert actions.enter_values(indicator, [figure], actor=director, sure=True) == []
    assert indicator.values.values().get() == before


@pytest.mark.parametrize(
    "figure",
    [
        Figure("actual", 2024, D("69.04")),
        Figure("actual", 2024, None, D("138.1"), D(200)),
        Figure("actual", 2024, D("69.05"), source="another"),
    ],
)
def test_another_figure_is_refused(indicator: Indicator, director: User, figure: Figure) -> None:
    with pytest.raises(DomainError):
        actions.enter_values(indicator, [figure], actor=director, sure=True)


def test_a_draft_loses_the_parts_that_are_not_named(scope: City, director: User) -> None:
    row = IndicatorFactory(unit="percent")
    actions.enter_values(row, [Figure("actual", 2024, None, D("69.05"), D(100))], actor=director, sure=True)
    actions.enter_values(row, [Figure("actual", 2024, D("69.05"))], actor=director, sure=True)
    assert row.values.get().numerator is None
