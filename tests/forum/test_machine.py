"""Whatever is done in whatever order at the forum's meetings, what must be true of a decision stays true.

`MACHINE_RUNS=2000` runs as many sequences; without it a few.
"""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from educities.kit.dates import add_months
from forum.actions import agenda, decisions, renewals
from forum.actions.meetings import end_meeting
from forum.actions.seats import end_seat, leave_forum
from forum.models import AgendaItem, Decision, Meeting
from meetings.actions.attendance import clear_mark, mark_attendance
from meetings.actions.departures import mark_left, mark_returned
from meetings.models import Session
from tests.factories import in_days
from tests.forum.support import decide, end_now, hold_meeting, make_charter, seat_four, write_item
from tests.machines import UndoneMachine, count_runs

pytestmark = pytest.mark.django_db
SIZE = settings(
    max_examples=count_runs(3), stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
)
WHO = st.integers(min_value=0, max_value=3)
NUMBER = st.integers(min_value=0, max_value=4)
FROZEN = (
    "words",
    "method",
    "voting",
    "needed",
    "present",
    "sectors",
    "is_advice",
    "decided_on",
    "review_on",
    "meeting_id",
)


class ForumMachine(UndoneMachine):
    """Four seats that come, leave, come back, end; items that are written, put off, proposed, decided, reviewed, dropped,
    not carried and put on the agenda again."""

    city: Any

    def __init__(self) -> None:
        super().__init__()
        self.charter = make_charter()
        self.seats = seat_four(self.charter)
        self.actor = self.seats[0].profile.user
        self.taken: dict[int, tuple[Any, ...]] = {}

    def item(self, number: int) -> AgendaItem | None:
        rows = list(AgendaItem.objects.select_related("charter", "city", "meeting__session").order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def held(self) -> Meeting | None:
        rows = Meeting.objects.select_related("charter__city", "city", "session__group")
        return rows.filter(session__state="held").first()

    @rule(number=NUMBER)
    def write(self, number: int) -> None:
        self.attempt(write_item, self.charter, f"Matter {number}", actor=self.actor)

    @rule()
    def hold(self) -> None:
        if self.held() is None:
            self.attempt(hold_meeting, self.charter, actor=self.actor)

    @rule(who=WHO)
    def come(self, who: int) -> None:
        if meeting := self.held():
            self.attempt(mark_attendance, meeting.session, self.seats[who].profile, actor=self.actor, status="present")

    @rule(who=WHO, back=st.booleans())
    def leave(self, who: int, back: bool) -> None:
        if meeting := self.held():
            act = mark_returned if back else mark_left
            self.attempt(act, meeting.session, self.seats[who].profile, actor=self.actor)

    @rule(who=WHO)
    def clear(self, who: int) -> None:
        if meeting := self.held():
            self.attempt(clear_mark, meeting.session, self.seats[who].profile, actor=self.actor)

    @rule(number=NUMBER)
    def propose(self, number: int) -> None:
        if item := self.item(number):
            self.attempt(decisions.propose_decision, item, actor=self.actor, words={"en": f"Proposal {number}"})

    @rule(number=NUMBER)
    def open(self, number: int) -> None:
        if item := self.item(number):
            self.attempt(decisions.open_decision, item, actor=self.actor)

    @rule(
        number=NUMBER, days=st.integers(min_value=-1, max_value=600), earlier=st.sampled_from(["", "stays", "reversed"])
    )
    def decide(self, number: int, days: int, earlier: str) -> None:
        if item := self.item(number):
            self.attempt(decide, item, actor=self.actor, review_on=in_days(days), earlier=earlier)

    @rule(number=NUMBER, votes=st.booleans(), yes=WHO, no=WHO, earlier=st.sampled_from(["", "stays", "waits"]))
    def reject(self, number: int, votes: bool, yes: int, no: int, earlier: str) -> None:
        if item := self.item(number):
            counted = {"method": "vote", "votes_for": yes, "votes_against": no, "abstained": 0, "not_carried": True}
            how = counted if votes else {"method": "objection"}
            self.attempt(decide, item, actor=self.actor, earlier=earlier, **how)

    @rule(number=NUMBER)
    def renew(self, number: int) -> None:
        if item := self.item(number):
            self.attempt(renewals.renew_item, item, actor=self.actor)

    @rule(number=NUMBER)
    def postpone(self, number: int) -> None:
        if item := self.item(number):
            self.attempt(agenda.postpone_item, item, actor=self.actor)

    @rule(number=NUMBER)
    def drop(self, number: int) -> None:
        if item := self.item(number):
            self.attempt(agenda.drop_item, item, actor=self.actor, reason="Done elsewhere")

    @rule(days=st.integers(min_value=1, max_value=600))
    def review(self, days: int) -> None:
        self.attempt(decisions.call_reviews, self.charter.city.today() + timedelta(days=days))
        self.attempt(agenda.build_agenda, self.charter)

    @rule()
    def end(self) -> None:
        if meeting := self.held():
            end_now(meeting)
            self.attempt(end_meeting, meeting, actor=self.actor)

    @rule(who=st.integers(min_value=1, max_value=3), stays=st.booleans())
    def go(self, who: int, stays: bool) -> None:
        seat = self.seats[who]
        if stays:
            self.attempt(end_seat, seat, actor=self.actor, reason="Another town")
        else:
            self.attempt(leave_forum, seat.profile, keep_texts=True)

    @invariant()
    def what_was_decided_stays(self) -> None:
        for row in Decision.objects.concluded():
            facts = tuple(str(getattr(row, name)) for name in FROZEN)
            assert self.taken.setdefault(row.pk, facts) == facts
        assert set(self.taken) == set(Decision.objects.concluded().values_list("pk", flat=True))

    @invariant()
    def advice_is_what_lacked_quorum_or_a_sector(self) -> None:
        for row in Decision.objects.concluded():
            assert row.is_advice == (row.present < row.needed or row.sectors != "1234")
            if row.is_taken:
                assert row.decided_on < row.review_on <= add_months(row.decided_on, 18)

    @invariant()
    def what_was_not_carried_changes_nothing(self) -> None:
        for row in Decision.objects.concluded():
            lost = row.method == "objection" or (row.method == "vote" and row.votes_for <= row.votes_against)
            assert row.is_rejected == lost
            if lost:
                assert (row.review_on, row.act_by, row.takes_effect) == (None, None, False)

    @invariant()
    def items_and_decisions_agree(self) -> None:
        for item in AgendaItem.objects.select_related("decision"):
            decision = item.proposal
            assert (item.state == "decided") == (decision is not None and decision.is_concluded)
            if decision is not None and decision.state == "withdrawn":
                assert item.state == "dropped"

    @invariant()
    def minutes_are_of_meetings_that_ended(self) -> None:
        for meeting in Meeting.objects.select_related("session"):
            assert meeting.is_ended == (meeting.session.state == Session.State.RECORDED)


def test_decisions_keep_their_promises_in_any_order(scope: Any) -> None:
    ForumMachine.city = scope
    run_state_machine_as_test(ForumMachine, settings=SIZE)
