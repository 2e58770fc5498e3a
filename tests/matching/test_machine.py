"""Whatever is done in whatever order, what must be true of suggestions stays true. `MACHINE_RUNS=2000` runs as many."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from collaborations.actions.course import end_collaboration
from collaborations.models import Collaboration, Party
from collaborations.values import MOST_OPEN
from matching.actions import breaks, introductions
from matching.models import MatchSuggestion
from matching.values import MOST_INTRODUCED, MOST_SUGGESTED, MOST_WAITING
from stakeholders.models import Profile
from tests.factories import AreaFactory
from tests.machines import UndoneMachine, count_runs
from tests.matching.support import grows, knows, make_person, pass_days

pytestmark = pytest.mark.django_db
SIZE = settings(
    max_examples=count_runs(3), stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
WHO, NUMBER = st.integers(min_value=0, max_value=3), st.integers(min_value=0, max_value=9)


class SuggestionMachine(UndoneMachine):
    """Four people who all know and look for the same, and save, pass over, ask, agree, say no, take breaks, or wait."""

    city: Any

    def __init__(self) -> None:
        super().__init__()
        area = AreaFactory()
        self.people = [make_person(self.city) for _number in range(4)]
        for person in self.people:
            knows(person, area)
            grows(person, area)
        # Days since somebody said no, by the two of them.
        self.refused: dict[frozenset[int], int] = {}
        pass_days(self.city, 0)

    def row(self, number: int) -> MatchSuggestion | None:
        rows = list(MatchSuggestion.objects.with_sides().filter(person__isnull=False).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(number=NUMBER)
    def save(self, number: int) -> None:
        if row := self.row(number):
            self.attempt(introductions.save_suggestion, row, actor=row.seeker.user)

    @rule(number=NUMBER)
    def pass_over(self, number: int) -> None:
        if (row := self.row(number)) and self.attempt(introductions.pass_suggestion, row, actor=row.seeker.user):
            self.refused[frozenset({row.seeker_id, row.person_id})] = 0

    @rule(number=NUMBER)
    def ask(self, number: int) -> None:
        if row := self.row(number):
            self.attempt(introductions.introduce_suggestion, row, actor=row.seeker.user)

    @rule(number=NUMBER)
    def agree(self, number: int) -> None:
        if row := self.row(number):
            self.attempt(introductions.agree_to_introduction, row, actor=row.person.user)

    @rule(number=NUMBER)
    def say_no(self, number: int) -> None:
        if (row := self.row(number)) and self.attempt(introductions.decline_introduction, row, actor=row.person.user):
            self.refused[frozenset({row.seeker_id, row.person_id})] = 0

    @rule(who=WHO, stops=st.booleans())
    def take_break(self, who: int, stops: bool) -> None:
        act = breaks.stop_suggestions if stops else breaks.start_suggestions
        act(self.people[who], actor=self.people[who].user)

    @rule(days=st.sampled_from([1, 20, 21, 60, 179, 180]))
    def wait(self, days: int) -> None:
        before = set(MatchSuggestion.objects.values_list("pk", flat=True))
        pass_days(self.city, days)
        self.refused = {pair: since + days for pair, since in self.refused.items()}
        for row in MatchSuggestion.objects.exclude(pk__in=before):
            assert self.refused.get(frozenset({row.seeker_id, row.person_id}), 180) >= 180

    @rule(number=NUMBER)
    def end(self, number: int) -> None:
        rows = list(Collaboration.objects.live().order_by("pk"))
        if rows:
            row = rows[number % len(rows)]
            end_collaboration(row, actor=self.people[0].user, reason="It was time")

    @invariant()
    def what_is_converted_has_a_collaboration_to_which_both_agreed(self) -> None:
        for row in MatchSuggestion.objects.filter(state="converted"):
            agreed = row.collaboration.parties.filter(state="agreed").values_list("profile", flat=True)
            assert set(agreed) == {row.seeker_id, row.person_id}

    @invariant()
    def nobody_has_too_much(self) -> None:
        for person in self.people:
            own = MatchSuggestion.objects.open().filter(seeker=person)
            assert own.count() <= MOST_SUGGESTED
            assert own.filter(introduced_on__isnull=False).count() <= MOST_INTRODUCED
            assert MatchSuggestion.objects.introduced().filter(person=person).count() <= MOST_WAITING
            agreed = Party.objects.filter(
                profile=person, state="agreed", collaboration__in=Collaboration.objects.live()
            )
            assert agreed.count() <= MOST_OPEN

    @invariant()
    def what_is_over_has_its_day_and_nothing_lasts_beyond_it(self) -> None:
        today = self.city.today()
        for row in MatchSuggestion.objects.all():
            assert row.ended_on is not None or row.ends_on > today - timedelta(days=1)
            assert row.ended_on is not None or row.state not in {"converted", "expired"}
            assert row.seeker_id != row.person_id

    @invariant()
    def who_takes_a_break_is_suggested_to_nobody(self) -> None:
        for person in Profile.objects.filter(pk__in=[one.pk for one in self.people]):
            if breaks.MatchingBreak.objects.filter(profile=person).exists():
                assert not MatchSuggestion.objects.untouched().filter(seeker=person).exists()
                assert not MatchSuggestion.objects.untouched().filter(person=person).exists()


def test_a_suggestion(scope: Any) -> None:
    SuggestionMachine.city = scope
    run_state_machine_as_test(SuggestionMachine, settings=SIZE)
