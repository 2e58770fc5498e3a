"""A figure that is known by now and was not entered: whoever enters it reads so on the day's page, and once by mail."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import City
from educities.accounts.models import User
from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from programs import actions
from programs.actions.due_figures import tell_due_figures
from programs.models import Indicator
from programs.queries import figures_of, list_due
from programs.tasks import turn_program_years
from reports.queries import load_overview
from tests.factories import IndicatorFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def measure(row: Indicator, actor: User, *years: int) -> None:
    """As if the figures had been entered long ago."""
    actions.enter_values(row, [actions.Figure("actual", year, Decimal(60)) for year in years], actor=actor, sure=True)
    row.values.update(entered_at=timezone.now() - timedelta(days=900))


@pytest.fixture
def last(scope: City) -> int:
    """The last school year that is over."""
    return scope.school_year() - 1


@pytest.mark.parametrize(
    ("about", "behind", "is_due"),
    [({}, 0, False), ({}, 1, True), ({"lag_years": 1}, 1, False), ({"lag_years": 1}, 2, True),
     ({"cadence": "two_yearly"}, 1, False), ({"cadence": "two_yearly"}, 2, True), ({}, None, False)],
)  # fmt: skip
def test_the_days_page_says_the_same_as_the_indicators_page(
    scope: City, director: User, last: int, about: dict[str, Any], behind: int | None, is_due: bool
) -> None:
    row = IndicatorFactory(name={"en": "Feel calm"}, **about)
    if behind is not None:
        measure(row, director, last - behind)
    lines = load_overview(scope, director).waiting.lines
    assert [line.url for line in lines] == [reverse("enter_values", args=[scope.slug, row.pk])] * is_due
    (figures,) = figures_of([row])
    assert (figures.find_due(scope.school_year()) is not None) == is_due
    assert list_due() == ({row.pk: last - row.lag_years} if is_due else {})
    assert (row.name["en"] in "".join(str(line.text) for line in lines)) == is_due


def test_who_enters_it_hears_of_it_once(scope: City, director: User, facilitator: User, last: int) -> None:
    ours, theirs = IndicatorFactory(name={"en": "Ours"}), IndicatorFactory(name={"en": "Theirs"})
    actions.change_indicator(theirs, actor=director, owner_role="facilitator")
    for row in (ours, theirs):
        measure(row, director, last - 1)
    assert [turn_program_years() for _night in range(2)]
    told = Notice.objects.filter(verb="programs.figure_due")
    assert set(told.values_list("user", "target_id")) == {
        (director.pk, str(ours.pk)),
        (facilitator.pk, str(theirs.pk)),
    }
    assert told.count() == 2
    mail = render_mail(Message.objects.get(kind="programs.figure_due", user=facilitator))
    assert "Theirs" in mail.subject
    assert "Enter the figure" in mail.text
    # A director reads all of them, a facilitator those that are theirs to enter.
    assert load_overview(scope, director).waiting.total == 2
    assert load_overview(scope, facilitator).waiting.total == 1


def test_a_city_without_a_facilitator_asks_its_director(scope: City, director: User, last: int) -> None:
    row = IndicatorFactory(owner_role="facilitator")
    measure(row, director, last - 1)
    assert tell_due_figures() == 1
    assert Notice.objects.get(verb="programs.figure_due").user == director


def test_what_was_entered_meanwhile_sends_no_mail(scope: City, director: User, last: int) -> None:
    row = IndicatorFactory()
    measure(row, director, last - 1)
    tell_due_figures()
    measure(row, director, last)
    assert list_due() == {}
    assert load_overview(scope, director).waiting.total == 0


def test_who_enters_stands_on_the_page_and_is_changed_there(
    client: Client, sign_in: Any, scope: City, director: User
) -> None:
    row = IndicatorFactory(name={"en": "Feel calm"})
    page = reverse("change_indicator", args=[scope.slug, row.pk])
    form = sign_in(client, director).get(page).context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.value() is not None and bound.name != "is_main"}
    for name in ("name", "numerator", "denominator", "note"):
        data |= {f"{name}_{language}": words for language, words in (form[name].value() or {}).items()}
    assert client.post(page, {**data, "owner_role": "facilitator"}).status_code == 302
    assert "the facilitators" in client.get(row.get_absolute_url()).content.decode()


def test_the_night_asks_as_often_for_three_indicators(scope: City, director: User, last: int) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            measure(IndicatorFactory(), director, last)

    assert_same_queries(tell_due_figures, more)


def test_nobody_has_waited_for_the_figure_of_a_new_indicator(scope: City, director: User, last: int) -> None:
    row = IndicatorFactory(name={"en": "Feel calm"})
    measure(row, director, last - 1)
    row.values.update(entered_at=timezone.now())
    (line,) = load_overview(scope, director).waiting.lines
    assert line.wait == ""
    assert tell_due_figures() == 0
    row.values.update(entered_at=timezone.now() - timedelta(days=2))
    (line,) = load_overview(scope, director).waiting.lines
    assert line.wait == "waiting for 2 days"
    assert tell_due_figures() == 1
