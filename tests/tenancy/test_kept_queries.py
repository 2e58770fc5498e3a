"""Statements that are kept: what is found is always that of this city, this reader and these values."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils import timezone, translation

from cities.models import City
from educities.tenancy.kept_queries import Given, KeptQuery, KeptQueryError, ask_together
from educities.tenancy.scope import NoCity, city_scope
from labs.models import Cohort
from tests.factories import CityFactory, CohortFactory
from tests.support import queries_of

pytestmark = pytest.mark.django_db
COHORTS = Given("cohorts", many=True)
NUMBERS = KeptQuery(lambda: Cohort.objects.filter(pk__in=COHORTS).order_by("pk").values_list("pk", "state", "name"))
ROWS = KeptQuery(lambda: Cohort.objects.filter(pk__in=COHORTS).select_related("lab").annotate(n=models.Count("lab")))


def make_cohort(city: City) -> Cohort:
    with city_scope(city.pk):
        cohort: Cohort = CohortFactory()
        return cohort


def test_each_city_finds_its_own_rows_by_one_statement() -> None:
    cities = [CityFactory(), CityFactory()]
    cohorts = [make_cohort(city) for city in cities]
    both = [cohort.pk for cohort in cohorts]
    for city, cohort in zip(cities, cohorts, strict=True):
        with city_scope(city.pk):
            own = [(cohort.pk, cohort.state, cohort.name)]
            assert NUMBERS.ask(cohorts=both) == own
            assert ask_together([(NUMBERS, {"cohorts": both}), (NUMBERS, {"cohorts": []})]) == [own, []]


def test_inside_another_statement_its_parameters_have_names() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        rows = [CohortFactory(name={"en": name}) for name in ("90% there", "90 there")]
        share = models.functions.Cast(models.functions.Concat(models.F("name"), models.Value("%")), models.TextField())
        query = KeptQuery(
            lambda: (
                Cohort.objects.annotate(said=share, sign=RawSQL("'100%%'", ()))
                .filter(pk__in=COHORTS, said__contains="90%")
                .values_list("pk", "sign")
            )
        )
        sql, own = query.statement().write_named("mine")
        values = {"cohorts": [row.pk for row in rows], "city": city.pk, "more": "5%"}
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, sign, %(more)s FROM ({sql}) w(id, sign)", values | own)
            assert cursor.fetchall() == [(rows[0].pk, "100%", "5%")]
    assert own
    assert all(name.startswith("mine_") for name in own)


def test_outside_every_city_nothing_is_asked() -> None:
    with pytest.raises(NoCity):
        NUMBERS.ask(cohorts=[1])


@pytest.mark.parametrize("is_at_hand", [True, False])
def test_rows_are_those_of_the_queryset(*, is_at_hand: bool) -> None:
    city = CityFactory()
    cohort = make_cohort(city)
    with city_scope(city.pk, city if is_at_hand else None):
        (found,) = ROWS.ask(cohorts=[cohort.pk])
        assert (found, found.name, found.n) == (cohort, cohort.name, 1)
        assert queries_of(lambda: found.lab.name) == []
        assert not found._state.adding


def test_values_are_those_of_the_queryset() -> None:
    """In the order in which they are named, an annotation among them."""
    city = CityFactory()
    cohort = make_cohort(city)
    with city_scope(city.pk):
        rows = Cohort.objects.annotate(of=models.F("lab_id")).filter(pk=cohort.pk)
        for named in (("of", "id", "state"), ("id", "state", "of")):
            assert KeptQuery(lambda names=named: rows.values(*names)).ask() == list(rows.values(*named))
            assert KeptQuery(lambda names=named: rows.values_list(*names)).ask() == list(rows.values_list(*named))
        with pytest.raises(KeptQueryError):
            KeptQuery(lambda: rows.values_list("id", flat=True)).ask()


def test_several_questions_are_one_statement() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        assert len(queries_of(lambda: ask_together([(NUMBERS, {"cohorts": [number]}) for number in range(3)]))) == 1
        assert queries_of(lambda: ask_together([])) == []


def test_each_language_has_its_own_statement() -> None:
    read = KeptQuery(
        lambda: City.objects.filter(slug=Given("slug", output_field=models.SlugField())).values_list(
            models.F(f"name__{translation.get_language()}")
        )
    )
    city = CityFactory(name={"he": "עיר", "en": "City"})
    for language in ("he", "en", "he"):
        with translation.override(language):
            assert read.ask(slug=city.slug) == [(city.name[language],)]


def test_a_moment_that_is_not_given_is_refused() -> None:
    city = CityFactory()
    early = KeptQuery(lambda: Cohort.objects.filter(group__sessions__starts_at__lt=timezone.now()))
    with city_scope(city.pk), pytest.raises(KeptQueryError):
        early.ask()


def test_what_json_would_change_is_not_asked_together() -> None:
    city = CityFactory()
    moments: Any = KeptQuery(lambda: Cohort.objects.values_list("group__sessions__starts_at"))
    with city_scope(city.pk), pytest.raises(KeptQueryError):
        ask_together([(moments, {})])
