"""The author corrects the words of a published idea; everybody sees that, and a minor's are read again first."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from challenges.actions import answer_idea, correct_idea, publish_idea, rewrite_idea
from challenges.models import Challenge, Contribution
from challenges.queries import moderation_queue
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from tests.challenges.people import published
from tests.consents.people import YES, answered, child_of
from tests.factories import ChallengeFactory, MembershipFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = "Chess tables in the shade, for everyone"


@pytest.fixture
def author(scope: Any) -> Any:
    user = UserFactory(email="author@example.org")
    MembershipFactory(user=user, city=scope)
    return ProfileFactory(user=user, display_name="Noa")


@pytest.fixture
def idea(author: Any) -> Contribution:
    return published(author, text="Chess tables that belong to everyone")


def fresh(idea: Contribution) -> Contribution:
    return Contribution.objects.select_related("challenge", "author").get(pk=idea.pk)


@pytest.mark.django_db(transaction=True)
def test_new_words_stand_at_once_and_are_seen_as_corrected(idea: Contribution, author: Any, client: Client) -> None:
    page = idea.challenge.get_absolute_url()
    assert "corrected on" not in client.get(page).content.decode()
    correct_idea(fresh(idea), actor=author.user, text=NEW)
    shown = client.get(page).content.decode()
    assert NEW in shown
    assert "that belong to everyone" not in shown
    assert "corrected on" in shown


def test_it_is_recorded_without_a_word_of_the_idea(idea: Contribution, author: Any) -> None:
    correct_idea(fresh(idea), actor=author.user, text=NEW)
    entry = AuditEntry.objects.get(verb="challenges.idea_corrected")
    assert entry.actor_id == author.user.pk
    assert "Chess" not in f"{entry.data}{entry.reason}"


def test_a_minors_new_words_are_read_first(scope: Any) -> None:
    child = child_of(scope)
    answered(child, YES)
    idea = published(child)
    correct_idea(fresh(idea), actor=child.user, text=NEW)
    now = fresh(idea)
    assert now.state == "pending"
    assert list(moderation_queue()) == [idea]
    assert Challenge.objects.get(pk=idea.challenge_id).contributions_count == 0
    publish_idea(now, actor=None)
    assert fresh(idea).corrected_at is not None
    assert Challenge.objects.get(pk=idea.challenge_id).contributions_count == 1


def test_what_was_hidden_after_publication_and_rewritten_is_corrected(idea: Contribution, author: Any) -> None:
    fresh(idea).move("hidden", hidden_rule="people")
    rewrite_idea(fresh(idea), actor=author.user, text=NEW)
    assert fresh(idea).corrected_at is not None


def test_what_nobody_had_read_before_is_not_called_corrected(author: Any) -> None:
    row = Contribution.objects.create(
        challenge=ChallengeFactory(), author=author, text="Before", state="hidden", hidden_rule="people"
    )
    rewrite_idea(fresh(row), actor=author.user, text=NEW)
    assert fresh(row).corrected_at is None


def test_what_was_rewritten_waits_from_then_on_behind_what_waited_before(
    idea: Contribution, author: Any, client: Client, sign_in: Any, director: Any
) -> None:
    """So that its reader is not told that it has waited since it was first written."""
    weeks, days = timezone.now() - timedelta(days=30), timezone.now() - timedelta(days=2)
    Contribution.objects.filter(pk=idea.pk).update(created_at=weeks, state="hidden", hidden_rule="people")
    waiting = Contribution.objects.create(
        challenge=idea.challenge, author=author, text="A slide for all", state="pending"
    )
    Contribution.objects.filter(pk=waiting.pk).update(created_at=days)
    rewrite_idea(fresh(idea), actor=author.user, text=NEW)
    assert timezone.now() - fresh(idea).created_at < timedelta(minutes=5)
    page = sign_in(client, director).get(reverse("moderation", args=[idea.city.slug]))
    assert list(page.context["rows"]) == [waiting, idea]


@pytest.mark.parametrize("why", ["answered", "closed", "withdrawn"])
def test_words_stay_when_it_is_over(idea: Contribution, author: Any, why: str) -> None:
    if why == "answered":
        answer_idea(fresh(idea), actor=author.user, answer_state="accepted", answer="We will build two of them.")
    elif why == "closed":
        Challenge.objects.update(state="closed")
    else:
        fresh(idea).move("withdrawn")
    with pytest.raises(DomainError) as refused:
        correct_idea(fresh(idea), actor=author.user, text=NEW)
    assert refused.value.code == "challenges.not_correctable"
    assert fresh(idea).text == "Chess tables that belong to everyone"


def test_the_author_alone_reaches_it_from_the_own_things(
    idea: Contribution, author: Any, client: Client, sign_in: Any, director: Any
) -> None:
    way = f"/c/bat-galim/ideas/{idea.pk}/correct/"
    sign_in(client, director)
    assert client.get(way).status_code == 403
    sign_in(client, author.user)
    assert way in client.get("/c/bat-galim/mine/").content.decode()
    assert "Your idea is corrected." in client.post(way, {"text": NEW}, follow=True).content.decode()


def test_an_answered_ideas_page_says_why_before_anything_is_typed(
    idea: Contribution, author: Any, client: Client, sign_in: Any
) -> None:
    answer_idea(fresh(idea), actor=author.user, answer_state="accepted", answer="We will build two of them.")
    sign_in(client, author.user)
    page = client.get(f"/c/bat-galim/ideas/{idea.pk}/correct/").content.decode()
    assert "its words stay" in page
    assert "<textarea" not in page
