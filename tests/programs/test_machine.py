"""Whatever is done in whatever order, what must be true of the five years, their years and milestones stays true.

`MACHINE_RUNS=2000` runs as many sequences; without it a few.
"""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from programs import actions
from programs.actions import milestone_overrides, reviews
from programs.models import Milestone, Program, ProgramYear, Suspension, YearReview
from tests.factories import MembershipFactory, ProgramFactory, SessionFactory
from tests.machines import UndoneMachine, count_runs

pytestmark = pytest.mark.django_db
SIZE = settings(
    max_examples=count_runs(3), stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
)
NUMBER = st.integers(min_value=0, max_value=39)
WHY = "It could not be done in this way"


class ProgramMachine(UndoneMachine):
    """Two people who sign, suspend, resume, reach, give up, bring back, review and close, while years pass."""

    city: Any
    people: Any

    def __init__(self) -> None:
        super().__init__()
        self.today = self.city.today()
        ProgramFactory(starts_on=self.today - timedelta(days=30))
        self.record = ("session", SessionFactory(state="recorded").pk)
        self.baselines = dict(Milestone.objects.values_list("pk", "baseline_due_on"))

    @property
    def program(self) -> Program:
        return Program.objects.get()

    def milestone(self, number: int) -> Milestone:
        return Milestone.objects.select_related("year__program", "owner").order_by("pk")[number]

    @rule(who=st.integers(0, 1))
    def sign(self, who: int) -> None:
        self.attempt(actions.sign_program, self.program, actor=self.people[who])

    @rule(ago=st.integers(-1, 40), known=st.booleans())
    def suspend(self, ago: int, known: bool) -> None:
        day = self.today - timedelta(days=ago)
        until = self.today if known else None
        self.attempt(
            actions.suspend_program, self.program, actor=self.people[0], starts_on=day, reason=WHY, expected_until=until
        )

    @rule()
    def resume(self) -> None:
        self.attempt(actions.resume_program, self.program, actor=self.people[1])

    @rule(days=st.integers(1, 900))
    def pass_days(self, days: int) -> None:
        """The night's work is done late, once for many days."""
        self.attempt(actions.advance_program_years, self.program, today=self.today + timedelta(days=days))

    @rule(number=NUMBER, shown=st.booleans())
    def reach(self, number: int, shown: bool) -> None:
        link = self.record if shown else None
        self.attempt(actions.reach_milestone, self.milestone(number), actor=self.people[0], link=link, evidence="Seen")

    @rule(number=NUMBER, to=st.sampled_from(["planned", "at_risk", "missed", "dropped"]), why=st.booleans())
    def move(self, number: int, to: str, why: bool) -> None:
        self.attempt(
            actions.move_milestone, self.milestone(number), to, actor=self.people[0], reason=WHY if why else ""
        )

    @rule(number=NUMBER, grants=st.booleans())
    def override(self, number: int, grants: bool) -> None:
        row = self.milestone(number)
        self.attempt(milestone_overrides.request_milestone_override, row, actor=self.people[0], reason=WHY)
        for asked in row.overrides.filter(state="requested").select_related("milestone", "requested_by"):
            decide = (
                milestone_overrides.grant_milestone_override
                if grants
                else milestone_overrides.refuse_milestone_override
            )
            self.attempt(decide, asked, actor=self.people[1], answer="No record")

    @rule(number=st.integers(1, 5), opens=st.booleans())
    def close(self, number: int, opens: bool) -> None:
        year = ProgramYear.objects.select_related("program").get(number=number)
        if opens:
            self.attempt(actions.reopen_year, year, actor=self.people[0], reason=WHY)
        self.attempt(actions.close_year, year, actor=self.people[0], reason=WHY)

    @rule(number=st.integers(1, 5), who=st.integers(0, 1), back=st.booleans())
    def review(self, number: int, who: int, back: bool) -> None:
        year = ProgramYear.objects.select_related("program").get(number=number)
        self.attempt(reviews.draft_review, year, actor=self.people[0])
        for row in year.reviews.exclude(state="confirmed"):
            self.attempt(reviews.submit_review, row, actor=self.people[0])
            if back:
                self.attempt(reviews.return_review, row, actor=self.people[1], reason=WHY)
            self.attempt(reviews.confirm_review, row, actor=self.people[who])

    @invariant()
    def there_are_five_years_longer_by_the_suspensions_alone(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        years = list(ProgramYear.objects.order_by("number"))
        assert [year.number for year in years] == [1, 2, 3, 4, 5]
        assert all(a.ends_on + timedelta(days=1) == b.starts_on for a, b in pairwise(years))
        assert sum(year.suspended_days for year in years) == sum(row.days for row in Suspension.objects.all())

    @invariant()
    def each_milestone_lies_in_its_year_and_keeps_its_first_day(self) -> None:
        for row in Milestone.objects.select_related("year"):
            assert row.year.starts_on <= row.due_on <= row.year.ends_on
            assert row.baseline_due_on == self.baselines[row.pk]

    @invariant()
    def what_is_reached_has_a_record_or_a_granted_override(self) -> None:
        for row in Milestone.objects.filter(state="reached"):
            assert row.evidence_kind or row.overrides.filter(state="granted").exists()

    @invariant()
    def two_have_signed_what_is_signed(self) -> None:
        program = self.program
        signed = set(program.signatures.values_list("side", "person"))
        assert program.state == "proposed" or {side for side, _person in signed} == {"director", "steward"}
        assert len({person for _side, person in signed}) == len(signed)

    @invariant()
    def years_are_closed_in_order_with_a_confirmed_review(self) -> None:
        years = list(ProgramYear.objects.order_by("number"))
        closed = [year.state == "closed" for year in years]
        assert closed == sorted(closed, reverse=True)
        for year in years:
            states = list(year.reviews.values_list("state", flat=True))
            assert year.state != "closed" or states[0] == "confirmed"
            assert sum(state != "confirmed" for state in states) <= 1

    @invariant()
    def two_people_stand_behind_each_confirmed_review(self) -> None:
        for row in YearReview.objects.filter(state="confirmed"):
            assert row.submitted_by_id != row.confirmed_by_id
            assert row.facts

    @invariant()
    def it_is_suspended_while_a_suspension_is_open(self) -> None:
        is_open = Suspension.objects.filter(resumed_on=None).exists()
        assert (self.program.state == "suspended") == is_open


def test_the_five_years(scope: Any) -> None:
    ProgramMachine.city = scope
    ProgramMachine.people = [
        MembershipFactory(city=scope, role="director").user,
        MembershipFactory(city=scope, role="steward").user,
    ]
    run_state_machine_as_test(ProgramMachine, settings=SIZE)
