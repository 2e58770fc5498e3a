"""The one thing to do next that a page offers: to whom, and never one that would be refused."""

from typing import Any

import pytest
from django.urls import reverse

from labs.models import Cohort
from tests.factories import CohortFactory, CohortMemberFactory, ExpeditionFactory, LabFactory, SessionFactory
from tests.labs import ways

pytestmark = pytest.mark.django_db


def step_of(client: Any, row: Any) -> Any:
    return client.get(row.get_absolute_url()).context["step"]


def address(name: str, row: Any) -> str:
    return reverse(name, args=[row.city.slug, row.pk])


class TestCohort:
    def test_a_planned_cohort_opens_only_in_a_launched_lab(self, client, scope, director, sign_in):
        sign_in(client, director)
        waiting = CohortFactory(state="planned", lab=LabFactory(state="gathering"))
        assert step_of(client, waiting) is None
        cohort = CohortFactory(state="planned", lab=LabFactory(state="launched"))
        assert step_of(client, cohort).url == address("open_cohort", cohort)

    def test_a_cohort_starts_with_people_and_a_facilitator(self, client, scope, director, sign_in):
        sign_in(client, director)
        cohort = CohortFactory(state="recruiting")
        assert step_of(client, cohort).url == address("new_member", cohort)
        CohortMemberFactory(cohort=cohort)
        assert step_of(client, cohort).url == f"{cohort.lab.get_absolute_url()}?add=facilitator#seats"
        ways.seat_guide(cohort.lab)
        assert step_of(client, cohort).url == address("start_cohort", cohort)

    def test_the_first_missing_condition_gives_the_verb(self, client, scope, facilitator, sign_in):
        sign_in(client, facilitator)
        cohort = CohortFactory(stage=2)
        assert step_of(client, cohort).label == "Choose an area"
        assert step_of(client, CohortFactory(stage=3)).label == "Write the model"

    def test_moving_on_is_there_when_every_condition_is_met(self, client, scope, facilitator, sign_in):
        sign_in(client, facilitator)
        cohort = ways.ready_cohort(2)
        step = step_of(client, cohort)
        assert step.url == address("advance_cohort", cohort)
        assert step.fields == (("to", 3), ("seen", 2))
        client.post(step.url, dict(step.fields))
        cohort.refresh_from_db()
        assert cohort.stage == 3

    def test_there_is_no_way_on_while_a_condition_is_missing(self, client, scope, facilitator, sign_in):
        sign_in(client, facilitator)
        cohort = CohortFactory(stage=2)
        assert address("advance_cohort", cohort) not in client.get(cohort.get_absolute_url()).content.decode()

    def test_an_expedition_is_approved_by_the_director_alone(self, client, scope, director, facilitator, sign_in):
        cohort = CohortFactory(stage=2)
        ways.open_second(cohort)
        cohort.expeditions.all().delete()
        expedition = ExpeditionFactory(cohort=cohort, state="planned")
        labels = []
        for user in (director, facilitator):
            sign_in(client, user)
            step = step_of(client, cohort)
            labels.append((step.label, step.url))
        assert labels == [
            ("Approve the expedition", expedition.get_absolute_url()),
            ("The expedition waits for the director’s approval", ""),
        ]

    def test_who_can_only_wait_reads_it_without_a_button(self, client, scope, facilitator, sign_in):
        cohort = CohortFactory(stage=2)
        ways.open_second(cohort)
        cohort.expeditions.all().delete()
        ExpeditionFactory(cohort=cohort, state="planned")
        sign_in(client, facilitator)
        page = client.get(cohort.get_absolute_url()).content.decode()
        assert "The expedition waits for the director’s approval" in page
        assert 'href=""' not in page

    @pytest.mark.parametrize(
        ("state", "label"),
        [
            ("held", "Finalise attendance"),
            ("draft", "Invite to the session"),
            ("scheduled", "Go to the next session"),
            ("cancelled", "Plan a session"),
        ],
    )
    def test_the_session_that_waits_is_the_next_step(self, client, scope, facilitator, sign_in, state, label):
        cohort = CohortFactory(stage=1)
        ways.members_of_four(cohort)
        SessionFactory(cohort=cohort, state=state)
        sign_in(client, facilitator)
        assert step_of(client, cohort).label == label

    def test_a_member_is_offered_nothing_of_it(self, client, scope, sign_in):
        seat = CohortMemberFactory(profile__user=ways.UserFactory())
        sign_in(client, seat.profile.user)
        assert step_of(client, seat.cohort) is None

    @pytest.mark.parametrize("state", ["completed", "cancelled"])
    def test_an_ended_cohort_has_no_next_step(self, client, scope, director, sign_in, state):
        sign_in(client, director)
        assert step_of(client, CohortFactory(state=state)) is None


class TestLab:
    def test_the_first_missing_condition_gives_the_verb(self, client, scope, director, sign_in):
        sign_in(client, director)
        lab = ways.ready_lab(but="L1")
        assert step_of(client, lab).url == f"{lab.get_absolute_url()}?add=representative#seats"
        ways.seat_sector(lab, ways.SECTORS[3])
        type(lab).objects.filter(pk=lab.pk).update(first_session_on=None)
        assert step_of(client, lab).label == "Complete the lab"

    def test_a_lab_that_is_ready_is_launched(self, client, scope, director, sign_in):
        sign_in(client, director)
        lab = ways.ready_lab()
        assert step_of(client, lab) is None
        assert address("launch_lab", lab) in client.get(lab.get_absolute_url()).content.decode()


class TestGoBack:
    def test_going_back_asks_why_on_a_page_of_its_own(self, client, scope, facilitator, sign_in):
        cohort = CohortFactory(stage=2)
        sign_in(client, facilitator)
        assert address("go_back", cohort) in client.get(cohort.get_absolute_url()).content.decode()
        page = client.get(address("go_back", cohort)).content.decode()
        assert f'action="{address("advance_cohort", cohort)}"' in page
        question = f"Move “{cohort}” back from “Shared learning expeditions” to “Getting to know each other”?"
        assert (question in page, "No, stay in this stage" in page, "No, go back" in page) == (True, True, False)
        client.post(address("advance_cohort", cohort), {"to": "1", "seen": "2", "reason": "Two people are new"})
        assert Cohort.objects.get().stage == 1

    @pytest.mark.parametrize("more", [{"stage": 1}, {"stage": 2, "state": "suspended"}])
    def test_where_there_is_no_way_back_the_page_says_so(self, client, scope, facilitator, sign_in, more):
        cohort = CohortFactory(**more)
        sign_in(client, facilitator)
        page = client.get(address("go_back", cohort)).content.decode()
        assert "This cohort cannot move back a stage" in page
        assert 'name="reason"' not in page
