"""Whatever is done with figures in whatever order, what must be true of them stays true.

`MACHINE_RUNS=2000` runs as many sequences; without it a few.
"""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from programs import actions
from programs.models import IndicatorValue, ValueRevision
from programs.queries import figures_of
from programs.queries.confirmers import find_confirmable, find_confirmable_revisions
from tests.factories import IndicatorFactory, MembershipFactory
from tests.machines import UndoneMachine, count_runs

pytestmark = pytest.mark.django_db
SIZE = settings(
    max_examples=count_runs(4), stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
WHO, YEAR = st.integers(0, 2), st.integers(2020, 2023)
SERIES, VALUE = st.sampled_from(["actual", "target"]), st.integers(0, 100)
ENDED = ("revised", "withdrawn")


class ValuesMachine(UndoneMachine):
    """A director, a deputy in her name and a facilitator enter, submit, confirm, send back, revise and withdraw; what is
    proposed in place of a confirmed figure is confirmed, declined or withdrawn."""

    city: Any
    people: Any

    def __init__(self) -> None:
        super().__init__()
        self.row = IndicatorFactory(code="machine")
        # {number of a confirmed figure: what it said}.
        self.confirmed: dict[int, Decimal] = {}

    def pick(self, state: str, number: int) -> IndicatorValue | None:
        rows = list(IndicatorValue.objects.filter(state=state).select_related("indicator__city").order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(who=WHO, series=SERIES, year=YEAR, value=VALUE, sure=st.booleans())
    def enter(self, who: int, series: str, year: int, value: int, sure: bool) -> None:
        figure = actions.Figure(series, year, Decimal(value))
        self.attempt(actions.enter_values, self.row, [figure], actor=self.people[who], sure=sure)

    @rule(who=WHO, series=SERIES, year=YEAR)
    def take_away(self, who: int, series: str, year: int) -> None:
        self.attempt(actions.enter_values, self.row, [], actor=self.people[who], emptied=[(series, year)])

    @rule(who=WHO)
    def submit(self, who: int) -> None:
        self.attempt(actions.submit_values, self.row, actor=self.people[who])

    @rule(who=WHO)
    def send_back(self, who: int) -> None:
        self.attempt(actions.return_values, self.row, actor=self.people[who], reason="One school is missing")

    @rule(who=WHO, reads=st.booleans())
    def confirm(self, who: int, reads: bool) -> None:
        person = self.people[who]
        mine = find_confirmable(self.city, person).get(self.row.pk)
        waiting = {row.pk: row for row in IndicatorValue.objects.filter(state="submitted")}
        seen = mine.stamp if reads and mine else None
        is_done = self.attempt(actions.confirm_values, self.row, actor=person, seen=seen)
        now = set(IndicatorValue.objects.filter(pk__in=waiting, state="confirmed").values_list("pk", flat=True))
        assert is_done == bool(now) == (mine is not None)
        # The director and her deputy are one pair of hands.
        hands = {self.people[0].pk, self.people[1].pk} if who < 2 else {person.pk}
        assert not {waiting[pk].entered_by_id for pk in now} & hands

    @rule(who=WHO)
    def undo_confirming(self, who: int) -> None:
        self.attempt(actions.undo_confirmation, self.row, actor=self.people[who])
        still = set(IndicatorValue.objects.filter(state="submitted").values_list("pk", flat=True))
        self.confirmed = {pk: value for pk, value in self.confirmed.items() if pk not in still}

    @rule(who=st.integers(0, 1), number=st.integers(0, 7), value=VALUE, why=st.booleans(), sure=st.booleans())
    def propose_revision(self, who: int, number: int, value: int, why: bool, sure: bool) -> None:
        if row := self.pick("confirmed", number):
            figure = actions.Figure(row.series, row.period, Decimal(value))
            reason = "Counted again" if why else " "
            before = self.list_confirmed()
            is_done = self.attempt(
                actions.propose_revision, row, actor=self.people[who], reason=reason, figure=figure, sure=sure
            )
            assert why or not is_done
            # A facilitator is there, so nobody is alone.
            assert self.list_confirmed() == before

    def list_confirmed(self) -> dict[int, Decimal]:
        """What counts."""
        return dict(IndicatorValue.objects.confirmed().values_list("pk", "value"))

    def pick_revision(self, number: int) -> ValueRevision | None:
        rows = list(ValueRevision.objects.select_related("figure__indicator__city").order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(who=WHO, number=st.integers(0, 7), reads=st.booleans())
    def confirm_revision(self, who: int, number: int, reads: bool) -> None:
        if row := self.pick_revision(number):
            person = self.people[who]
            mine = find_confirmable_revisions(self.city, person).get(row.pk)
            seen = mine.stamp if reads and mine else None
            step = actions.confirm_withdrawal if row.is_withdrawal else actions.confirm_revision
            is_done = self.attempt(step, row, actor=person, seen=seen)
            assert is_done == (mine is not None)
            # The director and her deputy are one pair of hands.
            assert not is_done or who == 2

    @rule(who=WHO, number=st.integers(0, 7))
    def decline_revision(self, who: int, number: int) -> None:
        if row := self.pick_revision(number):
            before = self.list_confirmed()
            self.attempt(actions.decline_revision, row, actor=self.people[who], reason="Of another year")
            assert self.list_confirmed() == before

    @rule(who=WHO, number=st.integers(0, 7))
    def withdraw_revision(self, who: int, number: int) -> None:
        if row := self.pick_revision(number):
            is_done = self.attempt(actions.withdraw_revision, row, actor=self.people[who])
            assert not is_done or self.people[who].pk in {row.entered_by_id, row.acting_for_id}

    @rule(who=WHO, number=st.integers(0, 7))
    def undo_revising(self, who: int, number: int) -> None:
        if row := self.pick_revision(number):
            self.attempt(actions.undo_revision, row, actor=self.people[who])
            still = set(IndicatorValue.objects.values_list("pk", flat=True))
            self.confirmed = {pk: value for pk, value in self.confirmed.items() if pk in still}

    @rule(who=st.integers(0, 1), number=st.integers(0, 7))
    def withdraw(self, who: int, number: int) -> None:
        if row := self.pick("confirmed", number):
            before = self.list_confirmed()
            self.attempt(actions.propose_withdrawal, row, actor=self.people[who], reason="Another definition")
            # A facilitator is there, so nobody is alone.
            assert self.list_confirmed() == before

    @invariant()
    def one_figure_of_each_year_and_series_counts(self) -> None:
        live = IndicatorValue.objects.exclude(state__in=ENDED)
        assert live.count() == live.values("series", "period").distinct().count()

    @invariant()
    def what_was_confirmed_says_for_good_what_it_said(self) -> None:
        for row in IndicatorValue.objects.filter(state__in=("confirmed", *ENDED)):
            assert self.confirmed.setdefault(row.pk, row.value) == row.value
        assert set(self.confirmed) <= set(IndicatorValue.objects.values_list("pk", flat=True))

    @invariant()
    def what_is_replaced_has_a_reason_and_one_that_replaces_it(self) -> None:
        for row in IndicatorValue.objects.filter(state="revised"):
            after = IndicatorValue.objects.get(replaces=row)
            assert (after.series, after.period) == (row.series, row.period)
            assert after.reason.strip()
        assert all(row.withdrawn_because for row in IndicatorValue.objects.filter(state="withdrawn"))

    @invariant()
    def a_revision_has_two_people_and_waits_for_a_figure_that_counts(self) -> None:
        for row in ValueRevision.objects.select_related("figure"):
            if row.state == "waiting":
                assert row.figure.state == "confirmed"
            elif row.state == "confirmed" and row.is_withdrawal:
                assert (row.figure.state, row.figure.withdrawn_because) == ("withdrawn", row.reason)
                assert row.decided_by_id == self.people[2].pk
            elif row.state == "confirmed":
                made = IndicatorValue.objects.get(replaces=row.figure)
                assert (made.value, made.entered_by_id, made.reason) == (row.value, row.entered_by_id, row.reason)
                assert row.decided_by_id == self.people[2].pk
        made_by_one = IndicatorValue.objects.filter(replaces__isnull=False).exclude(
            replaces__in=ValueRevision.objects.filter(state="confirmed").values("figure")
        )
        assert not made_by_one.exists()
        by_two = ValueRevision.objects.filter(state="confirmed", is_withdrawal=True)
        assert not IndicatorValue.objects.filter(state="withdrawn").exclude(revisions__in=by_two).exists()

    @invariant()
    def the_page_shows_confirmed_figures_alone(self) -> None:
        (figures,) = figures_of([self.row])
        counted = IndicatorValue.objects.filter(state="confirmed", series="actual").values_list("period", "value")
        assert figures.confirmed().actual == dict(counted)


def test_figures_keep_their_promises(scope: Any, director: Any, facilitator: Any) -> None:
    until = scope.today().replace(year=scope.today().year + 1, day=1)
    deputy = MembershipFactory(city=scope, role="director", acting_for=director, ends_on=until).user
    machine = type("Machine", (ValuesMachine,), {"city": scope, "people": (director, deputy, facilitator)})
    run_state_machine_as_test(machine, settings=SIZE)
