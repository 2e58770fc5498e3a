"""The button of an old page never brings back what has ended meanwhile."""

from typing import Any

import pytest

from journeys.actions.city_model import move_version, start_version, withdraw_version
from labs.actions import cohorts, labs
from labs.models import Cohort, Override
from programs import actions as programs
from programs.models import Program
from stakeholders.actions import organisations
from tests.factories import CohortFactory, OrganisationFactory, ProgramFactory
from tests.labs import ways
from tests.labs.test_ended import ask
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", [cohorts.open_cohort, cohorts.start_cohort])
@pytest.mark.parametrize("state", ["cancelled", "completed"])
def test_a_cohort_that_is_over(scope: Any, director: Any, step: Any, state: str) -> None:
    cohort = CohortFactory(state=state)
    ways.members_of_four(cohort)
    assert refused(lambda: step(cohort, actor=director)) == "labs.cohort_over"
    assert fresh(cohort).state == state


def test_a_cancelled_cohort_is_not_paused_and_a_paused_one_not_opened(scope: Any, director: Any) -> None:
    cancelled, paused = CohortFactory(state="cancelled"), CohortFactory(state="suspended")
    pause = {"actor": director, "reason": "By mistake"}
    assert refused(lambda: cohorts.suspend_cohort(cancelled, **pause)) == "state.not_allowed"
    assert refused(lambda: cohorts.open_cohort(paused, actor=director)) == "state.not_allowed"


def test_an_archived_organisation(scope: Any, director: Any) -> None:
    archived = OrganisationFactory(state="archived")
    verify = {"actor": director}
    assert refused(lambda: organisations.verify_organisation(archived, **verify)) == "state.not_allowed"
    change = {"actor": director, "field": "Bread"}
    assert (
        refused(lambda: organisations.change_organisation(archived, **change)) == "stakeholders.organisation_archived"
    )


def test_a_program_that_was_ended(scope: Any, director: Any) -> None:
    program = ProgramFactory(signed=True, actor=director)
    programs.withdraw_program(program, actor=director, reason="The city leaves")
    year = Program.objects.get(pk=program.pk).years.first()
    milestone = year.milestones.first()
    for step in (
        lambda: programs.change_focus(year, actor=director, focus={"en": "Other"}),
        lambda: programs.move_milestone(milestone, "missed", actor=director, reason="No time"),
        lambda: programs.change_milestone(milestone, actor=director, title={"en": "Other"}),
    ):
        assert refused(step) == "programs.year_closed"
    assert programs.describe_why_not_signed(program) == "This program has ended. It stays on record as it was."


def test_the_model_of_a_cohort_that_is_over(scope: Any, director: Any) -> None:
    cohort = CohortFactory(stage=3)
    version = start_version(cohort, actor=director)
    Cohort.objects.filter(pk=cohort.pk).update(state="completed")
    version.cohort.refresh_from_db()
    assert refused(lambda: move_version(version, actor=director, to="consultation")) == "journeys.cohort_over"
    assert refused(lambda: withdraw_version(version, actor=director, reason="Another")) == "journeys.cohort_over"


def test_a_question_that_waits_ends_with_what_it_is_about(scope: Any, director: Any) -> None:
    cohort = CohortFactory(stage=2)
    ask(cohort, "G11", director)
    cohorts.cancel_cohort(cohort, actor=director, reason="No budget")
    lab = ways.ready_lab(but="L1")
    ask(lab, "L1", director)
    labs.close_lab(lab, actor=director, reason="No budget")
    assert set(Override.objects.values_list("state", flat=True)) == {"withdrawn"}
