"""Whatever is done in whatever order, what must be true of enrolments and credentials stays true.

`MACHINE_RUNS=2000` runs as many sequences; without it a few.
"""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from accelerator.actions import credentials, enrolments, head, portfolio, visits
from accelerator.actions.leaving import leave_accelerators
from accelerator.models import Accelerator, Credential, Enrolment
from accelerator.queries.progress import list_missed_sessions, list_progress
from tests.accelerator.support import HEAD, begin_project, hold, make_pair, make_teacher, observe, report
from tests.factories import AcceleratorFactory, OrganisationFactory, UserFactory, in_days
from tests.machines import UndoneMachine, count_runs

pytestmark = pytest.mark.django_db
SIZE = settings(
    max_examples=count_runs(3), stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
)
WHO = st.integers(min_value=0, max_value=2)
PLACES = 2


class EnrolmentMachine(UndoneMachine):
    """Three teachers and two places: they apply, heads answer, the director decides, sessions are held, credentials issued."""

    city: Any

    def __init__(self) -> None:
        super().__init__()
        self.director = UserFactory()
        self.row = AcceleratorFactory(day=-600, places=PLACES)
        self.people = [make_teacher(self.city) for _number in range(3)]
        self.school = OrganisationFactory(field="formal")
        for year in (1, 2):
            hold(self.row, year, 5, *self.people[:2], at=4)
            hold_rest = self.row.group.sessions.count()
            assert hold_rest == 5 * year
        self.numbers: dict[str, int] = {}
        self.revoked: set[int] = set()

    def place(self, who: int) -> Enrolment | None:
        rows = Enrolment.objects.with_names().select_related("accelerator__city")
        return rows.filter(profile=self.people[who]).order_by("-pk").first()

    @rule(who=WHO)
    def apply(self, who: int) -> None:
        person = self.people[who]
        given = {"organisation": self.school, "why": {"en": "To learn"}, "head_email": HEAD}
        self.attempt(enrolments.apply_to_accelerator, self.row, person, actor=person.user, **given)

    @rule(who=WHO, yes=st.booleans())
    def head_answers(self, who: int, yes: bool) -> None:
        if (row := self.place(who)) and yes:
            self.attempt(head.agree_as_head, row, release_hours=2, substitute="Dana")
        elif row:
            self.attempt(head.refuse_as_head, row, reason="No")

    @rule(who=WHO)
    def enrol(self, who: int) -> None:
        if row := self.place(who):
            self.attempt(enrolments.enrol_teacher, row, actor=self.director)
            self.begin_places()

    @rule()
    def fill(self) -> None:
        self.attempt(enrolments.fill_places, self.row, actor=self.director)
        self.begin_places()

    def begin_places(self) -> None:
        """Who has a place now had it before the first session."""
        first = datetime.combine(self.row.intake.starts_on, time(), UTC)
        Enrolment.objects.filter(enrolled_at__isnull=False).update(enrolled_at=first)

    @rule(who=WHO, act=st.sampled_from(("decline_application", "withdraw_enrolment", "defer_enrolment")))
    def end(self, who: int, act: str) -> None:
        if row := self.place(who):
            self.attempt(getattr(enrolments, act), row, actor=self.director, reason="It is so")

    @rule(who=WHO)
    def resume(self, who: int) -> None:
        if row := self.place(who):
            self.attempt(enrolments.resume_enrolment, row, actor=self.director, into=row.accelerator)

    @rule(who=WHO)
    def make_good(self, who: int) -> None:
        row = self.place(who)
        for one in list_missed_sessions(row)[:1] if row else ():
            given = {"session": one.session, "visited_on": in_days(-1), "note": {"en": "Seen"}}
            self.attempt(visits.make_session_good, row, actor=self.people[who].user, **given)

    @rule(who=WHO)
    def do_the_rest(self, who: int) -> None:
        row = self.place(who)
        if row is None or row.state not in {"enrolled", "year1_done", "deferred"}:
            return
        self.attempt(lambda: report(begin_project(row)))
        guest = make_teacher(self.city)
        for number in (1, 2):
            other = Enrolment.objects.create(
                accelerator=self.row,
                profile=guest,
                organisation=OrganisationFactory(field="formal"),
                sector=1,
                state="withdrawn",
            )
            with transaction.atomic():
                pair = make_pair(other, row, number=number)
                Enrolment.objects.filter(pk=other.pk).update(
                    state="deferred",
                    enrolled_at="2020-01-01T00:00Z",
                    release_hours=2,
                    substitute="D",
                    head_answered_at="2020-01-01T00:00Z",
                )
                seen = observe(pair)
                Enrolment.objects.filter(pk=other.pk).update(state="withdrawn")
            self.attempt(portfolio.answer_observation, seen, actor=row.profile.user, sentence={"en": "Yes"})

    @rule(who=WHO)
    def complete_year(self, who: int) -> None:
        if row := self.place(who):
            self.attempt(enrolments.complete_first_year, self.row, [row], actor=self.director)

    @rule()
    def graduate(self) -> None:
        self.attempt(credentials.graduate_teachers, self.row, Enrolment.objects.all(), actor=self.director)

    @rule(who=WHO)
    def revoke(self, who: int) -> None:
        row = self.place(who)
        credential = Credential.objects.filter(enrolment=row).first() if row else None
        if credential:
            self.attempt(credentials.revoke_credential, credential, actor=self.director, reason="By mistake")
            self.revoked.add(credential.pk)

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        leave_accelerators(self.people[who], keep_texts=False)

    @invariant()
    def places_are_counted_and_never_too_many(self) -> None:
        row = Accelerator.objects.get(pk=self.row.pk)
        assert row.places_taken == Enrolment.objects.filter(accelerator=row).holding().count() <= PLACES

    @invariant()
    def nobody_is_enrolled_without_the_head(self) -> None:
        rows = Enrolment.objects.exclude(state__in=["applied", "declined", "withdrawn"])
        assert all(row.release_hours and row.substitute and row.head_answered_at for row in rows)

    @invariant()
    def a_person_has_one_way_at_most(self) -> None:
        for person in self.people:
            assert Enrolment.objects.filter(profile=person).exclude(state__in=Enrolment.OVER).count() <= 1

    @invariant()
    def invariant_48(self) -> None:
        rows = list(Enrolment.objects.with_names().filter(state="graduated"))
        found = list_progress(rows, self.city)
        assert all(found[row.pk].may_graduate for row in rows)

    @invariant()
    def invariant_49(self) -> None:
        for number, pk in self.numbers.items():
            assert Credential.objects.get(number=number).pk == pk
        for row in Credential.objects.all():
            self.numbers[row.number] = row.pk
            assert row.enrolment.state == "graduated"
            assert (row.state == "revoked") == (row.pk in self.revoked) == (row.revoked_on is not None)
            visited = row.enrolment.visits.count()
            assert visited <= 4


def test_an_enrolment_and_its_credential(scope: Any) -> None:
    EnrolmentMachine.city = scope
    run_state_machine_as_test(EnrolmentMachine, settings=SIZE)
