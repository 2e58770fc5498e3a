"""The challenges as the lab's people find them: what waits to be read comes first, and each number leads to its rows."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from challenges.models import Contribution
from tests.challenges.people import published
from tests.factories import ChallengeFactory, LabFactory, MembershipFactory, ProfileFactory, UserFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/manage/challenges/"


def wait_since(challenge: Any, days: int, number: int = 1) -> None:
    """So many ideas wait to be read for so many days."""
    for n in range(number):
        idea = published(ProfileFactory(user=UserFactory()), challenge, text=f"A bench by the sea, {n}")
        Contribution.objects.filter(pk=idea.pk).update(
            state="pending", published_at=None, created_at=timezone.now() - timedelta(days=days)
        )


def links_in(page: str, words: str) -> list[str]:
    """Where the links lead that say this."""
    return re.findall(rf'href="([^"]+)">\s*(?:<span class="tag sun">)?\s*{words}\s*<span class="vh">', page)


@pytest.fixture
def as_director(client: Any, sign_in: Any, director: Any) -> Any:
    return sign_in(client, director)


def test_the_longest_waiting_come_first_and_what_is_over_last(as_director: Any, scope: Any) -> None:
    closed, oldest, quiet, newest, newer_quiet = (ChallengeFactory() for _n in range(5))
    for challenge, days in ((closed, 30), (oldest, 20), (newest, 1)):
        wait_since(challenge, days)
    type(closed).objects.filter(pk=closed.pk).update(state="closed")
    rows = list(as_director.get(PAGE).context["object_list"])
    assert rows == [oldest, newest, newer_quiet, quiet, closed]


def test_what_is_to_read_leads_to_exactly_these(as_director: Any, scope: Any) -> None:
    challenge, other = ChallengeFactory(), ChallengeFactory()
    wait_since(challenge, 3, number=2)
    wait_since(other, 1)
    (way,) = links_in(as_director.get(PAGE).content.decode(), "2 to read")
    assert [idea.challenge for idea in as_director.get(way).context["rows"]] == [challenge] * 2


def test_the_ideas_lead_to_exactly_these(as_director: Any, scope: Any) -> None:
    challenge = ChallengeFactory()
    published(ProfileFactory(user=UserFactory()), challenge)
    published(ProfileFactory(user=UserFactory()), challenge, text="A slide for the older ones")
    (way,) = links_in(as_director.get(PAGE).content.decode(), "2 ideas")
    assert way.endswith("#ideas")
    assert len(as_director.get(way).context["ideas"]) == 2


def test_who_guides_one_lab_counts_what_is_theirs_to_read(client: Any, sign_in: Any, scope: Any) -> None:
    lab, guide = LabFactory(), UserFactory()
    MembershipFactory(user=guide, city=scope, role="facilitator", scope_type="lab", scope_id=lab.pk)
    own, other = ChallengeFactory(lab=lab), ChallengeFactory(lab=LabFactory())
    wait_since(own, 1)
    wait_since(other, 2)
    rows = sign_in(client, guide).get(PAGE).context["object_list"]
    assert [(row, row.pending) for row in rows] == [(own, 1), (other, 0)]


def test_the_list_costs_the_same_with_more_that_wait(as_director: Any, scope: Any) -> None:
    def add(number: int) -> None:
        for _n in range(number):
            wait_since(ChallengeFactory(), 1)

    assert_same_queries(lambda: as_director.get(PAGE), add)
