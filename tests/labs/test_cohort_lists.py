"""The board and the list of all cohorts are narrowed, and what has ended is found."""

import pytest
from django.urls import reverse

from tests.factories import CohortFactory, LabFactory, MembershipFactory, UserFactory
from tests.labs import ways
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_director(client, director, sign_in):
    sign_in(client, director)
    return client


def on_board(client, city, **asked):
    columns = client.get(reverse("board", args=[city.slug]), asked).context["columns"]
    return [card["cohort"] for column in columns for card in column["cards"]]


def listed(client, city, **asked):
    return list(client.get(reverse("cohorts", args=[city.slug]), asked).context["object_list"])


class TestBoard:
    def test_of_one_lab(self, as_director, scope):
        wanted, _other = CohortFactory(), CohortFactory()
        assert on_board(as_director, scope, lab=wanted.lab_id) == [wanted]

    def test_ready_and_stuck(self, as_director, scope):
        ready, stuck = ways.ready_cohort(1), CohortFactory()
        assert on_board(as_director, scope, show="ready") == [ready]
        assert on_board(as_director, scope, show="stuck") == [stuck]

    def test_paused(self, as_director, scope):
        paused, running = CohortFactory(state="suspended"), CohortFactory()
        assert on_board(as_director, scope, show="paused") == [paused]
        assert on_board(as_director, scope) == [running, paused]

    def test_mine(self, client, city, scope, sign_in):
        own, _other = CohortFactory(), CohortFactory()
        role = {"role": "facilitator", "scope_type": "lab", "scope_id": own.lab_id}
        sign_in(client, MembershipFactory(user=UserFactory(), city=city, **role).user)
        assert on_board(client, city, show="mine") == [own]

    def test_of_who_guides_the_whole_city_all_are_mine(self, client, scope, facilitator, sign_in):
        made = [CohortFactory(), CohortFactory()]
        sign_in(client, facilitator)
        assert on_board(client, scope, show="mine") == made

    def test_a_filter_that_finds_nothing_leads_back(self, as_director, scope):
        CohortFactory()
        url = reverse("board", args=[scope.slug])
        assert f'href="{url}"' in as_director.get(url, {"show": "ready"}).content.decode()

    def test_a_filter_that_is_none_shows_all(self, as_director, scope):
        cohort = CohortFactory()
        assert on_board(as_director, scope, show="zzz", lab="zzz") == [cohort]


class TestAllCohorts:
    def test_those_that_have_ended_stand_behind_the_others(self, as_director, scope):
        ended, running = CohortFactory(state="completed", stage=4), CohortFactory(stage=2)
        assert listed(as_director, scope) == [running, ended]

    def test_by_state_stage_lab_and_name(self, as_director, scope):
        one = CohortFactory(state="cancelled", stage=3, name={"he": "דרך הגן"})
        CohortFactory()
        for asked in ({"state": "cancelled"}, {"stage": 3}, {"lab": one.lab_id}, {"q": "הגן"}):
            assert listed(as_director, scope, **asked) == [one]

    def test_it_costs_the_same_with_more_cohorts(self, as_director, scope):
        url, lab = reverse("cohorts", args=[scope.slug]), LabFactory()
        assert_same_queries(lambda: as_director.get(url), lambda n: CohortFactory.create_batch(n, lab=lab))
