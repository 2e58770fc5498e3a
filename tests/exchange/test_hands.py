"""A hand is offered once, taken, refused for now or withdrawn; what a phone kept arrives, and nothing typed is lost."""

import json

import pytest
from django.urls import reverse

from collaborations.models import Collaboration
from exchange.actions import exchanges, handshakes
from exchange.actions.cards import mark_card, type_card
from exchange.models import Handshake, Participant
from exchange.queries import find_address, find_open_needs, write_token
from tests.exchange.support import join, join_member, move_to, write
from tests.exchange.test_evening import offer
from tests.support import refused

pytestmark = pytest.mark.django_db
KEPT = {"X-Kept": "1"}


def own(name, person, *args):
    return reverse(name, args=[person.city.slug, write_token(person), *args])


def answer(row, person, **sent):
    actor = person.profile.user if person.profile else None
    handshakes.answer_handshake(row, person, actor=actor, gives=sent.get("gives", ""))


@pytest.fixture
def two(evening, leader):
    """A guest, and another who wrote a card."""
    me, other = join(evening, name="Rami"), join(evening, name="Omar")
    card = write(other, text="A ladder")
    move_to(evening, leader, "handshakes")
    return me, other, card


class TestOnce:
    def test_about_one_card_two_people_shake_hands_once(self, two):
        me, other, card = two
        row = offer(card, me, other)
        assert offer(card, me, other) == row
        assert refused(lambda: offer(card, me, other, gives="Something else")) == "exchange.offered_before"
        answer(row, other)
        assert refused(lambda: offer(card, me, other, gives="Something else")) == "exchange.shaken_already"

    def test_what_is_refused_keeps_its_words_and_the_button_is_gone(self, client, two):
        me, other, card = two
        answer(offer(card, me, other), other)
        there = own("offer_handshake", me, card.pk)
        again = client.post(there, {"other": str(other.pk), "gives": "Something else", "asks": "", "due_on": ""})
        assert again.status_code == 409
        assert "Something else" in again.content.decode()
        assert there not in client.get(find_address(me)).content.decode()

    def test_not_now_is_no_handshake_and_who_said_it_may_offer_a_hand(self, two):
        me, other, card = two
        row = offer(card, me, other)
        handshakes.decline_handshake(row, other, actor=None)
        assert refused(lambda: offer(card, me, other)) == "exchange.not_now"
        assert refused(lambda: answer(row, other)) == "exchange.declined_already"
        assert offer(card, other, me).is_open

    def test_not_now_between_people_of_the_city_ends_the_proposal(self, evening):
        me, other = join_member(evening), join_member(evening, "Omar")
        row = offer(write(other), me, other)
        assert refused(lambda: handshakes.decline_handshake(row, me, actor=me.profile.user)) == "exchange.not_asked"
        handshakes.decline_handshake(row, other, actor=other.profile.user)
        assert Collaboration.objects.get().state == "declined"

    def test_a_hand_is_withdrawn_until_it_is_taken(self, evening):
        me, other = join_member(evening), join_member(evening, "Omar")
        card = write(other)
        row = offer(card, me, other)
        assert refused(lambda: handshakes.take_hand_back(row, other, actor=None)) == "exchange.not_offered"
        handshakes.take_hand_back(row, me, actor=me.profile.user)
        assert (Handshake.objects.count(), Collaboration.objects.get().state) == (0, "declined")
        assert refused(lambda: answer(row, other)) == "exchange.hand_gone"
        row = offer(card, me, other, gives="Two evenings")
        answer(row, other)
        assert refused(lambda: handshakes.take_hand_back(row, me, actor=me.profile.user)) == "exchange.answered_already"

    def test_at_the_limit_the_phone_says_so_before_the_press_and_a_hand_as_such(self, client, evening, leader, sign_in):
        me, other = join_member(evening), join_member(evening, "Omar")
        for number in range(3):
            offer(write(other, text=f"Need {number}"), me, other)
        row = offer(write(me, text="Mine"), other, me)
        move_to(evening, leader, "handshakes")
        sign_in(client, me.profile.user, second_factor=False)
        for there in (own("my_exchange_part", me), own("answer_handshake", me, row.pk)):
            page = client.get(there).content.decode()
            assert "3 open collaborations and proposals" in page
            assert page.count("withdraw your hand at the exchange") == 3
        said = client.post(own("answer_handshake", me, row.pk), headers=KEPT)
        assert "Need 0: withdraw your hand at the exchange" in json.loads(said.content)["said"]

    def test_the_phone_says_before_the_press_that_a_no_is_read(self, client, two):
        me, other, card = two
        done = client.post(
            own("offer_handshake", me, card.pk),
            {"other": str(other.pk), "gives": "One evening", "asks": ""},
            follow=True,
        )
        row = Handshake.objects.get()
        asked = client.get(own("my_exchange_part", other)).content.decode()
        assert asked.index("with your name, “not now” too") < asked.index('value="no"')
        # What is said at the top stays true when the row says "not now".
        assert "You have offered Omar your hand. The answer appears below." in done.content.decode()
        handshakes.decline_handshake(row, other, actor=None)
        assert "with your name" not in client.get(own("my_exchange_part", me)).content.decode()

    def test_a_day_that_is_over_is_refused_with_the_words(self, client, two):
        me, other, card = two
        data = {"other": str(other.pk), "gives": "One evening", "asks": "", "due_on": "2020-01-01"}
        again = client.post(own("offer_handshake", me, card.pk), data)
        assert again.status_code == 422
        assert "One evening" in again.content.decode()
        assert not Handshake.objects.exists()


