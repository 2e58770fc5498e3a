"""Where merged ideas are found again: on the list of the lab's people, behind the message, and as a number in public."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from challenges.actions import merge_ideas
from challenges.models import Challenge, Contribution
from tests.challenges.people import published
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def idea(challenge: Challenge, text: str) -> Contribution:
    return published(ProfileFactory(user=UserFactory()), challenge, text=text)


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


@pytest.fixture
def kept(challenge: Challenge) -> Contribution:
    return idea(challenge, "A swing for the little ones")


@pytest.fixture
def merged(challenge: Challenge, kept: Contribution, director: Any) -> Contribution:
    row = idea(challenge, "Swings beside the sandpit")
    merge_ideas(kept, [row], actor=director)
    return row


@pytest.fixture
def as_director(client: Any, director: Any, sign_in: Any) -> Any:
    sign_in(client, director)
    return client


def list_of(challenge: Challenge) -> str:
    return reverse("challenge_ideas", args=[challenge.city.slug, challenge.pk])


def test_the_kept_idea_says_what_joined_it_and_separates_it(
    as_director: Any, challenge: Challenge, merged: Contribution
) -> None:
    page = as_director.get(list_of(challenge)).content.decode()
    assert merged.text in page
    way = reverse("separate_idea", args=[challenge.city.slug, merged.pk])
    assert f'formaction="{way}"' in page
    assert "Separate again" in page


def test_after_the_days_it_is_said_and_not_offered(
    as_director: Any, challenge: Challenge, merged: Contribution
) -> None:
    Contribution.objects.filter(pk=merged.pk).update(merged_at=timezone.now() - timedelta(days=8))
    for address in (list_of(challenge), f"{list_of(challenge)}?show=merged"):
        page = as_director.get(address).content.decode()
        assert merged.text in page
        assert "Separate again" not in page


def test_of_few_ideas_a_link_leads_to_those_that_are_elsewhere(
    as_director: Any, challenge: Challenge, kept: Contribution, director: Any
) -> None:
    assert "?show=all" not in as_director.get(list_of(challenge)).content.decode()
    merge_ideas(kept, [idea(challenge, "Swings beside the sandpit")], actor=director)
    page = " ".join(as_director.get(list_of(challenge)).content.decode().split())
    assert 'name="show"' not in page
    assert '<a href="?show=all"> Show all 2 ideas, also those answered or merged </a>' in page
    assert 'name="show"' in as_director.get(f"{list_of(challenge)}?show=all").content.decode()


def test_the_message_leads_to_what_was_merged(as_director: Any, challenge: Challenge, kept: Contribution) -> None:
    other = idea(challenge, "Swings beside the sandpit")
    url = reverse("merge_ideas", args=[challenge.city.slug, challenge.pk])
    page = as_director.post(url, {"idea": [kept.pk, other.pk], "kept": kept.pk}, follow=True).content.decode()
    assert f'<a href="{list_of(challenge)}?show=merged">See what was merged, or separate it again</a>' in page


def test_residents_read_how_many_joined(client: Any, challenge: Challenge, merged: Contribution) -> None:
    page = " ".join(client.get(challenge.get_absolute_url()).content.decode().split())
    assert "joined with 1 idea" in page
    assert merged.text not in page
    assert "?show=merged" not in page


def test_its_menu_leads_the_labs_people_there(as_director: Any, challenge: Challenge, merged: Contribution) -> None:
    assert f"{list_of(challenge)}?show=merged" in as_director.get(challenge.get_absolute_url()).content.decode()


def test_lists_cost_the_same_with_more_merged_ideas(as_director: Any, challenge: Challenge, director: Any) -> None:
    def add(count: int) -> None:
        for number in range(count):
            kept = idea(challenge, f"A swing for the little ones, {number} of {Contribution.objects.count()}")
            merge_ideas(kept, [idea(challenge, f"{kept.text}, and larger")], actor=director)

    assert_same_queries(lambda: as_director.get(list_of(challenge)), add)
