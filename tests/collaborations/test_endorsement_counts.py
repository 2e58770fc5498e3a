import pytest

from collaborations.api import CohortSeenAreas
from collaborations.models import Endorsement
from collaborations.queries.endorsement_counts import find_members_seen, find_of_cohort, list_member_counts
from tests.collaborations.support import make_person
from tests.factories import CohortFactory, CohortMemberFactory, EndorsementFactory
from tests.labs import ways
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope):
    return CohortFactory()


def seat(cohort, **more):
    return CohortMemberFactory(cohort=cohort, **{"profile": make_person(cohort.city), **more})


def see(giver, receiver, **more):
    return EndorsementFactory(giver=giver.profile, receiver=receiver.profile, **more)


def judge(cohort):
    return find_members_seen([cohort])[cohort.pk]


def test_each_member_has_given_and_received_one(cohort):
    one, other = seat(cohort), seat(cohort)
    see(one, other)
    assert (judge(cohort).met, judge(cohort).rows, judge(cohort).of) == (False, (), 2)
    see(other, one)
    assert (judge(cohort).met, judge(cohort).rows) == (True, tuple(sorted([one.pk, other.pk])))


@pytest.mark.parametrize(("state", "counts"), [("not_kept", True), ("kept", True), ("withdrawn", False)])
def test_what_was_answered_is_no_matter_of_the_gate(cohort, state, counts):
    one, other = seat(cohort), seat(cohort)
    see(one, other)
    see(other, one)
    Endorsement.objects.update(state=state)
    assert judge(cohort).met is counts


def test_what_was_seen_outside_the_cohort_does_not_count(cohort, scope):
    one, stranger = seat(cohort), seat(CohortFactory())
    see(one, stranger)
    see(stranger, one)
    assert not judge(cohort).met


def test_a_session_of_the_cohort_counts_whoever_was_there(cohort):
    member = seat(cohort)
    met = ways.held_session(cohort, [member])
    guide = ways.seat_guide(cohort.lab).profile
    facts = {"collaboration": None, "session": met}
    EndorsementFactory(giver=guide, receiver=member.profile, **facts)
    EndorsementFactory(giver=member.profile, receiver=guide, **facts)
    assert judge(cohort).met


def test_a_session_of_another_cohort_is_of_that_one_alone(cohort):
    one, other = seat(cohort), seat(cohort)
    elsewhere = CohortFactory()
    there = [CohortMemberFactory(cohort=elsewhere, profile=member.profile) for member in (one, other)]
    met = ways.held_session(elsewhere, there)
    for giver, receiver in ((one, other), (other, one)):
        see(giver, receiver, collaboration=None, session=met)
    assert judge(elsewhere).met
    assert not judge(cohort).rows


def test_page_gate_and_api_count_the_same(cohort):
    members = [seat(cohort) for _number in range(3)]
    met = ways.held_session(cohort, members)
    see(members[0], members[1])
    see(members[1], members[2], collaboration=None, session=met)
    see(members[2], seat(CohortFactory()))
    page = list_member_counts(cohort)
    listed = CohortSeenAreas(kwargs={"cohort": cohort.pk}).rows(None)
    assert sum(one.given for one in page) == sum(one.received for one in page) == 2
    assert sum(row["given"] for row in listed) == find_of_cohort(cohort.pk).count() == 2
    assert judge(cohort).rows == (members[1].pk,)


def test_who_cannot_sign_in_or_is_no_member_any_more_holds_nobody_up(cohort):
    one, other = seat(cohort), seat(cohort)
    see(one, other)
    see(other, one)
    CohortMemberFactory(cohort=cohort)
    seat(cohort, state="withdrawn")
    assert judge(cohort).of == 2
    assert judge(cohort).met


def test_any_number_of_cohorts_is_one_query(scope):
    cohorts = []

    def add(n):
        for _number in range(n):
            cohorts.append(CohortFactory())
            see(seat(cohorts[-1]), seat(cohorts[-1]))

    assert_same_queries(lambda: find_members_seen(cohorts), add, most=1)
