"""The pages on which residents write: they open to everybody, known or not."""

import pytest
from django.urls import reverse

from challenges.actions import write_idea
from tests.factories import ChallengeFactory, ProfileFactory


@pytest.mark.parametrize("who", ["anonymous", "resident", "stranger"])
def test_forms_of_residents_open(client, scope, sign_in, request, who):
    challenge = ChallengeFactory()
    idea = write_idea(challenge, author=ProfileFactory(), actor=None, text="Chess tables for all", language="en")
    if who != "anonymous":
        sign_in(client, request.getfixturevalue(who))
    for name, pk in (("write_idea", challenge.pk), ("join_challenge", challenge.pk), ("support_idea", idea.pk)):
        page = client.get(reverse(name, args=[scope.slug, pk]))
        assert page.status_code == 200, name
        assert 'name="email"' in page.content.decode() or who == "resident", name
