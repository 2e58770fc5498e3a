"""What rests on a guardian's yes goes with it and comes back with it, in the same transaction."""

from typing import Any

import pytest

from challenges.actions import hide_idea, join_challenge, publish_idea
from challenges.models import Challenge, Contribution, Participation
from consents.actions import change_consents, take_consent_back
from consents.models import Consent
from educities.activity.models import AuditEntry, Notice
from educities.kit.errors import DomainError
from tests.challenges.people import idea_of, published
from tests.consents.people import ACCOUNT_ALONE, NO, YES, answered, child_of
from tests.factories import ChallengeFactory, ProfileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory(places=1)


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope)


@pytest.mark.parametrize("purpose", ["lab", "publication"])
def test_with_half_a_yes_nobody_publishes_a_childs_words(challenge: Challenge, child: Any, purpose: str) -> None:
    idea = idea_of(child, challenge)
    answered(child, {**ACCOUNT_ALONE, purpose: True})
    with pytest.raises(DomainError) as refused:
        publish_idea(idea, actor=None)
    assert refused.value.code == "challenges.consent_needed"
    assert Contribution.objects.get().state == "pending"


def test_ideas_rest_and_places_are_free_when_the_yes_is_gone(challenge: Challenge, child: Any) -> None:
    link = answered(child, YES)
    idea, mine = published(child, challenge), join_challenge(challenge, profile=child, actor=child.user)
    waiting = join_challenge(challenge, profile=ProfileFactory(), actor=None)
    assert (mine.state, waiting.state) == ("confirmed", "waitlisted")
    change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
    for row in (idea, mine, waiting, challenge):
        row.refresh_from_db()
    assert (idea.state, idea.hidden_rule, challenge.contributions_count) == ("hidden", "consent", 0)
    assert (mine.state, waiting.state, challenge.places_taken) == ("awaiting_consent", "confirmed", 1)
    assert Notice.objects.filter(user=child.user, verb="challenges.idea_rested").count() == 1


def test_what_rested_wakes_with_the_yes_and_what_was_hidden_by_a_reader_does_not(
    challenge: Challenge, child: Any
) -> None:
    link = answered(child, YES)
    good, unkind = published(child, challenge), published(child, challenge, text="You are all so boring")
    hide_idea(unkind, actor=None, rule="kindness", because="Please say it in a friendlier way.")
    first_day = good.published_at
    change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
    change_consents(link, guardian=link.guardian, consents={**ACCOUNT_ALONE, "lab": True})
    good.refresh_from_db()
    assert good.state == "hidden"
    change_consents(link, guardian=link.guardian, consents=YES)
    for row in (good, unkind, challenge):
        row.refresh_from_db()
    assert (good.state, good.hidden_rule, good.published_at, challenge.contributions_count) == (
        "visible",
        "",
        first_day,
        1,
    )
    assert (unkind.state, unkind.hidden_rule) == ("hidden", "kindness")


def test_the_child_takes_a_consent_back_itself(challenge: Challenge, child: Any) -> None:
    answered(child, YES)
    idea = published(child, challenge)
    take_consent_back(Consent.objects.get(purpose="publication"), actor=child.user)
    idea.refresh_from_db()
    assert (idea.state, idea.hidden_rule) == ("hidden", "consent")
    assert AuditEntry.objects.get(verb="consents.consent_withdrawn").actor_id == child.user.pk


def test_nothing_rests_when_the_answer_is_not_kept(
    challenge: Challenge, child: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = answered(child, YES)
    idea = published(child, challenge)

    def broken(*_args: Any, **_more: Any) -> None:
        raise OSError

    monkeypatch.setattr("consents.actions.recompute.refuse_consent", broken)
    with pytest.raises(OSError):
        change_consents(link, guardian=link.guardian, consents={"publication": False, "lab": False})
    idea.refresh_from_db()
    assert (idea.state, Consent.objects.filter(state="given").count()) == ("visible", len(YES))


def test_a_former_guardian_changes_nothing(challenge: Challenge, child: Any) -> None:
    link = answered(child, YES)
    with pytest.raises(DomainError) as refused:
        change_consents(link, guardian=ProfileFactory(), consents=NO)
    assert refused.value.code == "consents.not_guardian"
    assert Consent.objects.filter(state="given").count() == len(YES)


def test_a_closed_challenge_is_not_taken_up_again(challenge: Challenge, child: Any) -> None:
    mine = join_challenge(challenge, profile=child, actor=child.user)
    Challenge.objects.update(state="closed")
    answered(child, YES)
    mine.refresh_from_db()
    assert mine.state == "awaiting_consent"
    assert Participation.objects.count() == 1
