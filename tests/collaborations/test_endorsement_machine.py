"""Whatever is done in whatever order, what must be true of an endorsement stays true.

`MACHINE_RUNS=2000` runs as many sequences; without it a few.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from collaborations.actions import endorsement_people
from collaborations.actions import endorsements as actions
from collaborations.models import Endorsement
from educities.activity.models import Notice
from meetings.models import Attendance
from stakeholders.models import StrengthClaim
from tests.collaborations.support import make_person
from tests.factories import AreaFactory, CohortFactory, CohortMemberFactory
from tests.labs import ways
from tests.machines import UndoneMachine, count_runs

pytestmark = pytest.mark.django_db
SIZE = settings(
    max_examples=count_runs(3), stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
WHO = st.integers(min_value=0, max_value=4)
NUMBER = st.integers(min_value=0, max_value=7)


class EndorsementMachine(UndoneMachine):
    """Three adults and a pupil at one of two sessions, and one who was at neither; they see, keep, withdraw and leave."""

    city: Any

    def __init__(self) -> None:
        super().__init__()
        self.people = [make_person(self.city) for _number in range(4)]
        self.people.insert(2, make_person(self.city, age_band="youth"))
        self.areas = [AreaFactory(code=f"seen-{number}") for number in range(2)]
        cohort = CohortFactory()
        seats = [CohortMemberFactory(cohort=cohort, profile=one) for one in self.people]
        self.sessions = [ways.held_session(cohort, seats[:3]), ways.held_session(cohort, seats[1:4])]
        ways.seat_guide(cohort.lab)

    def row(self, number: int) -> Endorsement | None:
        rows = list(Endorsement.objects.with_names().order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(giver=WHO, receiver=WHO, where=st.booleans(), area=st.booleans(), says=st.booleans())
    def give(self, giver: int, receiver: int, where: bool, area: bool, says: bool) -> None:
        own, words = self.people[giver], {"en": "I saw it"} if says else {}
        seen = {"area": self.areas[area], "words": words}
        self.attempt(actions.give_endorsement, self.sessions[where], own, self.people[receiver], actor=own.user, **seen)

    @rule(number=NUMBER, level=st.sampled_from(["me", "cohort", "public"]))
    def keep(self, number: int, level: str) -> None:
        if row := self.row(number):
            self.attempt(actions.keep_endorsement, row, actor=row.receiver.user, visibility=level)

    @rule(number=NUMBER)
    def leave_it(self, number: int) -> None:
        if row := self.row(number):
            self.attempt(actions.leave_endorsement, row, actor=row.receiver.user)

    @rule(number=NUMBER)
    def withdraw(self, number: int) -> None:
        if row := self.row(number):
            self.attempt(actions.withdraw_endorsement, row, actor=row.giver.user)

    @rule(who=WHO, keeps=st.booleans())
    def leave_city(self, who: int, keeps: bool) -> None:
        person = self.people[who]
        endorsement_people.leave_endorsements(person, keep_texts=keeps and not person.is_minor)

    @rule(kept=st.sampled_from([0, 1, 3]), gone=st.sampled_from([0, 1, 3]))
    def merge_and_part(self, kept: int, gone: int) -> None:
        """Two are taken for one person, and apart again: in between nobody has endorsed themselves, afterwards all is as before."""
        if kept == gone:
            return
        before = list(Endorsement.objects.order_by("pk").values_list("pk", "giver", "receiver", "state"))
        moved = endorsement_people.move_endorsements(self.people[kept], self.people[gone], None)
        self.each_stands_once_and_of_somebody_else()
        endorsement_people.return_endorsements(self.people[kept], self.people[gone], moved, None)
        assert list(Endorsement.objects.order_by("pk").values_list("pk", "giver", "receiver", "state")) == before

    @invariant()
    def each_stands_once_and_of_somebody_else(self) -> None:
        rows = list(Endorsement.objects.standing().values_list("giver", "receiver", "area", "session"))
        assert len(rows) == len(set(rows))
        assert all(giver != receiver for giver, receiver, *_more in rows)

    @invariant()
    def both_were_there(self) -> None:
        for row in Endorsement.objects.all():
            there = set(Attendance.objects.there().filter(session=row.session_id).values_list("profile", flat=True))
            assert {row.giver_id, row.receiver_id} <= there

    @invariant()
    def a_child_gets_and_gives_no_words_and_shows_nothing(self) -> None:
        child = self.people[2]
        rows = Endorsement.objects.filter(giver=child) | Endorsement.objects.filter(receiver=child)
        assert not rows.exclude(words={}).exists()
        assert not Endorsement.objects.filter(receiver=child).exclude(visibility="me").exists()
        # Nobody who does not guide the cohort chooses a child, but another child.
        assert not Endorsement.objects.filter(receiver=child).exists()

    @invariant()
    def what_is_kept_alone_is_shown_and_stands_beside_a_strength(self) -> None:
        assert not Endorsement.objects.exclude(state="kept").exclude(visibility="me").exists()
        for row in Endorsement.objects.kept():
            assert StrengthClaim.objects.filter(profile=row.receiver_id, area=row.area_id, kind="strength").exists()

    @invariant()
    def nobody_is_told_an_answer(self) -> None:
        """Only the receiver reads anything: that it is there, and that what stood on their page was taken back."""
        receivers = dict(Endorsement.objects.values_list("pk", "receiver__user"))
        for notice in Notice.objects.all():
            assert notice.verb in {"collaborations.endorsed", "collaborations.endorsement_withdrawn"}
            assert notice.user_id == receivers[int(notice.target_id)]


def test_an_endorsement(scope: Any) -> None:
    EndorsementMachine.city = scope
    run_state_machine_as_test(EndorsementMachine, settings=SIZE)
