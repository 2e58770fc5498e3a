"""All cities side by side: confirmed figures of an equal definition alone, without anybody's name."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cities.models import City, Membership
from educities.tenancy.scope import city_scope
from library.actions import publish_city
from library.models import CityOutline, PublishedFigures
from library.queries import compare_cities, count_comparable, list_outlines
from library.tasks import publish_cities
from library.texts import describe_program
from programs import actions
from programs.actions import Figure
from programs.actions.national import enter_national
from programs.models import Indicator, IndicatorValue
from programs.values.catalogue import Definition, find_definition
from tests.factories import CityFactory, MembershipFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/network/comparison/"


def definition(code: str = "diploma-residents") -> Definition:
    found = find_definition(code, 1)
    assert found is not None
    return found


def measure(director: Any, *, confirmed: bool = True) -> Indicator:
    (row,) = actions.adopt_definitions([definition()], actor=director)
    if not Membership.objects.filter(city=row.city_id, user=director).exists():
        MembershipFactory(city=row.city, user=director, role="director")
    figures = [Figure("actual", 2023, Decimal(70)), Figure("actual", 2024, Decimal("73.5"), flags="p")]
    actions.enter_values(row, figures, actor=director)
    if confirmed:
        actions.submit_values(row, actor=director)
        actions.confirm_values(row, actor=director)
    return row


@pytest.fixture
def second(director: Any) -> City:
    """Another city of the network that counts alike."""
    city: City = CityFactory(name={"en": "Aviv"})
    with city_scope(city.pk):
        measure(director)
    return city


def test_the_steward_reads_cities_side_by_side(
    client: Client, sign_in: Any, steward: Any, director: Any, scope: City, second: City
) -> None:
    assert sign_in(client, director).get(PAGE).status_code == 403
    row = measure(director)
    enter_national(definition(), "IL", {2023: Decimal(76), 2024: Decimal(77)}, actor=steward, source="Ministry")
    publish_cities()
    page = sign_in(client, steward).get(PAGE).content.decode()
    assert "Aviv" in page
    assert "2 cities" in page
    found = compare_cities(definition(), "IL", 6)
    assert [city.name for city in found.cities] == ["Aviv", "Bat Galim"]
    assert found.years == [2023, 2024]
    assert found.cities[1].values == {2023: Decimal(70), 2024: Decimal("73.5")}
    text = client.get(f"{PAGE}diploma-residents/").content.decode()
    assert "National average" in text
    assert "provisional" in text
    assert client.get(f"{PAGE}nothing/").status_code == 404
    # What is revised or put off is so at once.
    value = row.values.confirmed().get(period=2024)
    actions.propose_revision(value, actor=director, reason="Counted twice", figure=Figure("actual", 2024, Decimal(72)))
    assert compare_cities(definition(), "IL", 6).cities[1].values[2024] == Decimal(72)


def test_only_equal_definitions_are_compared_and_the_page_says_why_a_city_is_missing(
    client: Client, sign_in: Any, steward: Any, director: Any, scope: City, second: City
) -> None:
    CityFactory(name={"en": "Carmel"})
    row = measure(director, confirmed=False)
    publish_city(scope)

    def missing() -> dict[str, str]:
        return dict(compare_cities(definition(), "IL", 6).missing)

    assert missing() == {"Bat Galim": "unconfirmed", "Carmel": "absent"}
    actions.submit_values(row, actor=director)
    actions.confirm_values(row, actor=director)
    assert missing() == {"Carmel": "absent"}
    actions.change_indicator(row, actor=director, numerator={"en": "pupils who sat the examinations"})
    assert missing() == {"Bat Galim": "differs", "Carmel": "absent"}
    assert not PublishedFigures.objects.get(city=scope).values
    PublishedFigures.objects.filter(city=second).update(version=2)
    assert missing()["Aviv"] == "version"
    text = sign_in(client, steward).get(f"{PAGE}diploma-residents/").content.decode()
    assert "measures another version of the definition" in text
    assert "counts in other words than the catalogue" in text
    assert count_comparable("IL") == {("diploma-residents", 2): 1}


def test_a_city_of_another_country_or_one_that_left_is_not_compared(director: Any, scope: City, second: City) -> None:
    assert len(compare_cities(definition(), "IL", 6).cities) == 1
    City.objects.filter(pk=second.pk).update(country="PT")
    assert compare_cities(definition(), "IL", 6).cities == []
    City.objects.filter(pk=second.pk).update(country="IL", state="left")
    assert compare_cities(definition(), "IL", 6).cities == []
    assert [name for name, _outline in list_outlines("IL")] == ["Bat Galim"]


def test_an_outline_holds_numbers_and_no_draft(director: Any, scope: City) -> None:
    row = measure(director, confirmed=False)
    actions.submit_values(row, actor=director)
    publish_city(scope)
    outline = CityOutline.objects.get(city=scope)
    assert outline.waiting == {"figures": 2}
    assert outline.overrides == {}
    assert PublishedFigures.objects.get(city=scope).values == {}
    row.values.all().delete()
    Indicator.objects.filter(pk=row.pk).delete()
    publish_city(scope)
    assert not PublishedFigures.objects.filter(city=scope).exists()
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}diploma-residents/"])
def test_a_page_asks_as_often_for_many_cities(
    address: str, client: Client, sign_in: Any, steward: Any, director: Any, scope: City
) -> None:
    sign_in(client, steward)

    def add_cities(number: int) -> None:
        for _number in range(number):
            city = CityFactory()
            with city_scope(city.pk):
                measure(director)
                publish_city(city)

    assert_same_queries(lambda: client.get(address), add_cities, most=12)


def test_a_city_that_nothing_is_known_of_yet_is_not_called_one_without_a_program(scope: City) -> None:
    CityOutline.objects.all().delete()
    assert describe_program(None) == "counted within the hour"
    publish_city(scope)
    assert describe_program(CityOutline.objects.get(city=scope)) == "No five-year program"
