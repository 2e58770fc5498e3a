"""The life of a profile, walked at random: kept, taken over, merged, taken apart, erased.

`MACHINE_RUNS=2000 pytest tests/stakeholders/test_profile_machine.py` walks long; the suite walks a little.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from stakeholders import actions
from stakeholders.actions.merging import finish_merges
from stakeholders.models import Profile, ProfileMerge, StrengthClaim
from tests.factories import AreaFactory, ProfileFactory, StrengthClaimFactory, UserFactory
from tests.machines import count_runs
from tests.support import forget_cache

STEPS = ("claim", "merge", "undo", "erase", "pass_days", "hand_over")
PEOPLE = 3


class Town:
    """Three profiles without an account, each with a strength of its own, and two of the staff."""

    def __init__(self, staff: list[Any]) -> None:
        self.staff = staff
        self.people = [ProfileFactory(display_name=f"Person {n}", phone=f"05{n}") for n in range(PEOPLE)]
        keeper = Profile.objects.get(user=staff[0])
        Profile.objects.filter(pk__in=[one.pk for one in self.people]).update(managed_by=keeper)
        self.areas = [AreaFactory(code=f"area-of-{n}") for n in range(PEOPLE)]
        for person, area in zip(self.people, self.areas, strict=True):
            StrengthClaimFactory(profile=person, area=area, entered_by=keeper)
        self.erased: set[int] = set()

    def person(self, number: int) -> Profile:
        return Profile.objects.get(pk=self.people[number].pk)

    def claim(self, one: int, other: int) -> None:
        person = self.person(one)
        code = actions.make_code(person, actor=self.staff[0])
        actions.claim_profile(code, actor=UserFactory())

    def merge(self, one: int, other: int) -> None:
        merge = actions.propose_merge(self.person(one), self.person(other), actor=self.staff[0])
        actions.agree_to_merge(merge, actor=self.staff[1])

    def undo(self, one: int, other: int) -> None:
        merge = ProfileMerge.objects.filter(gone=self.person(one)).first()
        if merge:
            actions.undo_merge(merge, actor=self.staff[0], reason="Two people")

    def erase(self, one: int, other: int) -> None:
        person = self.person(one)
        if person.merged_into_id is None:
            actions.erase_profile(person, actor=None)
            self.erased.add(person.pk)

    def pass_days(self, one: int, other: int) -> None:
        ProfileMerge.objects.update(decided_at=timezone.now() - timedelta(days=31))
        finish_merges()

    def hand_over(self, one: int, other: int) -> None:
        to = Profile.objects.get(user=self.staff[other % 2])
        actions.hand_over(self.person(one), to=to, actor=self.staff[0])

    def check(self) -> None:
        """What is true after every step."""
        rows = {row.pk: row for row in Profile.objects.filter(pk__in=[one.pk for one in self.people])}
        assert len(rows) == PEOPLE
        for row in rows.values():
            # A merged row has no account and leads to one that is none itself; nothing of it is listed.
            assert row.merged_into_id is None or row.user_id is None
            assert (row in Profile.objects.grown_up()) is (row.merged_into_id is None)
            # Who has an account is kept by nobody.
            assert row.user_id is None or row.managed_by_id is None
        for pk in self.erased:
            row = rows[pk]
            assert (row.display_name, row.phone) == ("former participant", "")
            assert not StrengthClaim.objects.filter(profile=row).exists()
            # What was merged into an erased person is gone with them.
            for merged in Profile.objects.filter(merged_into=row):
                assert (merged.display_name, merged.phone) == ("Resident", "")
        # No strength is there twice, and none of a person who was not erased is lost.
        claims = list(StrengthClaim.objects.filter(area__in=self.areas).values_list("area", flat=True))
        assert len(claims) == len(set(claims))
        assert ProfileMerge.objects.filter(state="undone").exclude(moved={}).count() == 0
        merged = ProfileMerge.objects.filter(state="merged")
        assert {one.gone_id for one in merged} <= {pk for pk, row in rows.items() if row.merged_into_id}
        entries = AuditEntry.objects.filter(verb="stakeholders.people_merged").values_list("data", flat=True)
        assert "Person" not in str(list(entries))


@pytest.mark.django_db
@settings(max_examples=count_runs(6), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)), max_size=8
    )
)
def test_whatever_happens_to_profiles_each_person_is_one(
    scope: Any, director: Any, facilitator: Any, steps: list[tuple[str, int, int]]
) -> None:
    point = transaction.savepoint()
    try:
        # The limit of codes is of all people of the city together.
        forget_cache()
        town = Town([director, facilitator])
        for step, one, other in steps:
            with suppress(DomainError):
                getattr(town, step)(one, other)
            town.check()
    finally:
        transaction.savepoint_rollback(point)
