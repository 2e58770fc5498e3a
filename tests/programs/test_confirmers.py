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
from educities.activity.models import Notice
from educities.kit.context import audit_context
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from programs import actions
from programs.actions.breakdowns import confirm_breakdown, enter_breakdown
from programs.models import Indicator, IndicatorValue
from programs.queries.confirmers import find_confirmable
from reports.queries import load_overview
from tests.examples import make_partner_client
from tests.factories import IndicatorFactory, MembershipFactory, UserFactory
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


def place_of(city: City, user: User, row: Indicator) -> int:
    """As what the person confirms the figures of the indicator."""
    return find_confirmable(city, user)[row.pk].place


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
    assert client.post(line.post_url, line.values).status_code == 302
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
    assert place_of(scope, facilitator, indicator) == 2
    second = give_role(scope, "director")
    assert place_of(scope, second, indicator) == 1
    assert find_confirmable(scope, facilitator) == {}


@pytest.mark.parametrize("scope_type", ["city", "lab"])
def test_a_deputy_with_a_role_of_their_own_is_no_second_person(
    scope: City, indicator: Indicator, director: User, scope_type: str
) -> None:
    deputy = give_role(scope, "director", acting_for=director)
    where = {"scope_type": scope_type, "scope_id": None if scope_type == "city" else 1}
    MembershipFactory(city=scope, user=deputy, role="facilitator", **where)
    submit(indicator, director, deputy)
    third = give_role(scope, "facilitator")
    assert find_confirmable(scope, director) == find_confirmable(scope, deputy) == {}
    assert len(find_confirmable(scope, third)[indicator.pk].numbers) == 2


def end_days_ago(city: City, user: User, days: int) -> None:
    """The person had the role for a year, until so many days ago."""
    today = city.today()
    first, last = today - timedelta(days=365), today - timedelta(days=days)
    Membership.objects.filter(user=user).update(starts_on=first, ends_on=last)


