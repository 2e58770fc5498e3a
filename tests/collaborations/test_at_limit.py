"""At the limit of open collaborations the three are named with what makes room, also before the press."""

from typing import Any

import pytest
from django.urls import reverse

from collaborations.actions.course import begin_collaboration
from collaborations.actions.proposals import agree_to_collaboration
from collaborations.queries.open_ones import list_at_limit
from educities.kit.day_words import format_day
from educities.kit.errors import DomainError
from stakeholders.models import Profile
from tests.collaborations.support import agree_all, make_person, propose

pytestmark = pytest.mark.django_db
COMPLETE, END, WITHDRAW = "complete or end it", "end it", "withdraw your proposal"


@pytest.fixture
def full(scope: Any) -> Profile:
    """Who has one under way, one agreed and one of their own that waits."""
    noa = make_person(scope)
    under_way = agree_all(propose(make_person(scope), noa, title={"en": "A garden"}))
    begin_collaboration(under_way, actor=noa.user)
    agree_all(propose(make_person(scope), noa, title={"en": "A choir"}))
    propose(noa, make_person(scope), title={"en": "A kitchen"})
    return noa


def test_refusal_names_each_with_its_way_out(scope: Any, full: Profile) -> None:
    with pytest.raises(DomainError) as refusal:
        propose(full, make_person(scope), title={"en": "One more"})
    assert f"A garden: {COMPLETE} · A choir: {END} · A kitchen: {WITHDRAW}" in str(refusal.value)


def test_there_is_nothing_to_say_while_there_is_room(scope: Any) -> None:
    noa = make_person(scope)
    propose(noa, make_person(scope))
    assert list_at_limit(noa) == []


def test_proposal_of_somebody_else_says_until_when_it_waits(scope: Any) -> None:
    omar = make_person(scope)
    for number in range(3):
        row = propose(make_person(scope), omar, make_person(scope), title={"en": f"Idea {number}"})
        agree_to_collaboration(row.parties.get(profile=omar), actor=omar.user)
    assert {one.way for one in list_at_limit(omar)} == {
        f"it waits for the others until {format_day(row.last_day_to_answer)}"
    }


@pytest.mark.parametrize("name", ["propose_to_others", "collaboration", "agree_to_collaboration"])
def test_pages_say_it_before_the_press(client: Any, scope: Any, full: Profile, sign_in: Any, name: str) -> None:
    row = propose(make_person(scope), full, title={"en": "Asked"})
    side = row.parties.get(profile=full)
    numbers = {"propose_to_others": [], "collaboration": [row.pk], "agree_to_collaboration": [side.pk]}[name]
    sign_in(client, full.user, second_factor=False)
    page = client.get(reverse(name, args=[scope.slug, *numbers])).content.decode()
    assert "3 open collaborations and proposals" in page
    assert WITHDRAW in page
