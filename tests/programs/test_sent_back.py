"""What was sent back stands on the day's page of whoever corrects it, with why, by whom, and until it is submitted again."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cities.models import City
from cities.queries.waiting import WaitingLine
from educities.kit.day_words import format_days
from programs import actions
from programs.actions import Figure, reviews
from programs.models import IndicatorValue, ProgramYear
from reports.queries import load_overview
from tests.factories import IndicatorFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def lines_of(city: City, person: Any, words: str) -> list[WaitingLine]:
    return [line for line in load_overview(city, person, most=50).waiting.lines if words in str(line.text)]


def test_figures_sent_back_wait_for_who_entered_them(scope: City, director: Any, facilitator: Any) -> None:
    row = IndicatorFactory()
    actions.enter_values(
        row, [Figure("actual", 2021, Decimal(60)), Figure("actual", 2022, Decimal(61))], actor=facilitator
    )
    actions.submit_values(row, actor=facilitator)
    assert not lines_of(scope, facilitator, "sent back")
    actions.return_values(row, actor=director, reason="The source is missing")
    (line,) = lines_of(scope, facilitator, "2 figures were sent back")
    assert line.url == reverse("enter_values", args=[scope.slug, row.pk])
    ((_why, said),) = line.facts
    assert "The source is missing" in said
    assert "sent back by" in said
    assert "Ruth" in said
    # Nobody else's, and no longer once they are submitted again.
    assert not lines_of(scope, director, "sent back")
    actions.submit_values(row, actor=facilitator)
    assert not lines_of(scope, facilitator, "sent back")


def test_the_other_way_round_they_wait_for_the_director(scope: City, director: Any, facilitator: Any) -> None:
    row = IndicatorFactory()
    actions.enter_values(row, [Figure("actual", 2021, Decimal(60))], actor=director)
    actions.submit_values(row, actor=director)
    actions.return_values(row, actor=facilitator, reason="Another year")
    assert lines_of(scope, director, "1 figure was sent back")
    assert not lines_of(scope, facilitator, "sent back")


@pytest.fixture
def year(scope: City, director: Any, steward: Any) -> ProgramYear:
    made = ProgramFactory(starts_on=scope.today() - timedelta(days=330), signed_on=scope.today() - timedelta(days=340))
    found: ProgramYear = made.years.select_related("program").first()
    return found


def test_a_review_sent_back_says_so_on_the_day_and_on_its_page(
    client: Client, sign_in: Any, scope: City, year: ProgramYear, director: Any, steward: Any
) -> None:
    review = reviews.draft_review(year, actor=director)
    reviews.submit_review(review, actor=director)
    page = reverse("year_review", args=[scope.slug, year.pk])
    assert sign_in(client, director).get(page).context["returned"] is None
    reviews.return_review(review, actor=steward, reason="Say what did not work")
    # Also before the year is over.
    (line,) = lines_of(scope, director, "The review of year 1 was sent back")
    assert "Say what did not work" in line.facts[0][1]
    text = client.get(page).content.decode()
    assert "It was sent back" in text
    assert "Say what did not work" in text
    ProgramYear.objects.filter(pk=year.pk).update(state="in_review")
    assert len(lines_of(scope, director, "review of year 1")) == 1
    reviews.submit_review(review, actor=director)
    assert not lines_of(scope, director, "sent back")


def test_closing_asks_why_figures_are_missing_only_where_one_is(
    client: Client, sign_in: Any, scope: City, year: ProgramYear, director: Any, steward: Any
) -> None:
    row = IndicatorFactory(kind="population")
    ProgramYear.objects.filter(pk=year.pk).update(state="in_review")
    review = reviews.draft_review(year, actor=director)
    reviews.write_review(review, actor=director, missing={"en": "Not published"})
    reviews.confirm_review(reviews.submit_review(review, actor=director), actor=steward)
    page = reverse("close_year", args=[scope.slug, year.pk])
    assert "reason" in sign_in(client, director).get(page).context["form"].fields
    period = scope.school_year(year.starts_on)
    IndicatorValue.objects.create(indicator=row, series="actual", period=period, value=5, state="confirmed")
    answer = client.get(page)
    assert "reason" not in answer.context["form"].fields
    assert "missing or not confirmed" not in answer.content.decode()
    answer = client.post(page, follow=True).content.decode()
    assert "The year is closed. Now: year 2" in answer


def test_a_period_has_both_its_years_or_none() -> None:
    with translation.override("en"):
        this = date.today().year  # any day of the running year
        assert format_days(date(this, 2, 1), date(this, 3, 31)) == ("1\u00a0February", "31\u00a0March")
        assert format_days(date(this - 1, 9, 1), date(this, 8, 31)) == (
            f"1\u00a0September {this - 1}",
            f"31\u00a0August {this}",
        )
