"""Somebody in the room turns out to be under 18."""

import pytest

from exchange.actions.handshakes import offer_handshake
from exchange.models import Handshake
from stakeholders.actions.adulthood import become_minor
from tests.exchange.support import join_member, move_to, open_evening, write

pytestmark = pytest.mark.django_db


def test_the_wall_shows_a_team_and_no_adult_is_alone_with_them(scope, facilitator):
    row = open_evening(facilitator)
    people = [join_member(row, name) for name in ("Abel", "Bruno", "Chava")]
    card = write(people[0])
    offer_handshake(card, people[1], people[0], actor=people[1].profile.user, gives="tea", asks="", due_on=None)
    move_to(row, facilitator, "round_1")
    for place in (1, 2):
        become_minor(people[place].profile.user)
    for one in people:
        one.refresh_from_db()
    assert [(one.first_name, bool(one.team)) for one in people] == [("Abel", False), ("", True), ("", True)]
    assert {one.groups[0] for one in people} == {0}, "one adult and two pupils sit with whoever leads the exchange"
    assert not Handshake.objects.exists()
