"""The national average is entered once, and stands only beside figures that count the same thing (invariant 53)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from educities.activity.models import AuditEntry
from educities.tenancy.scope import city_scope
from programs import actions, verbs
from programs.actions import Figure
from programs.actions.national import enter_national
from programs.models import Indicator, IndicatorValue, NationalFigure
from programs.queries import figures_of, main_figures
from programs.values.catalogue import Definition, find_definition
from tests.factories import CityFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/indicators/national/"
SOURCE = "Ministry of Education, December 2024"


def definition(code: str = "diploma-residents") -> Definition:
    found = find_definition(code, 1)
    assert found is not None
    return found


def series(**years: float) -> dict[int, Decimal]:
    return {int(year[1:]): Decimal(str(value)) for year, value in years.items()}


@pytest.fixture
def measured(director: Any, scope: Any) -> Indicator:
    """The city follows the catalogue, with a measured figure of two years, both confirmed."""
    (row,) = actions.adopt_definitions([definition()], actor=director)
    figures = [Figure("actual", 2023, Decimal(70)), Figure("actual", 2024, Decimal(73))]
    actions.enter_values(row, figures, actor=director)
    actions.submit_values(row, actor=director)
    actions.confirm_values(row, actor=director)
    return row


def test_a_steward_enters_it_and_the_city_is_compared(
    client: Client, sign_in: Any, steward: Any, director: Any, measured: Indicator
) -> None:
    page = sign_in(client, steward).get(PAGE)
    assert "Entitled to a diploma, of those who live here" in page.content.decode()
    one = f"{PAGE}diploma-residents/"
    answer = client.post(one, {"paste": "2023/24\t76.0\n2024/25\t76,6", "source": SOURCE}, follow=True)
    assert "2 figures changed for all cities." in answer.content.decode()
    assert SOURCE in answer.content.decode()
    (figures,) = figures_of([measured])
    standing = figures.standing()
    assert standing is not None
    assert (standing.compared, standing.gap, standing.closed) == (2024, Decimal("-3.6"), Decimal("0.40"))
    shown = sign_in(client, director).get(measured.get_absolute_url()).content.decode()
    assert "3.6 points below the national average" in shown
    assert "76.6%" in shown
    # Nobody enters it a second time for one city.
    boxes = client.get(f"/c/bat-galim/indicators/{measured.pk}/values/").context["form"]
    assert boxes.fields["benchmark-2024"].disabled
    assert not boxes.fields["benchmark-2025"].disabled
    assert client.get(PAGE).status_code == 403


def test_another_definition_is_never_compared(steward: Any, director: Any, measured: Indicator) -> None:
    enter_national(definition(), "IL", series(y2024=76.6), actor=steward, source=SOURCE)
    assert figures_of([measured])[0].standing().gap == Decimal("-3.6")  # type: ignore[union-attr]
    # Its words were changed: another figure.
    actions.change_indicator(measured, actor=director, numerator={"en": "pupils who sat the examinations"})
    (figures,) = figures_of([measured])
    assert figures.standing().gap is None  # type: ignore[union-attr]
    assert figures.national == {}
    # The version was.
    actions.change_indicator(measured, actor=director, numerator=definition().numerator)
    assert figures_of([measured])[0].national
    with city_scope(None):
        NationalFigure.objects.update(definition_version=2)
    assert not figures_of([measured])[0].national
    # Of another country.
    with city_scope(None):
        NationalFigure.objects.update(definition_version=1, country="PT")
    assert not figures_of([measured])[0].national


def test_the_main_indicator_is_compared_too(steward: Any, director: Any, measured: Indicator) -> None:
    enter_national(definition(), "IL", series(y2024=76.6), actor=steward, source=SOURCE)
    actions.change_indicator(measured, actor=director, is_main=True)
    found = main_figures()
    assert found is not None
    assert found.national == {2024: Decimal("76.60")}


def test_every_city_reads_it_and_none_may_have_its_own(steward: Any, director: Any, measured: Indicator) -> None:
    enter_national(definition(), "IL", series(y2024=76.6), actor=steward, source=SOURCE)
    other = CityFactory()
    with city_scope(other.pk):
        (row,) = actions.adopt_definitions([definition()], actor=director)
        assert figures_of([row])[0].national == {2024: Decimal("76.60")}
    with pytest.raises(IntegrityError), transaction.atomic():
        NationalFigure.objects.create(
            catalogue_code="dropout", definition_version=1, country="IL", period=2024, value=1, source=SOURCE
        )


def test_a_jump_is_asked_about_and_a_year_can_be_taken_away(
    client: Client, sign_in: Any, steward: Any, scope: Any
) -> None:
    enter_national(definition(), "IL", series(y2022=75.9, y2023=76.3), actor=steward, source=SOURCE)
    one = f"{PAGE}diploma-residents/"
    sign_in(client, steward)
    assert "I checked again" not in client.get(one).content.decode()
    answer = client.post(one, {"paste": "2024 67.6", "source": SOURCE})
    assert answer.status_code == 409
    assert "The figure changes sharply" in answer.content.decode()
    assert "I checked again" in answer.content.decode()
    assert not NationalFigure.objects.filter(period=2024).exists()
    data = {"paste": "2024 67.6", "source": SOURCE, "sure": "on", "removed": ["2022"]}
    assert client.post(one, data).status_code == 302
    assert list(NationalFigure.objects.values_list("period", flat=True)) == [2023, 2024]
    with city_scope(None):
        kept = AuditEntry.objects.get(verb=verbs.NATIONAL_REMOVED.code).data
    assert kept["values"] == {"2022/23": ["75.9", None]}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"paste": "2024 76.6"},
        {"paste": "2024 176", "source": SOURCE},
        {"paste": "2024", "source": SOURCE},
        {"paste": f"{date.today().year + 2} 70", "source": SOURCE},
        {"removed": ["2019"], "source": SOURCE},
    ],
)
def test_what_cannot_be_a_national_average_is_refused(
    client: Client, sign_in: Any, steward: Any, scope: Any, data: dict[str, Any]
) -> None:
    answer = sign_in(client, steward).post(f"{PAGE}diploma-residents/", data)
    assert answer.status_code in {409, 422}
    assert not NationalFigure.objects.exists()


def test_no_series_of_what_the_catalogue_does_not_know(client: Client, sign_in: Any, steward: Any, scope: Any) -> None:
    assert sign_in(client, steward).get(f"{PAGE}no-such-code/").status_code == 404
    # What only cities elsewhere measure.
    assert client.get(f"{PAGE}upper-secondary-completion/").status_code == 404


def test_the_pages_cost_the_same_with_more_figures(client: Client, sign_in: Any, steward: Any, scope: Any) -> None:
    years = iter(range(2000, 2020))

    def add(number: int) -> None:
        figures = {next(years): Decimal(70) for _one in range(number)}
        enter_national(definition(), "IL", figures, actor=steward, source=SOURCE)

    assert_same_queries(lambda: sign_in(client, steward).get(PAGE), add)
    assert_same_queries(lambda: sign_in(client, steward).get(f"{PAGE}diploma-residents/"), add)


def test_the_list_costs_the_same_with_more_that_follow_the_catalogue(
    client: Client, sign_in: Any, director: Any, steward: Any, scope: Any
) -> None:
    codes = iter(["dropout", "belonging", "feel-safe", "school-ready", "completed-12"])

    def add(number: int) -> None:
        for code in (next(codes) for _one in range(number)):
            (row,) = actions.adopt_definitions([definition(code)], actor=director)
            enter_national(definition(code), "IL", series(y2024=50), actor=steward, source=SOURCE)
            IndicatorValue.objects.create(indicator=row, series="actual", period=2024, value=60, factor=100)

    assert_same_queries(lambda: sign_in(client, director).get("/c/bat-galim/indicators/"), add)


def test_a_number_has_no_percent_sign_and_no_needless_places(
    client: Client, sign_in: Any, steward: Any, scope: Any
) -> None:
    one = f"{PAGE}class-size/"
    see = sign_in(client, steward)
    refused = see.post(one, {"paste": "2023/24\t27.9%", "source": SOURCE})
    assert (refused.status_code, "Write it without a percent sign" in refused.content.decode()) == (422, True)
    assert not NationalFigure.objects.exists()
    page = see.post(one, {"paste": "2023/24\t27.9", "source": SOURCE}, follow=True).content.decode()
    assert '<b class="num">27.9</b>' in page
