"""Two phones in the same moment: both sides take hands, the last place, a card that goes while somebody marks it."""

from typing import Any
from uuid import uuid4

import pytest

from educities.tenancy.scope import city_scope
from exchange.actions import cards, handshakes, joining
from exchange.actions.exchanges import end_exchange
from exchange.models import Card, CardMark, Exchange, Handshake, Participant
from tests.exchange.support import join, join_member, open_evening, write
from tests.factories import CityFactory, MembershipFactory, ProfileFactory
from tests.matching.test_at_once import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city() -> Any:
    row = CityFactory()
    row.refresh_from_db()
    return row


def open_in(city: Any) -> tuple[Any, Exchange]:
    leader = MembershipFactory(role="facilitator").user
    ProfileFactory(user=leader)
    return leader, open_evening(leader)


def person_of(one: Participant) -> Participant:
    return Participant.objects.select_related("exchange", "profile__user").get(pk=one.pk)


def card_of(one: Card) -> Card:
    return Card.objects.select_related("exchange__city", "participant__profile").get(pk=one.pk)


def test_two_answers_to_one_hand_are_one_and_a_hand_withdrawn_meanwhile_is_said(city: Any) -> None:
    with city_scope(city.pk, city):
        _leader, row = open_in(city)
        me, other = join_member(row, "Noa"), join_member(row, "Omar")
        card = write(other)
        words = {"actor": me.profile.user, "gives": "One evening", "asks": "", "due_on": None}
        hand = handshakes.offer_handshake(card, me, other, **words)
        yes = {"actor": other.profile.user, "gives": "Coffee"}
    take = lambda: handshakes.answer_handshake(Handshake.objects.get(pk=hand.pk), person_of(other), **yes)  # noqa: E731
    assert run_at_once(city, take, take) == []
    with city_scope(city.pk, city):
        hand.refresh_from_db()
        assert (hand.collaboration.state, hand.owner_gives) == ("agreed", "Coffee")
        second = handshakes.offer_handshake(write(other, text="Another"), me, other, **words)
    known = Handshake(pk=second.pk)
    codes = run_at_once(
        city,
        lambda: handshakes.answer_handshake(known, person_of(other), **yes),
        lambda: handshakes.take_hand_back(known, person_of(me), actor=me.profile.user),
    )
    assert codes in (["exchange.hand_gone"], ["exchange.answered_already"])


def test_the_last_place_is_given_once(city: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(joining, "MOST_PEOPLE", 2)
    with city_scope(city.pk, city):
        _leader, row = open_in(city)
        join(row, name="Rami")
    acts = [lambda name=name: join(Exchange.objects.get(pk=row.pk), name=name) for name in ("Anat", "Dima", "Fadi")]
    assert run_at_once(city, *acts) == ["exchange.full"] * 2
    with city_scope(city.pk, city):
        assert row.participants.count() == 2


def test_a_card_that_goes_while_others_answer_it_is_said(city: Any) -> None:
    with city_scope(city.pk, city):
        _leader, row = open_in(city)
        me, other = join(row, name="Rami"), join(row, name="Omar")
    for _round in range(3):
        with city_scope(city.pk, city):
            card = card_of(write(other, key=uuid4()))
            seen = [card_of(card) for _n in range(3)]
        codes = run_at_once(
            city,
            lambda seen=seen: cards.withdraw_card(seen[0], actor=None),
            lambda seen=seen: cards.mark_card(seen[1], person_of(me), actor=None, kind="can", is_on=True),
            lambda seen=seen: handshakes.offer_handshake(
                seen[2], person_of(me), person_of(other), actor=None, gives="x", asks="", due_on=None
            ),
        )
        assert set(codes) <= {"exchange.card_gone", "exchange.card_in_use"}
    with city_scope(city.pk, city):
        assert set(CardMark.objects.values_list("card", flat=True)) <= set(Card.objects.values_list("pk", flat=True))


def test_the_end_and_the_last_answer_at_once_agree_in_the_count(city: Any) -> None:
    with city_scope(city.pk, city):
        leader, row = open_in(city)
        me, other = join(row, name="Rami"), join(row, name="Omar")
        words = {"actor": None, "gives": "x", "asks": "", "due_on": None}
        hand = handshakes.offer_handshake(write(other), me, other, **words)
    assert not run_at_once(
        city,
        lambda: end_exchange(Exchange.objects.select_related("city").get(pk=row.pk), actor=leader),
        lambda: handshakes.answer_handshake(Handshake.objects.get(pk=hand.pk), person_of(other), actor=None, gives=""),
    )
    with city_scope(city.pk, city):
        row.refresh_from_db()
        assert (row.state, row.handshakes) == ("ended", 1)
