from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from educities.kit.context import audit_context
from educities.tenancy.scope import city_scope
from programs import actions
from programs.models import Indicator, IndicatorValue
from programs.queries.entered import name_writers
from reports.queries import load_overview
from stakeholders.models import Profile
from tests.examples import make_partner_client
from tests.factories import IndicatorFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(scope: City) -> Indicator:
    return IndicatorFactory()


@pytest.fixture
def as_director(client: Client, sign_in: Callable[..., Client], director: User) -> Client:
    return sign_in(client, director)


def enter(indicator: Indicator, actor: User, value: str, *periods: int) -> None:
    figures = [actions.Figure("actual", period, Decimal(value)) for period in periods or (2024,)]
    actions.enter_values(indicator, figures, actor=actor, sure=True)


def test_a_draft_that_is_written_over_is_its_last_writers(
    indicator: Indicator, director: User, facilitator: User
) -> None:
    enter(indicator, director, "61")
    first = IndicatorValue.objects.get()
    enter(indicator, facilitator, "62")
    last = IndicatorValue.objects.get()
    assert last.entered_by == facilitator
    assert last.entered_at > first.entered_at


def test_a_figure_of_an_app_is_the_apps_and_names_no_person(indicator: Indicator, city: City, director: User) -> None:
    partner: Any = make_partner_client(city)
    with audit_context("api") as act:
        act.client = partner.pk
        enter(indicator, director, "61")
    row = IndicatorValue.objects.get()
    assert row.entered_with_id == partner.pk
    assert name_writers([row]) == {row.pk: "Partner app p"}


def test_what_a_person_writes_over_an_apps_figure_is_the_persons(
    indicator: Indicator, city: City, director: User
) -> None:
    Profile.objects.filter(user=director).update(display_name="Ruth")
    with audit_context("api") as act:
        act.client = make_partner_client(city).pk
        enter(indicator, director, "61")
    enter(indicator, director, "62")
    row = IndicatorValue.objects.get()
    assert name_writers([row]) == {row.pk: "Ruth"}


def test_a_revision_is_of_whoever_revised(indicator: Indicator, director: User, facilitator: User) -> None:
    enter(indicator, facilitator, "61")
    actions.submit_values(indicator, actor=facilitator)
    actions.confirm_values(indicator, actor=director)
    figure = actions.Figure("actual", 2024, Decimal(62))
    old = IndicatorValue.objects.get()
    made = actions.confirm_revision(
        actions.propose_revision(old, actor=director, reason="Counted again", figure=figure), actor=facilitator
    )
    assert made.entered_by == director


@pytest.mark.parametrize("pasted", [False, True])
def test_the_page_names_who_entered_and_whose_figures_wait(
    client: Client, sign_in: Any, city: City, indicator: Indicator, director: User, facilitator: User, pasted: bool
) -> None:
    Profile.objects.filter(user=facilitator).update(display_name="Samir")
    form = reverse("enter_values", args=[city.slug, indicator.pk])
    data = {"paste": "2024\t61", "paste_into": "actual"} if pasted else {"actual-2024": "61"}
    assert sign_in(client, facilitator).post(form, data).status_code == 302
    client.post(reverse("submit_values", args=[city.slug, indicator.pk]))
    client.logout()
    page = sign_in(client, director).get(indicator.get_absolute_url()).content.decode()
    assert "<bdi>Samir</bdi>" in page
    assert "Entered by Samir." in page


def test_beside_the_button_stand_those_whose_figures_it_confirms(
    client: Client, sign_in: Any, city: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    Profile.objects.filter(user=facilitator).update(display_name="Samir")
    enter(indicator, facilitator, "61", 2023)
    with audit_context("api") as act:
        act.client = make_partner_client(city).pk
        enter(indicator, director, "62", 2024)
    actions.submit_values(indicator, actor=facilitator)
    page = sign_in(client, director).get(indicator.get_absolute_url())
    assert page.context["submitted_by"] == "Samir"
    assert "1 more waits for another person: it is yours, or comes from an app that you connected" in " ".join(
        page.content.decode().split()
    )


def test_a_page_costs_the_same_for_one_and_three_figures(
    as_director: Client, city: City, director: User, indicator: Indicator
) -> None:
    years = iter(range(2010, 2024))

    def more(count: int) -> None:
        with city_scope(city.pk):
            enter(indicator, director, "61", *[next(years) for _ in range(count)])

    assert_same_queries(lambda: as_director.get(indicator.get_absolute_url()), more)


def test_drafts_of_an_app_wait_for_the_director(scope: Any, director: Any, facilitator: Any) -> None:
    indicator = IndicatorFactory(name={"en": "Diplomas"})
    partner = make_partner_client(scope)
    last = scope.school_year() - 1
    actions.enter_values(indicator, [actions.Figure("actual", last - 1, Decimal(60))], actor=director)
    actions.enter_values(indicator, [actions.Figure("actual", last, Decimal(61))], actor=director)
    assert load_overview(scope, director).waiting.total == 0
    with audit_context("api") as act:
        act.client = partner.pk
        actions.enter_values(indicator, [actions.Figure("actual", last, Decimal("61.5"))], actor=director)
    (line,) = load_overview(scope, director).waiting.lines
    assert "1 figure entered by" in line.text
    assert partner.client.name in line.text
    assert (line.label, line.url) == ("Check the figure", indicator.get_absolute_url())
    actions.submit_values(indicator, actor=director)
    # One of the two is the director's own.
    assert load_overview(scope, director).waiting.total == 0
    assert [one.label for one in load_overview(scope, facilitator).waiting.lines] == ["Confirm the figures"]
