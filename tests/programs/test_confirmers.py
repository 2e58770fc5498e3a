"""Figures are confirmed by somebody else than whoever entered them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cities.models import City, Membership
from cities.queries.second_hands import find_same_hands
from cities.queries.waiting import WaitingLine
from educities.accounts.models import User
from educities.kit.context import audit_context
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from programs import actions
from programs.models import Indicator, IndicatorValue
from programs.queries.confirmers import find_confirmable
from reports.queries import load_overview
from tests.examples import make_partner_client
from tests.factories import IndicatorFactory, UserFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
DIRECTOR_ALONE = "Nobody else in the city can confirm them yet"


@pytest.fixture
def indicator(scope: City) -> Indicator:
    return IndicatorFactory(code="calm", name={"en": "Feel calm"})


def give_role(city: City, role: str, acting_for: User | None = None) -> User:
    user: User = UserFactory()
    day = city.today() - timedelta(days=1)
    ends_on = day + timedelta(days=20) if acting_for else None
    Membership.objects.create(user=user, city=city, role=role, starts_on=day, ends_on=ends_on, acting_for=acting_for)
    return user


def submit(indicator: Indicator, *writers: User) -> None:
    for year, writer in enumerate(writers, 2020):
        actions.enter_values(indicator, [actions.Figure("actual", year, Decimal(60))], actor=writer)
    actions.submit_values(indicator, actor=writers[-1])


def lines_to_confirm(city: City, user: User) -> list[WaitingLine]:
    """What the day's page asks the person to confirm."""
    return [line for line in load_overview(city, user).waiting.lines if line.label.startswith("Confirm")]


def test_a_director_alone_confirms_and_the_page_says_so(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User
) -> None:
    submit(indicator, director)
    assert DIRECTOR_ALONE in sign_in(client, director).get(indicator.get_absolute_url()).content.decode()
    assert actions.confirm_values(indicator, actor=director) == 1


def test_what_a_director_entered_a_facilitator_confirms(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    submit(indicator, director)
    with pytest.raises(DomainError, match="Another director or a facilitator confirms them"):
        actions.confirm_values(indicator, actor=director)
    assert lines_to_confirm(scope, director) == []
    (line,) = lines_to_confirm(scope, facilitator)
    assert line.post_url == reverse("confirm_values", args=[scope.slug, indicator.pk])
    page = sign_in(client, director).get(indicator.get_absolute_url()).content.decode()
    assert "another director or a facilitator confirms them" in page
    assert line.post_url not in page
    # Whoever entered it still takes it back.
    assert reverse("return_values", args=[scope.slug, indicator.pk]) in page
    client.logout()
    assert line.post_url in sign_in(client, facilitator).get(indicator.get_absolute_url()).content.decode()
    assert client.post(line.post_url).status_code == 302
    assert IndicatorValue.objects.get().state == "confirmed"


def test_what_a_facilitator_entered_the_director_confirms(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    submit(indicator, facilitator)
    other = give_role(scope, "facilitator")
    for one in (facilitator, other):
        with pytest.raises(DomainError, match="The education director confirms these figures"):
            actions.confirm_values(indicator, actor=one)
        assert lines_to_confirm(scope, one) == []
    page = sign_in(client, facilitator).get(indicator.get_absolute_url()).content.decode()
    assert "wait for the education director" in page
    assert len(lines_to_confirm(scope, director)) == 1
    assert actions.confirm_values(indicator, actor=director) == 1


def test_a_deputy_is_no_second_person(scope: City, indicator: Indicator, director: User, facilitator: User) -> None:
    deputy = give_role(scope, "director", acting_for=director)
    submit(indicator, deputy)
    assert find_confirmable(scope, director) == find_confirmable(scope, deputy) == {}
    assert find_confirmable(scope, facilitator) == {indicator.pk: 2}
    second = give_role(scope, "director")
    assert find_confirmable(scope, second) == {indicator.pk: 1}
    assert find_confirmable(scope, facilitator) == {}


def test_figures_of_two_hands_need_a_third(
    scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    submit(indicator, director, facilitator)
    # Both entered something of what is confirmed together: the director is left, and the page says that it is alone.
    assert find_confirmable(scope, director) == {indicator.pk: 3}
    third = give_role(scope, "facilitator")
    assert find_confirmable(scope, third) == {indicator.pk: 2}
    assert find_confirmable(scope, director) == {}


def test_what_an_app_entered_is_nobodys_own(scope: City, indicator: Indicator, director: User) -> None:
    with audit_context("api") as act:
        act.client = make_partner_client(scope).pk
        actions.enter_values(indicator, [actions.Figure("actual", 2024, Decimal(61))], actor=director)
    actions.submit_values(indicator, actor=director)
    assert find_confirmable(scope, director) == {indicator.pk: 1}


def test_another_city_confirms_nothing_here(
    scope: City, indicator: Indicator, director: User, other_city: City
) -> None:
    submit(indicator, director)
    foreign = give_role(other_city, "director")
    assert find_confirmable(scope, foreign) == {}
    with city_scope(other_city.pk):
        assert find_confirmable(other_city, foreign) == {}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_statement_agrees_with_the_rule_of_hands(scope: City, data: st.DataObject) -> None:
    """Any staff, any deputies, any writers: the statement finds whom `find_same_hands` leaves."""
    Membership.objects.all().delete()
    IndicatorValue.objects.all().delete()
    people: list[User] = []
    roles: dict[int, str] = {}
    for role in data.draw(st.lists(st.sampled_from(["director", "facilitator", "steward"]), min_size=1, max_size=5)):
        principals = [one for one in people if role == roles[one.pk]]
        principal = data.draw(st.sampled_from([None, *principals]))
        people.append(give_role(scope, role, acting_for=principal))
        roles[people[-1].pk] = role
    row = IndicatorFactory()
    writers = data.draw(st.lists(st.sampled_from(people), min_size=1, max_size=3))
    submit(row, *writers)
    hands = {one.pk for one in writers} | {pk for one in writers for pk in find_same_hands(scope.pk, one.pk)}
    ranked = [
        {pk for pk, role in roles.items() if role == "director" and pk not in hands},
        {pk for pk, role in roles.items() if role == "facilitator" and pk not in hands},
        {pk for pk, role in roles.items() if role == "director"},
    ]
    expected = next((found for found in ranked if found), set())
    assert {one.pk for one in people if row.pk in find_confirmable(scope, one)} == expected


def test_the_pages_cost_the_same_for_one_and_three_indicators_to_confirm(
    client: Client, sign_in: Any, scope: City, director: User, facilitator: User
) -> None:
    sign_in(client, director)

    def more(count: int) -> None:
        with city_scope(scope.pk):
            for _ in range(count):
                submit(IndicatorFactory(), facilitator)

    assert_same_queries(lambda: client.get(reverse("indicators", args=[scope.slug])), more)
