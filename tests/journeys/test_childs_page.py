"""A parent or guardian reads on the child's page in which cohorts it has a place, and on which expeditions it travels."""

from datetime import timedelta
from typing import Any

import pytest

from journeys.actions.travellers import add_travellers
from labs.models import Cohort
from tests.consents.people import YES, answered, child_of
from tests.factories import CohortFactory, CohortMemberFactory, ExpeditionFactory
from tests.labs.ways import seat_guide
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
HEADING = "What Lior does and asks for here"


@pytest.fixture
def cohort(scope: Any) -> Cohort:
    return CohortFactory(state="running", capacity=9, name={"en": "Families first"})


def read_part(client: Any, link: Any) -> str:
    page = client.get(f"/c/bat-galim/wards/{link.pk}/").content.decode()
    return page.partition(HEADING)[2].partition("</section>")[0]


def plan_trip(scope: Any, cohort: Cohort, question: str = "What do harbours teach?") -> Any:
    plan = {"minors_travel": True, "safeguarding": "Two adults stay with the children.", "place": "Haifa"}
    day = scope.today() + timedelta(days=3)
    return ExpeditionFactory(
        cohort=cohort, state="approved", starts_on=day, ends_on=day, question={"en": question}, **plan
    )


def put_on_list(trip: Any, child: Any) -> None:
    guide = seat_guide(trip.cohort.lab).profile
    add_travellers(trip, actor=guide.user, learners=[child])


def test_cohorts_and_expeditions_of_the_child_stand_there(
    client: Any, scope: Any, cohort: Cohort, sign_in: Any
) -> None:
    child = child_of(scope, display_name="Lior")
    link = answered(child, YES)
    sign_in(client, link.guardian.user)
    assert "Nothing yet." in read_part(client, link)
    CohortMemberFactory(cohort=cohort, profile=child)
    put_on_list(plan_trip(scope, cohort), child)
    part = read_part(client, link)
    assert part.index("Already here") < part.index("Families first")
    # Nobody has agreed to the journey: it waits, above what is there.
    assert part.index("What do harbours teach?") < part.index("Already here")
    assert "not settled yet" in part


def test_a_seat_without_a_yes_waits(client: Any, scope: Any, cohort: Cohort, sign_in: Any) -> None:
    child = child_of(scope, display_name="Lior")
    link = answered(child, {**YES, "lab": False})
    sign_in(client, link.guardian.user)
    CohortMemberFactory(cohort=cohort, profile=child, state="awaiting_consent")
    part = read_part(client, link)
    assert "Families first" in part
    assert "Already here" not in part


def test_the_page_costs_the_same_for_one_and_three(client: Any, scope: Any, sign_in: Any) -> None:
    child = child_of(scope, display_name="Lior")
    link = answered(child, YES)
    sign_in(client, link.guardian.user)

    def add(count: int) -> None:
        for number in range(count):
            one = CohortFactory(state="running", capacity=9)
            CohortMemberFactory(cohort=one, profile=child)
            put_on_list(plan_trip(scope, one, f"Where to, {count}-{number}?"), child)

    assert_same_queries(lambda: read_part(client, link), add)
