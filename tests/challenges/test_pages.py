"""What the page of a challenge shows those who lead it, and nobody else."""

from typing import Any

import pytest

from challenges.actions import frame_challenge, open_challenge
from tests.challenges.people import YES, answered, child_of, idea_of
from tests.factories import ChallengeFactory

pytestmark = pytest.mark.django_db


def test_only_those_who_lead_it_read_its_history(
    client: Any, sign_in: Any, director: Any, resident: Any, scope: Any
) -> None:
    given = {"question": {"en": "How might our street become a classroom?"}, "intro": {"en": "Two sentences about it."}}
    challenge = frame_challenge(actor=director, **given)
    open_challenge(challenge, actor=director)
    said = "The challenge “How might our street become a classroom?” is open"
    for who, reads in ((director, True), (resident, False), (None, False)):
        client.logout()
        if who:
            sign_in(client, who)
        assert (said in client.get(challenge.get_absolute_url()).content.decode()) is reads


def test_the_list_says_how_many_ideas_wait_the_newest_question_first(
    client: Any, sign_in: Any, director: Any, scope: Any
) -> None:
    older, newer = ChallengeFactory(), ChallengeFactory()
    child = child_of(scope)
    answered(child, YES)
    idea_of(child, older)
    sign_in(client, director)
    rows = client.get(f"/c/{scope.slug}/manage/challenges/").context["object_list"]
    assert [(row.pk, row.pending) for row in rows] == [(newer.pk, 0), (older.pk, 1)]
