"""An evening from its code to its end."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from collaborations.models import Collaboration
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.models import AuditEntry, Event, Notice
from educities.tenancy.scope import city_scope
from exchange.actions import cards, exchanges, handshakes, joining
from exchange.actions.leaving import forget_old_cards, leave_exchanges
from exchange.models import Card, CardMark, Exchange, Handshake, Participant
from exchange.queries import compute_version, find_address, find_open_needs, find_participant, write_token
from exchange.values import CITY_TRIES, TRIES_WHILE_GUESSED
from stakeholders.models import AgeBand, Profile, StrengthClaim
from tests.exchange.support import join, join_member, move_to, open_evening, write
from tests.factories import AreaFactory, SessionFactory
from tests.support import refused

pytestmark = pytest.mark.django_db


def find(code, network="1"):
    return joining.find_exchange(code, network=network)


def offer(card, me, other, **more):
    words = {"gives": "One evening", "asks": "Coffee", "due_on": None}
    actor = me.profile.user if me.profile else None
    return handshakes.offer_handshake(card, me, other, actor=actor, **{**words, **more})


class TestCode:
    def test_six_digits_open_the_evening_until_it_ends(self, evening, leader):
        assert len(evening.code) == 6
        assert find(evening.code) == evening
        exchanges.end_exchange(evening, actor=leader)
        assert refused(lambda: find(evening.code)) == "exchange.wrong_code"

    def test_the_code_dies_after_a_day_and_the_evening_ends_by_itself(self, evening):
        code = evening.code
        Exchange.objects.update(closes_at=timezone.now())
        assert refused(lambda: find(code)) == "exchange.wrong_code"
        assert exchanges.close_exchanges() == 1
        evening.refresh_from_db()
        assert (evening.state, evening.code) == ("ended", "")
        assert exchanges.close_exchanges() == 0

    def test_whoever_guesses_is_held_up_and_the_right_code_costs_nothing(self, evening):
        for _try in range(40):
            find(evening.code)
        for _try in range(30):
            assert refused(lambda: find("x")) == "exchange.wrong_code"
        assert refused(lambda: find("x")) == "kit.too_often"
        assert find(evening.code, network="2") == evening

    def test_many_networks_that_guess_do_not_lock_the_room_out(self, evening):
        for number in range(CITY_TRIES):
            assert refused(lambda n=number: find("x", network=f"guesser {n % 9}")) == "exchange.wrong_code"
        # Somebody in the room errs, and comes in; whoever guesses on is held up after a few.
        assert refused(lambda: find("x", network="room")) == "exchange.wrong_code"
        for _phone in range(40):
            assert find(evening.code, network="room") == evening
        for _try in range(TRIES_WHILE_GUESSED):
            assert refused(lambda: find("x", network="late")) == "exchange.wrong_code"
        assert refused(lambda: find(evening.code, network="late")) == "kit.too_often"

    def test_a_code_of_another_city_opens_nothing(self, evening, other_city):
        with city_scope(other_city.pk):
            assert refused(lambda: find(evening.code)) == "exchange.wrong_code"
            assert find_participant("forged") is None

    def test_a_link_of_another_city_opens_nothing(self, evening, other_city):
        token = write_token(join(evening))
        assert find_participant(token)
        with city_scope(other_city.pk):
            assert find_participant(token) is None

    def test_of_a_session_there_is_one(self, scope, leader):
        session = SessionFactory()
        assert open_evening(leader, session=session) == open_evening(leader, session=session)


class TestJoin:
    def test_a_guest_has_a_first_name_and_nothing_else(self, evening):
        person = join(evening, name="Rami", sector=2)
        assert (person.profile, person.name, person.sector, person.is_minor) == (None, "Rami", 2, False)

    def test_somebody_of_the_city_takes_part_once(self, evening):
        person = join_member(evening)
        assert join(evening, person.profile.user) == person
        assert Participant.objects.count() == 1

    def test_of_a_child_no_name_is_written_down(self, evening, scope):
        child = join_member(evening, "Dana", age_band=AgeBand.YOUTH)
        guest = join(evening, name="Yael", is_minor=True)
        assert [one.name for one in (child, guest)] == ["Team blue", "Team blue"]
        with pytest.raises(IntegrityError), transaction.atomic():
            Participant.objects.filter(pk=child.pk).update(first_name="Dana")

    def test_teams_have_six_places(self, evening):
        teams = [join(evening, is_minor=True).team for _n in range(8)]
        assert teams == ["blue"] * 6 + ["green"] * 2

    def test_nobody_comes_in_after_the_end(self, evening, leader):
        exchanges.end_exchange(evening, actor=leader)
        assert refused(lambda: join(evening)) == "exchange.over"


class TestCards:
    def test_sent_twice_it_is_one(self, evening):
        key = uuid4()
        person = join(evening)
        assert write(person, key=key) == write(person, key=key)
        assert Card.objects.count() == 1

    def test_what_a_phone_kept_has_its_own_moment_and_none_ahead(self, evening):
        person, earlier = join(evening), timezone.now() - timedelta(minutes=9)
        assert write(person, at=earlier).written_at == earlier
        assert write(person, at=timezone.now() + timedelta(hours=1)).written_at <= timezone.now()

    def test_what_was_kept_still_arrives_after_the_end_until_it_closes(self, evening, leader):
        person = join(evening)
        exchanges.end_exchange(evening, actor=leader)
        assert write(person).pk
        Exchange.objects.update(closes_at=timezone.now())
        person.exchange.refresh_from_db()
        assert refused(lambda: write(person)) == "exchange.closed"

    def test_of_two_taps_the_later_counts_whatever_arrives_first(self, evening):
        card, me = write(join(evening)), join(evening, name="Omar")
        now = timezone.now()
        for is_on, age in ((False, 10), (True, 60)):
            cards.mark_card(card, me, actor=None, kind="can", is_on=is_on, at=now - timedelta(seconds=age))
        assert not CardMark.objects.get().is_on

    def test_i_can_answers_needs_of_others_alone(self, evening):
        me = join(evening)
        own, theirs = write(me), write(join(evening, name="Omar"), kind="offer")
        mark = {"actor": None, "kind": "can", "is_on": True}
        assert refused(lambda: cards.mark_card(own, me, **mark)) == "exchange.own_card"
        assert refused(lambda: cards.mark_card(theirs, me, **mark)) == "exchange.no_need"

    def test_typed_in_cards_of_one_first_name_are_of_one_person(self, evening, leader):
        said = {"actor": leader, "kind": "offer", "text": "Bread", "area": None, "language": "he"}
        for name, minor in (("Avi", False), ("Avi", False), ("", True), ("", True)):
            cards.type_card(evening, first_name=name, is_minor=minor, key=uuid4(), **said)
        assert [(one.name, one.cards.count()) for one in Participant.objects.all()] == [("Avi", 2), ("Team blue", 2)]

    def test_a_card_is_kept_by_the_persons_own_tap(self, evening):
        person = join_member(evening)
        card = write(person, kind="offer", area=AreaFactory())
        assert not StrengthClaim.objects.exists()
        cards.keep_card(card, actor=person.profile.user)
        claim = StrengthClaim.objects.get()
        assert (claim.profile, claim.kind, claim.visibility) == (person.profile, "strength", "team")

    def test_nothing_that_people_wrote_leaves_the_city_or_stands_in_the_log(self, evening):
        me, other = join_member(evening), join_member(evening, "Omar")
        offer(write(other), me, other)
        left = [entry.data for entry in AuditEntry.objects.all()] + [event.data for event in Event.objects.all()]
        assert left
        assert not any(word in str(left) for word in ("trousers", "Noa", "Omar", 'evening"'))


class TestParts:
    def test_with_each_round_everybody_has_a_group(self, evening, leader):
        people = [join(evening, name=f"P{n}", sector=1 + n % 4) for n in range(8)]
        move_to(evening, leader, "round_3")
        found = Participant.objects.filter(pk__in=[one.pk for one in people])
        assert all(len(one.groups) == 3 and set(one.groups) <= {1, 2} for one in found)

    def test_who_comes_late_sits_in_the_smallest_group(self, evening, leader):
        for n in range(7):
            join(evening, name=f"P{n}")
        move_to(evening, leader, "round_1")
        assert join(evening, name="Late").groups == [2]

    def test_back_and_on_again_leaves_the_groups(self, evening, leader):
        people = [join(evening, name=f"P{n}") for n in range(8)]
        move_to(evening, leader, "round_1")
        before = [Participant.objects.get(pk=one.pk).groups for one in people]
        exchanges.move_exchange(evening, actor=leader, seen="round_1", to="writing")
        move_to(evening, leader, "round_1")
        assert [Participant.objects.get(pk=one.pk).groups for one in people] == before

    def test_two_presses_of_one_page_move_by_one_part(self, evening, leader):
        for _press in range(2):
            exchanges.move_exchange(evening, actor=leader, seen="writing", to="round_1")
        evening.refresh_from_db()
        assert evening.state == "round_1"
        stale = {"actor": leader, "seen": "writing", "to": "round_2"}
        assert refused(lambda: exchanges.move_exchange(evening, **stale)) == "exchange.moved_meanwhile"

    def test_the_end_is_counted_and_leaves_as_an_event_with_counts_alone(self, evening, leader):
        me, other = join_member(evening), join_member(evening, "Omar")
        row = offer(write(other), me, other)
        handshakes.answer_handshake(row, other, actor=other.profile.user, gives="")
        write(other, text="A ladder")
        write(me, kind="offer")
        exchanges.end_exchange(evening, actor=leader)
        evening.refresh_from_db()
        assert (evening.people, evening.offers, evening.needs, evening.handshakes, evening.open_needs) == (
            2,
            1,
            2,
            1,
            1,
        )
        assert [one.text for one in find_open_needs(evening)] == ["A ladder"]
        assert Event.objects.filter(name="exchange.ended").count() == 1
        assert refused(lambda: exchanges.end_exchange(evening, actor=leader)) == "exchange.over"

    def test_the_version_changes_with_whatever_is_shown(self, evening, leader):
        seen = [compute_version(evening)]
        me, other = join(evening), join(evening, name="Omar")
        seen.append(compute_version(evening))
        card = write(me)
        seen.append(compute_version(evening))
        cards.mark_card(card, other, actor=None, kind="me_too", is_on=True)
        seen.append(compute_version(evening))
        cards.mark_card(card, other, actor=None, kind="me_too", is_on=False)
        seen.append(compute_version(evening))
        cards.withdraw_card(card, actor=None)
        seen.append(compute_version(evening))
        move_to(evening, leader, "round_1")
        seen.append(compute_version(evening))
        assert all(one != then for one, then in pairwise(seen))
        assert compute_version(evening) == seen[-1]

    def test_while_all_write_what_others_write_changes_nothing_on_a_phone(self, evening, leader):
        me, other = join(evening), join(evening, name="Omar")
        before, wall = compute_version(evening, me), compute_version(evening)
        write(other)
        join(evening, name="Dana")
        assert compute_version(evening, me) == before
        assert compute_version(evening) != wall
        write(me)
        mine = compute_version(evening, me)
        assert mine != before
        move_to(evening, leader, "walk")
        shown = compute_version(evening, me)
        write(other, text="A ladder")
        assert len({mine, shown, compute_version(evening, me)}) == 3


class TestHandshakes:
    def test_between_people_of_the_city_it_is_a_proposed_collaboration(self, evening):
        me, other = join_member(evening), join_member(evening, "Omar")
        row = offer(write(other), me, other)
        sides = {side.profile: side.state for side in row.collaboration.parties.all()}
        assert sides == {me.profile: "agreed", other.profile: "asked"}
        assert list(Notice.objects.values_list("user", flat=True)) == [other.profile.user_id]
        handshakes.answer_handshake(row, other, actor=other.profile.user, gives="Coffee and cake")
        row.refresh_from_db()
        assert (row.collaboration.state, row.owner_gives) == ("agreed", "Coffee and cake")

    def test_who_offered_does_not_answer_for_the_other(self, evening):
        me, other = join_member(evening), join_member(evening, "Omar")
        row = offer(write(other), me, other)
        answer = {"actor": me.profile.user, "gives": ""}
        assert refused(lambda: handshakes.answer_handshake(row, me, **answer)) == "exchange.not_asked"

    def test_pressed_twice_it_is_one_and_from_the_other_side_it_waits_for_an_answer(self, evening):
        me, other = join_member(evening), join_member(evening, "Omar")
        card = write(other)
        assert offer(card, me, other) == offer(card, me, other)
        assert refused(lambda: offer(card, other, me)) == "exchange.offered_already"
        assert Collaboration.objects.count() == 1

    def test_with_a_guest_it_is_a_promise_without_a_collaboration(self, evening):
        me, guest = join_member(evening), join(evening, name="Rami")
        row = offer(write(guest), me, guest)
        handshakes.answer_handshake(row, guest, actor=None, gives="")
        row.refresh_from_db()
        assert row.collaboration is None
        assert row.answered_at

    def test_a_child_shakes_hands_with_no_adult(self, evening):
        """Invariant 5: not as the one who wrote the card, not as the other, not in the database."""
        adult, child = join_member(evening), join_member(evening, "Dana", age_band=AgeBand.YOUTH)
        for card, me, other in (
            (write(child), adult, child),
            (write(adult), child, adult),
            (write(child), child, adult),
        ):
            assert refused(lambda c=card, m=me, o=other: offer(c, m, o)) == "exchange.no_handshake"
        with pytest.raises(IntegrityError), transaction.atomic():
            Handshake.objects.create(card=write(adult), other=child, is_by_owner=True)

    def test_whoever_leads_shakes_hands_for_the_team(self, evening, leader):
        adult, child = join_member(evening), join_member(evening, "Dana", age_band=AgeBand.YOUTH)
        card = write(child)
        row = handshakes.shake_for_team(card, adult, actor=leader, gives="The pupils help", due_on=None)
        sides = set(row.collaboration.parties.values_list("profile", flat=True))
        assert sides == {adult.profile_id, Profile.objects.get(user=leader).pk}
        guest = join(evening, name="Rami")
        again = {"actor": leader, "gives": "", "due_on": None}
        assert refused(lambda: handshakes.shake_for_team(card, guest, **again)) == "exchange.no_account"

    def test_a_pupils_phone_neither_takes_the_teams_hand_back_nor_opens_a_form_that_only_refuses(
        self, client, evening, leader
    ):
        adult, child = join_member(evening), join(evening, name="Dana", is_minor=True)
        card, need = write(child), write(adult)
        move_to(evening, leader, "handshakes")
        row = handshakes.shake_for_team(card, adult, actor=leader, gives="The pupils help", due_on=None)
        assert refused(lambda: handshakes.take_hand_back(row, child, actor=None)) == "exchange.not_offered"
        back = reverse("take_hand_back", args=[evening.city.slug, write_token(child), row.pk])
        assert back not in client.get(find_address(child)).content.decode()
        form = reverse("offer_handshake", args=[evening.city.slug, write_token(child), need.pk])
        assert client.get(form).url == find_address(child)
        assert Handshake.objects.get().is_open


class TestForget:
    def test_cards_go_and_what_was_counted_and_kept_stays(self, evening, leader):
        person = join_member(evening)
        cards.keep_card(write(person, area=AreaFactory()), actor=person.profile.user)
        exchanges.end_exchange(evening, actor=leader)
        assert forget_old_cards(evening.closes_at, 100) == 0
        assert forget_old_cards(evening.closes_at + timedelta(seconds=1), 100) == 1
        evening.refresh_from_db()
        assert (evening.needs, Card.objects.count(), StrengthClaim.objects.count()) == (1, 0, 1)

    def test_who_leaves_takes_the_name_or_the_cards_along(self, evening):
        first, second = join_member(evening), join_member(evening, "Omar")
        write(first), write(second)
        leave_exchanges(first.profile, keep_texts=True)
        leave_exchanges(second.profile, keep_texts=False)
        assert [(one.name, one.profile) for one in Participant.objects.all()] == [("a guest", None)]
        assert Card.objects.count() == 1


def test_what_one_promised_about_the_own_card_is_in_what_the_city_knows(evening):
    """The writer of the card and the one who offered a hand each read their own words and the other's."""
    owner, other = join_member(evening, "Noa"), join_member(evening, "Omar")
    card = write(owner)
    offer(card, other, owner)
    sections = [one for one in PERSONAL_DATA if one.model is Handshake]
    found = {one.key: [*one.model.objects.filter(**{one.person: owner.profile})] for one in sections}
    assert found == {"exchange_handshakes": [], "exchange_handshakes_on_cards": [Handshake.objects.get()]}
