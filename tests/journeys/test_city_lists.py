"""The city's expeditions and initiatives: what waits first, what is over last, narrowed by cohort and state."""

import pytest
from django.urls import reverse

from tests.factories import CohortFactory, ExpeditionFactory, InitiativeFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_director(client, director, sign_in):
    sign_in(client, director)
    return client


def listed(client, city, name, **asked):
    return list(client.get(reverse(name, args=[city.slug]), asked).context["object_list"])


def test_what_waits_for_approval_stands_first(as_director, scope):
    over, underway, waits = (ExpeditionFactory(state=state) for state in ("learned", "underway", "planned"))
    assert listed(as_director, scope, "city_expeditions") == [waits, underway, over]


def test_what_ended_stands_last(as_director, scope):
    over, due = InitiativeFactory(state="embedded"), InitiativeFactory()
    assert listed(as_director, scope, "city_initiatives") == [due, over]


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [("city_expeditions", ExpeditionFactory, "question"), ("city_initiatives", InitiativeFactory, "title")],
)
def test_narrowed_by_cohort_state_and_words(as_director, scope, name, make, words):
    wanted = make(state="paused" if words == "title" else "approved", **{words: {"ar": "حديقة الحي"}})
    make()
    for asked in ({"cohort": wanted.cohort_id}, {"state": wanted.state}, {"q": "حديقة"}):
        assert listed(as_director, scope, name, **asked) == [wanted]


@pytest.mark.parametrize(
    ("name", "make"), [("city_expeditions", ExpeditionFactory), ("city_initiatives", InitiativeFactory)]
)
def test_they_cost_the_same_with_more_rows(as_director, scope, name, make):
    url, cohort = reverse(name, args=[scope.slug]), CohortFactory()
    assert_same_queries(lambda: as_director.get(url), lambda n: make.create_batch(n, cohort=cohort))


def test_residents_do_not_see_them(client, scope, resident, sign_in):
    sign_in(client, resident)
    assert client.get(reverse("city_expeditions", args=[scope.slug])).status_code == 403
