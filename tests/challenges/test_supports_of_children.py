"""A child's support is kept and counted with the guardian's yes, and not counted without it."""

from typing import Any

import pytest

from challenges.actions import support_idea, take_support_back
from challenges.models import Contribution, Support
from consents.actions import change_consents
from educities.activity.models import Notice
from educities.kit.errors import DomainError
from tests.challenges.people import published
from tests.consents.people import ACCOUNT_ALONE, YES, answered, asked, child_of
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(scope: Any) -> Contribution:
    return published(ProfileFactory(user=UserFactory()), ChallengeFactory())


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope)


def count(idea: Contribution) -> int:
    idea.refresh_from_db()
    return idea.supports_count


def test_it_counts_with_the_yes_and_no_longer_without_it(idea: Contribution, child: Any) -> None:
    asked(child)
    assert support_idea(idea, profile=child, actor=child.user)
    assert not support_idea(idea, profile=child, actor=child.user)
    assert (count(idea), Support.objects.get().waits) == (0, True)
    link = answered(child, YES)
    assert (count(idea), Support.objects.get().waits) == (1, False)
    change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
    assert (count(idea), Support.objects.get().waits) == (0, True)


def test_one_that_waits_is_taken_back_without_being_counted_down(idea: Contribution, child: Any) -> None:
    asked(child)
    support_idea(idea, profile=child, actor=child.user)
    support_idea(idea, profile=ProfileFactory(), actor=None)
    take_support_back(idea, profile=child, actor=child.user)
    assert (count(idea), Support.objects.count()) == (1, 1)


def test_too_young_for_the_challenge_is_too_young_to_support(scope: Any, child: Any) -> None:
    answered(child, YES)
    idea = published(ProfileFactory(user=UserFactory()), ChallengeFactory(min_age=18))
    with pytest.raises(DomainError) as refused:
        support_idea(idea, profile=child, actor=child.user)
    assert refused.value.code == "challenges.too_young"


def test_the_guardian_hears_once_that_the_child_asks_for_it(idea: Contribution, child: Any) -> None:
    link = answered(child, ACCOUNT_ALONE)
    support_idea(idea, profile=child, actor=child.user)
    support_idea(published(ProfileFactory(user=UserFactory())), profile=child, actor=child.user)
    told = Notice.objects.get(verb="consents.child_asks")
    assert (told.user, told.url) == (link.guardian.user, link.get_absolute_url())


def test_nobody_supports_the_own_idea(idea: Contribution) -> None:
    with pytest.raises(DomainError) as refused:
        support_idea(idea, profile=idea.author, actor=idea.author.user)
    assert refused.value.code == "challenges.own_idea"
    assert not Support.objects.exists()
