from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from cities.models import City
from educities.accounts.models import User
from educities.activity.models import Notice
from educities.tenancy.scope import city_scope
from programs import actions
from programs.actions.annotations import annotate_indicator, remove_annotation
from programs.api import Annotations
from programs.models import Annotation, Indicator, IndicatorValue
from programs.queries.confirmers import find_confirmable
from tests.factories import AnnotationFactory, IndicatorFactory
from tests.support import assert_same_queries, refused, verbs_of

pytestmark = pytest.mark.django_db
DAY = date(2024, 2, 1)
NOTE = {"en": "A new school"}


@pytest.fixture
def indicator(scope: City) -> Indicator:
    return IndicatorFactory()


@pytest.fixture
def as_director(client: Client, sign_in: Callable[..., Client], director: User) -> Client:
    return sign_in(client, director)


CHANGES = [
    {"name": {"en": "Pupils with honours"}},
    {"direction": "down"},
    {"numerator": {"en": "Pupils asked"}},
    {"denominator": {"en": "All pupils"}},
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_confirmed_figures_say_is_a_new_definition(
    scope: City, director: User, facilitator: User, change: Any
) -> None:
    """Nobody changes alone what two have confirmed: the line breaks after the last of it, and that stays."""
    indicator = IndicatorFactory(name={"en": "Feel safe"}, numerator={"en": "Pupils"}, denominator={"en": "Asked"})
    period = scope.school_year()
    actions.enter_values(indicator, [actions.Figure("actual", period, Decimal(60))], actor=facilitator, sure=True)
    actions.submit_values(indicator, actor=facilitator)
    seen = find_confirmable(scope, director)[indicator.pk].stamp
    actions.change_indicator(indicator, actor=director, **change)
    # Behind the page of whoever confirms: they read it again.
    refusal = refused(lambda: actions.confirm_values(indicator, actor=director, seen=seen))
    assert refusal == "programs.values_not_confirmed"
    assert not Annotation.objects.exists()
    actions.confirm_values(indicator, actor=director, seen=find_confirmable(scope, director)[indicator.pk].stamp)
    back = {"direction": "up"} if "direction" in change else {name: {"en": "Before"} for name in change}
    actions.change_indicator(indicator, actor=director, **back)
    indicator.refresh_from_db()
    assert indicator.breaks == [period + 1]
    note = Annotation.objects.get()
    assert "until then" in note.text["en"]
    assert set(note.text) >= {"en", "he", "ar"}
    assert Notice.objects.filter(verb="programs.definition_changed", user=facilitator).count() == 1
    assert refused(lambda: remove_annotation(note, actor=director)) == "programs.annotation_kept"


def test_a_language_more_is_no_new_definition(scope: City, director: User) -> None:
    indicator = IndicatorFactory(name={"en": "Feel safe"})
    row = {"series": "actual", "period": 2024, "value": 5, "state": "confirmed"}
    IndicatorValue.objects.create(indicator=indicator, **row)
    actions.change_indicator(indicator, actor=director, name={"en": "Feel safe", "he": "תחושת ביטחון"}, lag_years=1)
    assert not Annotation.objects.exists()


def test_a_note_is_added_and_recorded(indicator: Indicator, director: User) -> None:
    annotation = annotate_indicator(indicator, actor=director, happened_on=DAY, text=NOTE)
    assert list(indicator.annotations.values_list("happened_on", "text")) == [(DAY, NOTE)]
    assert str(annotation) == "A new school"
    assert verbs_of(indicator) == ["programs.annotation_added"]


def test_a_second_note_about_one_day_is_refused(indicator: Indicator, director: User) -> None:
    AnnotationFactory(indicator=indicator, happened_on=DAY)
    code = refused(lambda: annotate_indicator(indicator, actor=director, happened_on=DAY, text=NOTE))
    assert code == "programs.annotation_twice"
    assert verbs_of(indicator) == []


def test_a_note_is_removed_and_recorded(indicator: Indicator, director: User) -> None:
    remove_annotation(AnnotationFactory(indicator=indicator), actor=director)
    assert not Annotation.objects.exists()
    assert verbs_of(indicator) == ["programs.annotation_removed"]


def test_the_director_writes_a_note_and_takes_it_away(as_director: Client, city: City, indicator: Indicator) -> None:
    page = indicator.get_absolute_url()
    form = reverse("annotate_indicator", args=[city.slug, indicator.pk])
    assert form in as_director.get(page).content.decode()
    assert as_director.post(form, {"happened_on": "2024-02-01", "text_en": "A new school"}).url == page
    assert "A new school" in as_director.get(page).content.decode()
    remove = reverse("remove_annotation", args=[city.slug, indicator.annotations.get().pk])
    assert as_director.post(remove).url == page
    assert "A new school" not in as_director.get(page).content.decode()
    assert not indicator.annotations.exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2024-02-01", "There is a note about this day already."), ("1066-10-14", "Days from 1990 to 2100")],
)
def test_the_form_says_at_the_day_what_is_wrong(
    day: str, sentence: str, as_director: Client, city: City, indicator: Indicator
) -> None:
    AnnotationFactory(indicator=indicator, happened_on=DAY)
    form = reverse("annotate_indicator", args=[city.slug, indicator.pk])
    answer = as_director.post(form, {"happened_on": day, "text_en": "Something else"})
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors["happened_on"][0]


def test_who_may_not_write_reads(client: Client, sign_in: Any, facilitator: User, indicator: Indicator) -> None:
    AnnotationFactory(indicator=indicator, text=NOTE)
    page = sign_in(client, facilitator).get(indicator.get_absolute_url()).content.decode()
    assert "A new school" in page
    assert "/notes/" not in page


def test_a_page_costs_the_same_for_one_and_three_notes(as_director: Client, city: City, indicator: Indicator) -> None:
    def more(count: int) -> None:
        with city_scope(city.pk):
            AnnotationFactory.create_batch(count, indicator=indicator)

    assert_same_queries(lambda: as_director.get(indicator.get_absolute_url()), more)


def test_the_api_lists_the_notes_of_one_indicator(indicator: Indicator) -> None:
    AnnotationFactory()
    annotation = AnnotationFactory(indicator=indicator, happened_on=DAY, text=NOTE)
    page = Annotations(kwargs={"indicator": indicator.pk})
    rows = list(page.rows(Request(APIRequestFactory().get("/"))))
    assert rows == [{"id": annotation.pk, "happened_on": DAY, "text": NOTE}]
