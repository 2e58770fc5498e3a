"""The page says where figures come from; a review is read with the figures of its own year."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from cities.models import City
from educities.activity.models import AuditEntry, Notice
from programs import actions
from programs.actions import Figure
from programs.actions.national import enter_national
from programs.models import Indicator
from programs.queries import figures_of
from programs.values.catalogue import Definition, find_definition
from reports.renderers.review_pictures import keep_pictures
from tests.factories import IndicatorFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def definition() -> Definition:
    found = find_definition("diploma-residents", 1)
    assert found is not None
    return found


@pytest.fixture
def indicator(director: Any, scope: City, definition: Definition) -> Indicator:
    (row,) = actions.adopt_definitions([definition], actor=director)
    return row


def test_each_source_stands_beside_its_figures(
    client: Client, sign_in: Any, director: Any, steward: Any, indicator: Indicator, definition: Definition
) -> None:
    typed = [Figure("actual", year, Decimal(70), source="CBS, 2018") for year in (2016, 2017, 2019)]
    actions.enter_values(indicator, [*typed, Figure("benchmark", 2017, Decimal(66), source="Own")], actor=director)
    enter_national(definition, "IL", {2017: Decimal(65)}, actor=steward, source="RAMA")
    page = sign_in(client, director).get(indicator.get_absolute_url())
    said = [(one.source, one.is_shared) for one in page.context["sources"]]
    assert said == [("CBS, 2018", False), ("RAMA", True)]
    years = page.context["sources"][0].years.replace("\u2066", "").replace("\u2069", "")
    assert years == "2016/17–2017/18, 2019/20"
    assert "kept by the network steward for all cities of the country" in page.content.decode()


def test_the_directors_read_that_the_national_average_replaces_their_own(
    director: Any, steward: Any, indicator: Indicator, definition: Definition
) -> None:
    actions.enter_values(indicator, [Figure("benchmark", 2017, Decimal(66), source="Own")], actor=director)
    enter_national(definition, "IL", {2016: Decimal(65)}, actor=steward, source="RAMA")
    assert not AuditEntry.objects.filter(verb="programs.national_replaces").exists()
    enter_national(definition, "IL", {2017: Decimal(65)}, actor=steward, source="RAMA")
    assert AuditEntry.objects.filter(verb="programs.national_replaces").count() == 1
    assert Notice.objects.filter(user=director, verb="programs.national_replaces").count() == 1
    # Another figure of the same year replaces nothing of the city's.
    enter_national(definition, "IL", {2017: Decimal("65.5")}, actor=steward, source="RAMA")
    assert AuditEntry.objects.filter(verb="programs.national_replaces").count() == 1


def test_a_review_shows_the_figure_of_its_year_and_nothing_of_later_ones(scope: City, director: Any) -> None:
    program = ProgramFactory(actor=director, signed=True)
    first = program.years.first()
    row = IndicatorFactory(is_main=True)
    period = scope.school_year(first.starts_on)
    for year, value in ((period - 1, "70.11"), (period, "73.22"), (period + 1, "76.33")):
        row.values.create(series="actual", period=year, value=value, state="confirmed")
    (figures,) = figures_of([row])
    assert figures.until(period).latest == period
    with translation.override("en"):
        kept = keep_pictures(first)
    assert "73.22" in kept["indicator"]["value"]
    # No number of a row or of a place in the picture looks like it.
    assert "76.33" not in str(kept["indicator"])
    assert "76.33" not in str(kept["years"]["figures"])
    assert ["done", "milestone reached"] in kept["years"]["rings"]


def test_invented_figures_say_so_in_the_readers_language() -> None:
    row = Indicator(is_invented=True, source="three · languages")
    with translation.override("en"):
        assert row.source_words == "The figures are made up for practice."
    assert Indicator(source="CBS").source_words == "CBS"