class TestKept:
    """What a phone without a network sends later, as the script sends it."""

    def test_a_hand_and_its_answer_arrive_once(self, client, two):
        me, other, card = two
        data = {
            "other": str(other.pk),
            "gives": "One evening",
            "asks": "Coffee",
            "due_on": "",
            "key": "x",
            "age": "9000",
        }
        for _time in range(2):
            done = client.post(own("offer_handshake", me, card.pk), data, headers=KEPT)
            assert (done.status_code, json.loads(done.content)) == (200, {})
        row = Handshake.objects.get()
        for _time in range(2):
            done = client.post(own("answer_handshake", other, row.pk), {"gives": "Coffee and cake"}, headers=KEPT)
            assert (done.status_code, json.loads(done.content)) == (200, {})
        row.refresh_from_db()
        assert (row.owner_gives, bool(row.answered_at)) == ("Coffee and cake", True)

    @pytest.mark.parametrize("gives", ["", "Something else"])
    def test_what_is_refused_is_said_in_a_sentence(self, client, two, gives):
        me, other, card = two
        offer(card, me, other)
        data = {"other": str(other.pk), "gives": gives, "asks": "", "due_on": ""}
        done = client.post(own("offer_handshake", me, card.pk), data, headers=KEPT)
        assert done.status_code in {409, 422}
        assert json.loads(done.content)["said"]

    def test_without_the_script_a_refused_answer_stands_in_its_form(self, client, two):
        me, other, card = two
        row = offer(card, me, other)
        there = own("answer_handshake", other, row.pk)
        assert "A ladder" in client.get(there).content.decode()
        handshakes.decline_handshake(row, other, actor=None)
        again = client.post(there, {"gives": "Coffee and cake"})
        assert again.status_code == 409

    def test_signs_that_turn_the_order_are_taken_off_the_answer(self, client, two):
        me, other, card = two
        row = offer(card, me, other)
        client.post(own("answer_handshake", other, row.pk), {"gives": "evil \u202egnirts"})
        row.refresh_from_db()
        assert row.owner_gives == "evil gnirts"

    def test_what_is_sent_about_a_card_that_is_gone_is_no_error(self, client, two):
        me, _other, card = two
        there = own("mark_card", me, card.pk)
        card.delete()
        assert client.post(there, {"kind": "can"}, headers=KEPT).status_code == 404


class TestWithoutPhone:
    def test_who_leads_answers_for_somebody_whose_card_was_typed_in(self, client, evening, leader, sign_in):
        me = join(evening, name="Rami")
        said = {"kind": "need", "text": "A ladder", "area": None, "key": "6a1c1d6e-6d1c-4b7f-9a52-b39d3f2bd8f1"}
        card = type_card(evening, actor=leader, first_name="Avi", is_minor=False, language="en", **said)
        typed = Participant.objects.get(first_name="Avi")
        move_to(evening, leader, "handshakes")
        data = {"other": str(typed.pk), "gives": "I lend it", "asks": "", "due_on": ""}
        page = client.post(own("offer_handshake", me, card.pk), data, follow=True).content.decode()
        assert "the facilitator enters the answer" in page
        row = Handshake.objects.get()
        sign_in(client, leader)
        there = reverse("answer_for_typed", args=[evening.city.slug, row.pk])
        page = client.get(evening.get_absolute_url()).content.decode()
        assert there in page
        client.post(there, {"answer": "yes"})
        exchanges.end_exchange(evening, actor=leader)
        page = client.get(evening.get_absolute_url()).content.decode()
        assert all(words in page for words in ("I lend it", "Rami", "Avi", "A ladder"))
        assert not find_open_needs(evening).exists()

    def test_for_somebody_with_a_phone_nobody_answers(self, two, leader):
        me, other, card = two
        row = offer(card, me, other)
        assert refused(lambda: handshakes.answer_for_typed(row, actor=leader, is_yes=True)) == "exchange.has_phone"


class TestCounts:
    def test_only_a_hand_that_was_taken_counts_and_one_taken_after_the_end_counts_too(self, evening, leader):
        me, other = join(evening, name="Rami"), join(evening, name="Omar")
        row = offer(write(other), me, other)
        assert exchanges.count_exchange(evening)["handshakes"] == 0
        exchanges.end_exchange(evening, actor=leader)
        answer(Handshake.objects.get(pk=row.pk), other)
        evening.refresh_from_db()
        assert (evening.handshakes, evening.open_needs) == (1, 0)
        Participant.objects.all().delete()
        assert exchanges.describe_counts(evening)["handshakes"] == 1

    def test_one_shakes_hands_on_ones_own_card_with_whoever_is_not_asked_yet(self, client, two, evening):
        _me, other, card = two
        for number, name in enumerate(("Anat", "Dima")):
            person = join(evening, name=name)
            mark_card(card, person, actor=None, kind="can", is_on=True)
            assert own("offer_handshake", other, card.pk) in client.get(find_address(other)).content.decode()
            offer(card, other, person)
            assert Handshake.objects.count() == number + 1
        assert own("offer_handshake", other, card.pk) not in client.get(find_address(other)).content.decode()
        assert client.get(own("offer_handshake", other, card.pk)).status_code == 302
