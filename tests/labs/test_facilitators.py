"""A running cohort has somebody who guides it, whichever way the last one would go."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from cities.actions import end_role
from cities.models import Membership
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from labs.actions import cohorts
from labs.actions import labs as actions
from labs.models import Cohort
from labs.queries.facilitators import active_facilitators
from tests.factories import CohortFactory, CohortMemberFactory, MembershipFactory
from tests.labs import ways
from tests.support import refused

pytestmark = pytest.mark.django_db


def role_of(seat):
    return Membership.objects.get(user=seat.profile.user, role="facilitator", scope_type="lab")


@pytest.fixture
def cohort(scope):
    return CohortFactory(state="running")


def test_a_paused_cohort_that_lost_its_guide_does_not_go_on(cohort, director):
    seat = ways.seat_guide(cohort.lab)
    cohorts.suspend_cohort(cohort, actor=director, reason="A pause")
    actions.remove_seat(seat, actor=director, reason="They moved away")
    assert refused(lambda: cohorts.resume_cohort(cohort, actor=director)) == "labs.no_facilitator"


def test_a_guide_whose_role_has_ended_is_none(cohort, director):
    seat = ways.seat_guide(cohort.lab)
    assert active_facilitators(cohort.lab).get() == seat
    Membership.objects.filter(user=seat.profile.user).update(ends_on="2020-01-01")
    assert not active_facilitators(cohort.lab).exists()
    assert (
        refused(lambda: actions.remove_seat(seat, actor=director, reason="They moved away")) == "labs.last_facilitator"
    )


def test_who_guides_the_whole_city_guides_the_lab_whose_seat_is_theirs(cohort):
    seat = ways.seat_guide(cohort.lab)
    role_of(seat).delete()
    MembershipFactory(city=cohort.city, user=seat.profile.user, role="facilitator")
    assert active_facilitators(cohort.lab).get() == seat


def test_the_role_of_the_last_guide_ends_only_after_another_is_seated(client, cohort, director, sign_in):
    seat = ways.seat_guide(cohort.lab)
    role_of(seat).delete()
    role = MembershipFactory(city=cohort.city, user=seat.profile.user, role="facilitator")
    assert refused(lambda: end_role(role, actor=director, reason="They moved away")) == "cities.role_needed"
    sign_in(client, director)
    page = client.post(reverse("end_role", args=[cohort.city.slug, role.pk]), {"reason": "They moved away"})
    assert "Give another facilitator a seat first" in page.content.decode()
    ways.seat_guide(cohort.lab)
    end_role(role, actor=director, reason="They moved away")
    assert active_facilitators(cohort.lab).count() == 1


def test_a_role_that_no_running_cohort_needs_ends(cohort, director):
    Cohort.objects.update(state="suspended")
    end_role(role_of(ways.seat_guide(cohort.lab)), actor=director, reason="They moved away")
    assert not active_facilitators(cohort.lab).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["seat", "role"])
def test_start_and_leave_at_once_never_leave_it_without(city, director, how):
    with city_scope(city.pk):
        cohort = CohortFactory(state="recruiting")
        CohortMemberFactory(cohort=cohort)
        seat = ways.seat_guide(cohort.lab)
        role = role_of(seat)
    leave = (
        (lambda: actions.remove_seat(seat, actor=director, reason="They moved away"))
        if how == "seat"
        else (lambda: end_role(role, actor=director, reason="They moved away"))
    )
    ready, failures = threading.Barrier(2), []

    def run(act):
        try:
            with city_scope(city.pk):
                ready.wait(120)
                act()
        except DomainError as error:
            failures.append(error.code)
        finally:
            connection.close()

    acts = (lambda: cohorts.start_cohort(cohort, actor=director), leave)
    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with city_scope(city.pk):
        assert len(failures) == 1
        assert (Cohort.objects.get().state == "running") == active_facilitators(cohort.lab).exists()
