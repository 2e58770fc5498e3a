"""What both read on their phones at a handshake stands with the collaboration that came of it, of both sides."""

from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse

from collaborations.models import Party
from exchange.actions import handshakes
from exchange.queries import find_address, write_token
from tests.exchange.support import join_member, write
from tests.exchange.test_evening import offer

pytestmark = pytest.mark.django_db
MIGRATION = import_module("exchange.migrations.0003_both_halves_of_a_handshake")


def brings(row, person):
    return Party.objects.get(collaboration=row.collaboration, profile=person.profile).gives


@pytest.fixture
def three(evening):
    """Noa, who writes Arabic here, and Omar with a card."""
    me, other = join_member(evening), join_member(evening, "Omar")
    me.language = "ar"
    me.save(update_fields=["language"])
    return me, other, write(other)


@pytest.mark.parametrize("is_by_owner", [True, False])
def test_the_line_that_was_read_is_what_the_asked_side_brings(three, is_by_owner):
    me, other, card = three
    first, second = (other, me) if is_by_owner else (me, other)
    row = offer(card, first, second, gives="I sew", asks="You bring coffee")
    handshakes.answer_handshake(row, second, actor=second.profile.user, gives="")
    assert brings(row, first) == {first.language: "I sew"}
    # In the words, and so in the language, of whoever wrote them.
    assert brings(row, second) == {first.language: "You bring coffee"}


def test_said_otherwise_it_is_the_own_line(three):
    me, other, card = three
    row = offer(card, me, other, asks="You bring coffee")
    handshakes.answer_handshake(row, other, actor=other.profile.user, gives="I bring tea")
    assert brings(row, other) == {"en": "I bring tea"}


def test_saying_it_otherwise_begins_with_the_line_that_was_read(client, three, sign_in):
    me, other, card = three
    row = offer(card, me, other, asks="You bring coffee")
    sign_in(client, other.profile.user, second_factor=False)
    address = reverse("answer_handshake", args=[card.city.slug, write_token(other), row.pk])
    assert client.get(address).context["form"]["gives"].value() == "You bring coffee"


@pytest.mark.parametrize("is_by_owner", [True, False])
def test_what_was_shaken_before_is_completed_once_and_no_more(three, is_by_owner):
    me, other, card = three
    first, second = (other, me) if is_by_owner else (me, other)
    row = offer(card, first, second, gives="I sew", asks="You bring coffee")
    handshakes.answer_handshake(row, second, actor=second.profile.user, gives="")
    said = {}
    for before in ({}, {"he": "אני מביאה תה"}):
        Party.objects.filter(profile=second.profile).update(gives=before)
        with connection.cursor() as cursor:
            cursor.execute(MIGRATION.HALVES)
        said[bool(before)] = brings(row, second)
    assert said == {False: {first.language: "You bring coffee"}, True: {"he": "אני מביאה תה"}}
    assert brings(row, first) == {first.language: "I sew"}


def test_what_nobody_agreed_to_stays_unsaid(three):
    me, other, card = three
    row = offer(card, me, other, asks="You bring coffee")
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.HALVES)
    assert brings(row, other) == {}


def test_once_it_is_shaken_the_way_on_stands_beside_it(client, three, sign_in):
    me, other, card = three
    row = offer(card, me, other)
    handshakes.answer_handshake(row, other, actor=other.profile.user, gives="")
    for person in (me, other):
        sign_in(client, person.profile.user, second_factor=False)
        assert row.collaboration.get_absolute_url() in client.get(find_address(person)).content.decode()