def test_a_role_that_is_ended_for_a_day_makes_nobody_the_only_one(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    submit(indicator, director)
    cells = [("Girls", 40, 60), ("Boys", 30, 50)]
    table = enter_breakdown(indicator, actor=director, dimension="gender", period=2024, cells=cells, source="Survey")
    for days in (1, 29):
        end_days_ago(scope, facilitator, days)
        with pytest.raises(DomainError, match="Within the last 30 days someone else could have confirmed them"):
            actions.confirm_values(indicator, actor=director)
        with pytest.raises(DomainError, match="Within the last 30 days someone else could have confirmed them"):
            confirm_breakdown(table, actor=director)
        assert lines_to_confirm(scope, director) == []
        page = sign_in(client, director).get(indicator.get_absolute_url()).content.decode()
        assert "Invite a second person." in page
        assert DIRECTOR_ALONE not in page
    end_days_ago(scope, facilitator, 31)
    assert actions.confirm_values(indicator, actor=director) == 1
    confirm_breakdown(table, actor=director)


def test_who_is_made_a_deputy_was_another_person_until_then(
    scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    Membership.objects.filter(user=facilitator).update(starts_on=scope.today() - timedelta(days=99))
    MembershipFactory(
        city=scope,
        user=facilitator,
        role="director",
        acting_for=director,
        starts_on=scope.today(),
        ends_on=scope.today() + timedelta(days=9),
    )
    submit(indicator, director)
    assert find_confirmable(scope, director) == find_confirmable(scope, facilitator) == {}


def test_each_confirms_what_the_other_entered(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    submit(indicator, director, facilitator)
    # What waits together is confirmed figure by figure: nobody is alone as long as there is another person.
    assert place_of(scope, director, indicator) == 1
    assert place_of(scope, facilitator, indicator) == 2
    page = sign_in(client, director).get(indicator.get_absolute_url()).content.decode()
    assert "1 more waits for another person: it is yours, or comes from an app that you connected" in " ".join(
        page.split()
    )
    assert DIRECTOR_ALONE not in page
    assert actions.confirm_values(indicator, actor=director) == 1
    assert IndicatorValue.objects.get(state="confirmed").entered_by == facilitator
    with pytest.raises(DomainError, match="Another director or a facilitator confirms them"):
        actions.confirm_values(indicator, actor=director)
    assert actions.confirm_values(indicator, actor=facilitator) == 1


def test_what_ones_own_app_entered_is_ones_own(
    scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    with audit_context("api") as act:
        act.client = make_partner_client(scope).pk
        actions.enter_values(indicator, [actions.Figure("actual", 2024, Decimal(61))], actor=director)
    actions.submit_values(indicator, actor=facilitator)
    assert find_confirmable(scope, director) == {}
    assert place_of(scope, facilitator, indicator) == 2


def test_what_a_deputy_entered_stays_the_directors_when_the_role_has_ended(
    scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    deputy = give_role(scope, "director", acting_for=director)
    submit(indicator, deputy)
    Membership.objects.filter(user=deputy).update(ends_on=scope.today() - timedelta(days=1))
    assert find_confirmable(scope, director) == {}
    assert place_of(scope, facilitator, indicator) == 2


def test_what_changed_behind_the_open_page_is_not_confirmed(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    submit(indicator, facilitator)
    page = sign_in(client, director).get(indicator.get_absolute_url())
    seen = page.context["to_confirm"].stamp
    assert f'name="seen" value="{seen}"' in page.content.decode()
    actions.return_values(indicator, actor=facilitator, reason="A typing mistake")
    actions.enter_values(indicator, [actions.Figure("actual", 2020, Decimal(99))], actor=facilitator, sure=True)
    actions.submit_values(indicator, actor=facilitator)
    confirm = reverse("confirm_values", args=[scope.slug, indicator.pk])
    for sent in ({"seen": seen}, {}):
        refusal = client.post(confirm, sent, follow=True).content.decode()
        assert "These figures have changed since you opened the page." in refusal
    assert IndicatorValue.objects.get().state == "submitted"
    (line,) = lines_to_confirm(scope, director)
    assert client.post(line.post_url, line.values).status_code == 302
    assert IndicatorValue.objects.get().state == "confirmed"


def test_a_break_down_is_confirmed_by_another_person(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    cells = [("Girls", 40, 60), ("Boys", 30, 50)]
    row = enter_breakdown(indicator, actor=director, dimension="gender", period=2024, cells=cells, source="Survey")
    with pytest.raises(DomainError, match="Another director or a facilitator confirms them"):
        confirm_breakdown(row, actor=director)
    assert lines_to_confirm(scope, director) == []
    (line,) = lines_to_confirm(scope, facilitator)
    page = reverse("breakdowns", args=[scope.slug, indicator.pk])
    assert line.post_url not in sign_in(client, director).get(page).content.decode()
    client.logout()
    assert line.post_url in sign_in(client, facilitator).get(page).content.decode()
    assert client.post(line.post_url, line.values).status_code == 302
    row.refresh_from_db()
    assert row.is_confirmed


def test_whoever_entered_them_reads_that_they_count(
    scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    submit(indicator, facilitator)
    actions.confirm_values(indicator, actor=director)
    assert Notice.objects.filter(verb="programs.values_confirmed", user=facilitator).count() == 1
    figure = actions.Figure("actual", 2020, Decimal(61))
    reader = give_role(scope, "facilitator")
    value = IndicatorValue.objects.get()
    row = actions.propose_revision(value, actor=director, reason="Counted again", figure=figure)
    other = give_role(scope, "director")
    actions.confirm_revision(row, actor=other)
    # Whoever proposed it, and everybody else who confirms figures.
    told = Notice.objects.filter(verb="programs.value_revised").values_list("user", flat=True)
    assert set(told) == {director.pk, facilitator.pk, reader.pk}


def test_a_reader_sees_no_draft_and_the_line_holds_confirmed_figures_alone(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    submit(indicator, facilitator, facilitator)
    actions.confirm_values(indicator, actor=director)
    actions.enter_values(indicator, [actions.Figure("actual", 2022, Decimal("77.7"))], actor=facilitator, sure=True)
    reader = MembershipFactory(city=scope, role="reader").user
    assert "77.7" not in sign_in(client, reader).get(indicator.get_absolute_url()).content.decode()
    client.logout()
    page = sign_in(client, director).get(indicator.get_absolute_url())
    assert "77.7" in page.content.decode()
    assert "77.7" not in str(page.context["chart"])


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
    guides: set[int] = set()
    for role in data.draw(st.lists(st.sampled_from(["director", "facilitator", "steward"]), min_size=1, max_size=5)):
        principals = [one for one in people if role == roles[one.pk]]
        principal = data.draw(st.sampled_from([None, *principals]))
        people.append(give_role(scope, role, acting_for=principal))
        roles[people[-1].pk] = role
        if role == "director" and data.draw(st.booleans()):
            days = {"starts_on": scope.today() - timedelta(days=1)}
            MembershipFactory(city=scope, user=people[-1], role="facilitator", scope_type="lab", scope_id=1, **days)
            guides.add(people[-1].pk)
    row = IndicatorFactory()
    writer = data.draw(st.sampled_from(people))
    submit(row, writer)
    hands = {writer.pk, *find_same_hands(scope.pk, writer.pk)}
    ranked = [
        {pk for pk, role in roles.items() if role == "director" and pk not in hands},
        {pk for pk, role in roles.items() if (role == "facilitator" or pk in guides) and pk not in hands},
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
