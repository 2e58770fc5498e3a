"""Whatever is done in whatever order, what must be true of invitations stays true.

`MACHINE_RUNS=2000` runs as many sequences; without it a few.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from growth.actions.engines import close_engine, open_engine
from growth.actions.invitations import accept_invitation, decline_invitation, lapse_unanswered
from growth.actions.leaving import leave_engines
from growth.actions.together import bring_together
from growth.models import Engine, Invitee, Round
from growth.values import REST_DAYS
from stakeholders.models import AgeBand, Profile, StrengthClaim
from tests.factories import EngineFactory, StrengthClaimFactory, UserFactory
from tests.growth.support import invite, make_capable
from tests.machines import UndoneMachine, count_runs

pytestmark = pytest.mark.django_db
SIZE = settings(
    max_examples=count_runs(3), stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
WHO = st.integers(min_value=0, max_value=3)
OPEN = ("asked", "yes")


class InvitationMachine(UndoneMachine):
    """Three adults and a child; two who invite; answers, silence, months, bringing together, leaving, closing."""

    city: Any

    def __init__(self) -> None:
        super().__init__()
        self.engine = EngineFactory()
        self.claim = StrengthClaimFactory(profile=None, area=self.engine.area, kind=StrengthClaim.Kind.GROWTH)
        self.people = [make_capable(self.engine, self.city) for _number in range(3)]
        self.people.append(make_capable(self.engine, self.city, age_band=AgeBand.YOUTH, visibility="public"))
        self.users = [UserFactory(), UserFactory()]
        self.refused_on: dict[int, int] = {}
        self.today = 0

    def find_latest(self, who: int) -> Invitee | None:
        rows = Invitee.objects.select_related("round__opened_by", "engine__area", "profile", "organisation")
        return rows.filter(profile=self.people[who]).order_by("-pk").first()

    @rule(chosen=st.sets(WHO, min_size=1), by=st.integers(min_value=0, max_value=1))
    def invite_some(self, chosen: set[int], by: int) -> None:
        people = [Profile.objects.get(pk=self.people[who].pk) for who in chosen]
        newest = Invitee.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.attempt(invite, self.engine, *people, actor=self.users[by])
        for one in Invitee.objects.filter(pk__gt=newest).select_related("profile"):
            assert one.profile
            assert not one.profile.is_minor
            assert one.profile.left_at is None
            assert self.today - self.refused_on.get(one.profile.pk, -REST_DAYS) >= REST_DAYS

    @rule(who=WHO)
    def accept(self, who: int) -> None:
        if row := self.find_latest(who):
            self.attempt(accept_invitation, row, actor=self.people[who].user)

    @rule(who=WHO)
    def decline(self, who: int) -> None:
        row = self.find_latest(who)
        if row and self.attempt(decline_invitation, row, actor=self.people[who].user):
            self.refused_on[self.people[who].pk] = self.today

    @rule(some=st.sets(WHO, min_size=1))
    def join(self, some: set[int]) -> None:
        rows = [row for who in some if (row := self.find_latest(who))]
        words = {"title": {"en": "Bread"}, "circle": "city"}
        self.attempt(bring_together, self.engine, rows, actor=self.users[0], **words)

    @rule(days=st.sampled_from([1, 25, REST_DAYS]))
    def pass_days(self, days: int) -> None:
        """What happened lies further back."""
        self.today += days
        for row in Round.objects.all():
            Round.objects.filter(pk=row.pk).update(ends_on=row.ends_on - timedelta(days=days))
        for one in Invitee.objects.exclude(answered_at=None):
            answered = (one.answered_at or timezone.now()) - timedelta(days=days)
            Invitee.objects.filter(pk=one.pk).update(answered_at=answered)
        lapse_unanswered()

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        leave_engines(self.people[who], keep_texts=False)
        Profile.objects.filter(pk=self.people[who].pk).update(left_at=timezone.now(), user=None)

    @rule(is_named=st.booleans())
    def name_or_not(self, is_named: bool) -> None:
        (open_engine if is_named else close_engine)(self.claim, None)

    @invariant()
    def nobody_is_asked_twice_at_once(self) -> None:
        asked = list(Invitee.objects.filter(state__in=OPEN).values_list("profile", flat=True))
        assert len(asked) == len(set(asked))

    @invariant()
    def what_is_together_is_in_its_collaboration(self) -> None:
        for one in Invitee.objects.filter(state="together").select_related("collaboration"):
            assert one.collaboration
            assert one.collaboration.parties.filter(profile=one.profile_id).exists()
            assert one.collaboration.area_id == self.engine.area_id

    @invariant()
    def nobody_waits_for_who_has_left(self) -> None:
        assert not Invitee.objects.filter(state__in=OPEN, profile__left_at__isnull=False).exists()

    @invariant()
    def there_is_one_engine_of_the_area(self) -> None:
        assert Engine.objects.filter(area=self.engine.area).count() == 1


def test_whatever_is_done_in_whatever_order(scope: Any) -> None:
    kind = type("Machine", (InvitationMachine,), {"city": scope})
    run_state_machine_as_test(kind, settings=SIZE)
