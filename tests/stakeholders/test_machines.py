"""Whatever is done in whatever order, what must be true of organisations and of who speaks for them stays true.

`MACHINE_RUNS=2000` runs as many sequences of each machine; without it a few.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from cities.models import Membership
from stakeholders import actions
from stakeholders.actions import commitments, dormancy
from stakeholders.models import Commitment, Organisation, Representation
from stakeholders.queries import represented_organisations
from tests.factories import MembershipFactory, OrganisationFactory
from tests.machines import UndoneMachine, count_runs
from tests.support import fresh

pytestmark = pytest.mark.django_db
SIZE = settings(
    max_examples=count_runs(3), stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
WHO = st.integers(min_value=0, max_value=1)


class Steps(UndoneMachine):
    """A city with a director; each sequence is undone behind it."""

    city: Any
    director: Any

    def __init__(self) -> None:
        super().__init__()
        self.people = [MembershipFactory(city=self.city).user for _number in range(2)]
        self.organisation = OrganisationFactory(state="proposed")

    def now(self) -> Organisation:
        return Organisation.objects.get(pk=self.organisation.pk)

    def voice(self, number: int) -> Representation | None:
        return Representation.objects.filter(organisation=self.organisation, profile__user=self.people[number]).first()

    @rule(number=WHO, may_commit=st.booleans(), may_manage=st.booleans())
    def appoint(self, number: int, may_commit: bool, may_manage: bool) -> None:
        self.attempt(
            actions.appoint_representative,
            self.now(),
            actor=self.director,
            email=self.people[number].email,
            display_name="Somebody",
            may_commit=may_commit,
            may_manage=may_manage,
        )

    @rule(number=WHO)
    def accept(self, number: int) -> None:
        if row := self.voice(number):
            self.attempt(actions.accept_representation, row, actor=fresh(self.people[number]))

    @rule(number=WHO, is_own=st.booleans())
    def end(self, number: int, is_own: bool) -> None:
        if row := self.voice(number):
            actor = fresh(self.people[number]) if is_own else self.director
            self.attempt(actions.end_representation, row, actor=actor, reason="It was time")

    @rule()
    def verify(self) -> None:
        self.attempt(actions.verify_organisation, self.now(), actor=self.director)

    @rule()
    def archive(self) -> None:
        self.attempt(actions.archive_organisation, self.now(), actor=self.director, reason="It closed")

    @rule()
    def restore(self) -> None:
        self.attempt(actions.restore_organisation, self.now(), actor=self.director)


class OrganisationMachine(Steps):
    """An organisation's life: proposed, verified, active, dormant, archived and back, with what it promises."""

    @rule()
    def reject(self) -> None:
        self.attempt(actions.reject_organisation, self.now(), actor=self.director, reason="Twice the same")

    @rule()
    def pass_half_a_year(self) -> None:
        Organisation.objects.update(last_act_at=timezone.now() - timedelta(days=200))
        dormancy.rest_quiet_organisations(self.city)

    @precondition(lambda self: Commitment.objects.count() < 3)
    @rule()
    def promise(self) -> None:
        due = self.city.today() + timedelta(days=60)
        values = {"kind": "hours", "title": {"en": "Lessons"}, "quantity": 3, "unit": "hours", "period": 2025}
        self.attempt(commitments.promise_commitment, self.now(), actor=self.director, due_on=due, **values)

    @rule(delivered=st.integers(min_value=0, max_value=4))
    def deliver(self, delivered: int) -> None:
        if row := Commitment.objects.first():
            day = self.city.today()
            self.attempt(
                commitments.deliver_commitment, row, actor=self.director, delivered=delivered, delivered_on=day
            )

    @rule(number=WHO)
    def say_still_here(self, number: int) -> None:
        self.attempt(dormancy.answer_still_here, self.now(), actor=fresh(self.people[number]))

    @invariant()
    def an_archived_one_has_no_voice_and_owes_nothing(self) -> None:
        if self.now().state == Organisation.State.ARCHIVED:
            assert not self.now().representations.current().exists()
            assert not Commitment.objects.open().exists()

    @invariant()
    def only_what_was_quiet_for_half_a_year_is_dormant(self) -> None:
        row = self.now()
        if row.state == Organisation.State.DORMANT:
            assert row.last_act_at is not None
            assert row.last_act_at < timezone.now() - timedelta(days=180)

    @invariant()
    def delivered_is_at_most_what_was_promised(self) -> None:
        for row in Commitment.objects.all():
            assert row.delivered <= row.quantity or row.correction


class RepresentationMachine(Steps):
    """Who is asked, accepts, ends and is asked again: one line for each, and rights only while it lasts."""

    def __init__(self) -> None:
        super().__init__()
        actions.verify_organisation(self.organisation, actor=self.director)

    @invariant()
    def one_line_for_each_person(self) -> None:
        people = [row.profile_id for row in Representation.objects.all()]
        assert len(people) == len(set(people))

    @invariant()
    def rights_last_as_long_as_it_does(self) -> None:
        for number, user in enumerate(self.people):
            row, reader = self.voice(number), fresh(user)
            lasts = row is not None and row.accepted_at is not None and not row.has_ended
            speaks = represented_organisations(reader)
            assert (self.organisation.pk in speaks) is lasts
            may = lasts and row is not None and row.may_commit
            assert reader.has_perm("stakeholders.promise_for_organisation", self.organisation) is may

    @invariant()
    def nobody_manages_without_speaking_for_it(self) -> None:
        managers = Membership.objects.current().filter(scope_type="organisation", scope_id=self.organisation.pk)
        speaking = Representation.objects.current().values_list("profile__user_id", flat=True)
        assert set(managers.values_list("user_id", flat=True)) <= set(speaking)


@pytest.mark.parametrize("machine", [OrganisationMachine, RepresentationMachine])
def test_what_must_be_true_stays_true(machine: Any, scope: Any, director: Any) -> None:
    machine.city, machine.director = scope, director
    run_state_machine_as_test(machine, settings=SIZE)
