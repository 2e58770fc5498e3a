"""Whoever leaves with their texts takes their own words along: the page of the others keeps a name and what they wrote."""

import pytest

from collaborations.actions.course import (
    add_follow_up,
    begin_collaboration,
    change_collaboration,
    complete_collaboration,
)
from collaborations.models import Collaboration
from consents.actions.erasure import erase_person, leave_city
from tests.collaborations.support import agree_all, make_person, propose
from tests.factories import AreaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(scope):
    return [make_person(scope, display_name=name) for name in ("Abel", "Bruno", "Chava")]


@pytest.fixture
def row(people):
    made = agree_all(propose(*people, area=AreaFactory(label={"en": "Gardens", "he": "גינון", "ar": "البستنة"})))
    begin_collaboration(made, actor=people[1].user)
    made.refresh_from_db()
    return made


def leave(person):
    leave_city(person, actor=person.user, keep_texts=False)


def words_of(row):
    return Collaboration.objects.values_list("title", "purpose", "result", "next_step").get(pk=row.pk)


def test_what_another_side_wrote_stays(row, people):
    change_collaboration(row, actor=people[1].user, title={"en": "Bruno’s own title"})
    complete_collaboration(row, actor=people[2].user, result={"en": "A garden"}, next_step={"en": "A second one"})
    leave(people[0])
    title, purpose, result, next_step = words_of(row)
    assert (title, result, next_step) == ({"en": "Bruno’s own title"}, {"en": "A garden"}, {"en": "A second one"})
    assert purpose == {}, "Abel wrote that"


@pytest.mark.parametrize("go", [leave, lambda one: erase_person(one.user, actor=one.user, keep_texts=False)])
def test_a_title_is_followed_by_a_neutral_one_that_is_seen_and_pressed(row, people, go, client, scope, sign_in):
    go(people[0])
    title = words_of(row)[0]
    assert (
        title == {"en": "Working together: Gardens", "he": title["he"], "ar": title["ar"]}
        and title["he"]
        and title["ar"]
    )
    sign_in(client, people[1].user, second_factor=False)
    assert "<bdi>Working together: Gardens" in client.get(row.get_absolute_url()).content.decode()
    assert "Working together: Gardens" in client.get(f"/c/{scope.slug}/collaborations/mine/").content.decode()


def test_whoever_only_took_part_takes_what_they_wrote_last(row, people):
    change_collaboration(row, actor=people[1].user, purpose={"en": "Bruno’s reason"})
    complete_collaboration(row, actor=people[1].user, result={"en": "Bruno’s result"})
    add_follow_up(row, actor=people[2].user, text={"en": "It grows"})
    leave(people[1])
    title, purpose, result, _next_step = words_of(row)
    assert (title["en"], purpose, result) == ("A garden behind the school", {}, {})
    assert row.follow_ups.get().text == {"en": "It grows"}


def test_with_the_texts_kept_nothing_changes(row, people):
    before = words_of(row)
    leave_city(people[0], actor=people[0].user, keep_texts=True)
    assert words_of(row) == before
