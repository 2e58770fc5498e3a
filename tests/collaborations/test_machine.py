"""Whatever is done in whatever order, what must be true of a collaboration stays true.

`MACHINE_RUNS=2000` runs as many sequences; without it a few.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from collaborations.actions import course, outcomes, proposals
from collaborations.actions.leaving import leave_collaborations
from collaborations.models import Collaboration, Party
from collaborations.values import MOST_OPEN
from tests.collaborations.support import WORDS, make_person
from tests.machines import UndoneMachine, count_runs

pytestmark = pytest.mark.django_db
SIZE = settings(
    max_examples=count_runs(3), stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
WHO = st.integers(min_value=0, max_value=3)
NUMBER = st.integers(min_value=0, max_value=5)


class CollaborationMachine(UndoneMachine):
    """Four people who propose, answer, begin, pause, complete, end, are silent, or leave."""

    city: Any

    def __init__(self) -> None:
        super().__init__()
        self.people = [make_person(self.city) for _number in range(4)]

    def row(self, number: int) -> Collaboration | None:
        rows = list(Collaboration.objects.select_related("city").order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def side(self, number: int, who: int) -> Party | None:
        row = self.row(number)
        sides = Party.objects.select_related("collaboration__city", "profile", "organisation")
        return sides.filter(collaboration=row, profile=self.people[who]).first()

    @rule(own=WHO, other=WHO, third=WHO, number=NUMBER)
    def propose(self, own: int, other: int, third: int, number: int) -> None:
        others = [self.people[other], self.people[third]]
        words = {**WORDS, "title": {"en": f"Idea {number}"}}
        own_side = self.people[own]
        self.attempt(proposals.propose_collaboration, others, actor=own_side.user, own=own_side, **words)

    @rule(number=NUMBER, who=WHO)
    def agree(self, number: int, who: int) -> None:
        if side := self.side(number, who):
            self.attempt(proposals.agree_to_collaboration, side, actor=self.people[who].user)

    @rule(number=NUMBER, who=WHO)
    def decline(self, number: int, who: int) -> None:
        if side := self.side(number, who):
            self.attempt(proposals.decline_collaboration, side, actor=self.people[who].user)

    @rule(number=NUMBER, who=WHO)
    def begin(self, number: int, who: int) -> None:
        if row := self.row(number):
            self.attempt(course.begin_collaboration, row, actor=self.people[who].user)

    @rule(number=NUMBER, who=WHO, on=st.booleans())
    def pause_or_resume(self, number: int, who: int, on: bool) -> None:
        if row := self.row(number):
            act = course.resume_collaboration if on else course.pause_collaboration
            self.attempt(act, row, actor=self.people[who].user)

    @rule(number=NUMBER, who=WHO, words=st.booleans())
    def complete(self, number: int, who: int, words: bool) -> None:
        if row := self.row(number):
            result = {"en": "Tomatoes"} if words else {}
            self.attempt(course.complete_collaboration, row, actor=self.people[who].user, result=result)

    @rule(number=NUMBER, who=WHO)
    def end(self, number: int, who: int) -> None:
        if row := self.row(number):
            self.attempt(course.end_collaboration, row, actor=self.people[who].user, reason="It was time")

    @rule()
    def pass_a_month(self) -> None:
        Collaboration.objects.filter(state="proposed").update(answer_by=self.city.today())
        outcomes.lapse_unanswered()

    @rule(who=WHO, keeps=st.booleans())
    def leave(self, who: int, keeps: bool) -> None:
        leave_collaborations(self.people[who], keep_texts=keeps)

    @invariant()
    def two_sides_have_agreed_before_it_is_agreed(self) -> None:
        for row in Collaboration.objects.filter(state__in=Collaboration.COUNTED):
            states = list(row.parties.values_list("state", flat=True))
            assert states.count("agreed") >= 2
            assert "asked" not in states

    @invariant()
    def the_sides_are_different(self) -> None:
        for row in Collaboration.objects.all():
            profiles = list(row.parties.values_list("profile", flat=True))
            assert len(profiles) == len(set(profiles)) >= 2

    @invariant()
    def nobody_takes_part_in_too_many(self) -> None:
        for person in self.people:
            own = Party.objects.filter(profile=person, state="agreed", collaboration__in=Collaboration.objects.live())
            assert own.count() <= MOST_OPEN

    @invariant()
    def what_is_over_has_its_day_and_what_is_completed_its_words(self) -> None:
        for row in Collaboration.objects.all():
            assert row.is_over == (row.ended_on is not None)
            assert row.state != "completed" or row.result or row.proposed_by is not None


def test_a_collaboration(scope: Any) -> None:
    CollaborationMachine.city = scope
    run_state_machine_as_test(CollaborationMachine, settings=SIZE)
