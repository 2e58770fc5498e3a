"""Two adults, a child, signed forms and the calendar, in any order: what must never be false about consents.

A few runs in the suite; `MACHINE_RUNS=2000` does as many as it says.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from challenges.models import Contribution
from consents import actions
from consents.models import Consent, GuardianLink
from consents.queries import declined_by, given_on, has_consent
from consents.values import last_day_of_consent
from educities.activity.models import Message
from educities.kit.errors import DomainError
from labs.models import CohortMember
from tests.challenges.people import idea_of
from tests.consents.people import YES, child_of
from tests.factories import CohortMemberFactory, ProfileFactory, UserFactory
from tests.machines import count_runs

pytestmark = pytest.mark.django_db
RUNS = count_runs(3)
ADDRESSES = ("mother@example.org", "father@example.org")
PURPOSES = tuple(YES)
ADULTS, ONE = st.sampled_from(ADDRESSES), st.sampled_from(PURPOSES)
ANSWERS = st.fixed_dictionaries(dict.fromkeys(PURPOSES, st.booleans())) | st.just(YES)


class Undo(Exception):
    """Nothing of this run stays."""


class Family(RuleBasedStateMachine):
    """A child with a seat and an idea, and two adults who may be asked.

    The clock is what moves, not the dates of the rows: the last day of a consent is a step of the school years, so that
    a yes of November is not one of May that was given 200 days earlier.
    """

    city: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.passed, real = timedelta(0), timezone.now
        self.clock = mock.patch.object(timezone, "now", lambda: real() + self.passed)
        self.clock.start()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.child = child_of(self.city, display_name="Lior")
        self.seat = CohortMemberFactory(profile=self.child, state="awaiting_consent")
        self.idea = idea_of(self.child)
        self.enterer = ProfileFactory(user=UserFactory()).user
        self.adults = {email: ProfileFactory(user=UserFactory(email=email)) for email in ADDRESSES}
        self.said_yes: set[str] = set()

    def teardown(self) -> None:
        self.clock.stop()
        with suppress(Undo):
            self.block.__exit__(Undo, Undo(), None)
            raise Undo

    def act(self, step: Any, *args: Any, **about: Any) -> bool:
        """Did the step go through? What is refused leaves everything as it was."""
        self.child.refresh_from_db()
        try:
            with transaction.atomic():
                step(*args, **about)
        except DomainError:
            return False
        return True

    def link_of(self, email: str) -> GuardianLink | None:
        return GuardianLink.objects.filter(guardian_email=email).first()

    def token_of(self, email: str) -> str:
        message = Message.objects.filter(recipient=email, kind="consents.guardian_invited").order_by("-pk").first()
        return message.payload["url"].rstrip("/").rsplit("/", 1)[1] if message and message.payload else "none"

    @rule(email=ADULTS)
    def ask(self, email: str) -> None:
        self.act(actions.invite_guardian, self.child, email, actor=self.child.user, language="en")

    @rule(email=ADULTS, consents=ANSWERS)
    def answer(self, email: str, consents: dict[str, bool]) -> None:
        about = {"consents": consents, "guardian_profile": self.adults[email]}
        if self.act(actions.answer_guardian, self.token_of(email), **about) and consents == YES:
            no = {purpose for one in GuardianLink.objects.all() for purpose in PURPOSES if one.says_no_to(purpose)}
            for purpose in set(PURPOSES) - no - declined_by(self.child) if "account" not in no else ():
                assert has_consent(self.child, purpose), purpose

    @rule(email=ADULTS, consents=ANSWERS)
    def change(self, email: str, consents: dict[str, bool]) -> None:
        if link := self.link_of(email):
            self.act(actions.change_consents, link, guardian=self.adults[email], consents=consents)

    @rule(email=ADULTS)
    def refuse(self, email: str) -> None:
        self.act(actions.refuse_guardian, self.token_of(email))

    @rule(email=ADULTS)
    def report(self, email: str) -> None:
        self.act(actions.report_wrong_recipient, self.token_of(email))

    @rule(email=ADULTS)
    def withdraw_question(self, email: str) -> None:
        if link := self.link_of(email):
            self.act(actions.take_question_back, link, actor=self.child.user)

    @rule(email=ADULTS)
    def renew(self, email: str) -> None:
        if link := self.link_of(email):
            self.act(actions.renew_consents, link)

    @rule(email=ADULTS, consents=ANSWERS, agreed=st.sets(ONE), entered=st.booleans())
    def sign(self, email: str, consents: dict[str, bool], agreed: set[str], entered: bool) -> None:
        signature = actions.Signature("Noa", self.city.today(), email=email if entered else "")
        about = {"consents": consents, "child_yes": agreed, "replaces": True}
        if self.act(actions.enter_signed_form, self.child, signature, actor=self.enterer, **about):
            self.said_yes |= agreed

    @rule(purpose=ONE)
    def agree(self, purpose: str) -> None:
        if (consent := self.last_of(purpose)) and self.act(actions.assent_to_consent, consent, actor=self.child.user):
            self.said_yes.add(purpose)

    @rule(purpose=ONE)
    def take_back(self, purpose: str) -> None:
        if consent := self.last_of(purpose):
            self.act(actions.take_consent_back, consent, actor=self.child.user)

    @rule(purpose=ONE)
    def want_again(self, purpose: str) -> None:
        if self.act(actions.want_again, self.child, purpose, actor=self.child.user):
            self.said_yes.add(purpose)

    @rule(days=st.sampled_from([1, 20, 200, 400]))
    def pass_time(self, days: int) -> None:
        """So many days go by, and the night's work is done."""
        self.passed += timedelta(days=days)
        assert self.act(actions.expire_questions)
        assert self.act(actions.update_consents, self.city)

    def last_of(self, purpose: str) -> Consent | None:
        return Consent.objects.filter(subject=self.child, purpose=purpose).select_related("subject").last()

    def list_held(self) -> set[str]:
        """The purposes for which `has_consent` says yes, in one query."""
        return set(given_on(self.city.today()).filter(subject=self.child).values_list("purpose", flat=True))

    @invariant()
    def a_no_stands(self) -> None:
        held = self.list_held()
        assert has_consent(self.child, "lab") is ("lab" in held)
        links = list(GuardianLink.objects.all())
        assert not {purpose for link in links for purpose in PURPOSES if link.says_no_to(purpose)} & held
        assert not declined_by(self.child) & held
        assert not held or "account" in held
        for purpose in held:
            assert any(self.says_yes(link, purpose) for link in links), purpose

    def says_yes(self, link: GuardianLink, purpose: str) -> bool:
        if link.state != "confirmed" or not link.answers.get(purpose) or link.answered_at is None:
            return False
        answered = link.answered_at.astimezone(self.city.zone).date()
        return last_day_of_consent(answered, self.city.school_year_start) >= self.city.today()

    @invariant()
    def nothing_goes_on_without_a_yes(self) -> None:
        seat, idea = CohortMember.objects.get(pk=self.seat.pk), Contribution.objects.get(pk=self.idea.pk)
        held = self.list_held()
        assert seat.state != "active" or "lab" in held
        assert idea.state != "visible" or held >= {"lab", "publication"}

    @invariant()
    def the_childs_yes_is_its_own(self) -> None:
        assert set(Consent.objects.filter(assent_of_child=True).values_list("purpose", flat=True)) <= self.said_yes

    @invariant()
    def guardians_are_other_adults(self) -> None:
        links = list(GuardianLink.objects.select_related("guardian"))
        assert len([link for link in links if link.state in {"confirmed", "refused"}]) <= 4
        assert not any(link.guardian and (link.guardian == self.child or link.guardian.is_minor) for link in links)


def test_in_any_order_a_no_stands_and_nothing_is_assumed(scope: Any) -> None:
    machine = type("FamilyHere", (Family,), {"city": scope})
    checks = (HealthCheck.too_slow, HealthCheck.differing_executors, HealthCheck.filter_too_much)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=checks,
            derandomize=RUNS < 100,
        ),
    )
