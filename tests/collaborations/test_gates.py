import pytest

from collaborations.models import Collaboration
from collaborations.queries.gates import find_agreed_collaborations
from tests.collaborations.support import agree_all, make_person, propose
from tests.factories import CohortFactory, CohortMemberFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope):
    return CohortFactory()


def seat(cohort, person, **more):
    return CohortMemberFactory(cohort=cohort, profile=person, **{"state": "active", **more})


def test_one_is_needed_for_every_four_members(cohort, scope):
    people = [make_person(scope) for _number in range(5)]
    for person in people:
        seat(cohort, person)
    first = agree_all(propose(people[0], make_person(scope)))
    result = find_agreed_collaborations([cohort])[cohort.pk]
    assert (result.met, result.rows, result.of) == (False, (first.pk,), 2)
    agree_all(propose(people[1], people[2]))
    assert find_agreed_collaborations([cohort])[cohort.pk].met


def test_one_of_two_members_counts_once(cohort, scope):
    pair = [make_person(scope) for _number in range(2)]
    for person in pair:
        seat(cohort, person)
    row = agree_all(propose(*pair))
    assert find_agreed_collaborations([cohort])[cohort.pk].rows == (row.pk,)


@pytest.mark.parametrize("state", ["proposed", "declined", "ended", "lapsed"])
def test_what_did_not_come_about_does_not_count(cohort, scope, state):
    person = make_person(scope)
    seat(cohort, person)
    row = agree_all(propose(person, make_person(scope)))
    Collaboration.objects.filter(pk=row.pk).update(state=state)
    assert not find_agreed_collaborations([cohort])[cohort.pk].met


def test_those_of_who_is_no_member_any_more_do_not_count(cohort, scope):
    seat(cohort, make_person(scope))
    left = make_person(scope)
    seat(cohort, left, state="withdrawn")
    agree_all(propose(left, make_person(scope)))
    assert not find_agreed_collaborations([cohort])[cohort.pk].met


def test_any_number_of_cohorts_is_one_query(scope):
    cohorts = []

    def add(n):
        for _number in range(n):
            cohorts.append(CohortFactory())
            seat(cohorts[-1], make_person(scope))

    assert_same_queries(lambda: find_agreed_collaborations(cohorts), add, most=1)
