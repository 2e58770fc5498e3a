import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from collaborations.models import Collaboration
from educities.kit.retention import PERIODS
from exchange.actions import exchanges
from exchange.actions.cards import mark_card
from exchange.models import Card, CardMark, Exchange, Handshake, Participant
from exchange.queries import find_address, write_token
from stakeholders.models import AgeBand
from tests.exchange.support import join, join_member, move_to, open_evening, write
from tests.factories import AreaFactory, SessionFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def url(name, city, *args):
    return reverse(name, args=[city.slug, *args])


def own(name, person, *args):
    return reverse(name, args=[person.city.slug, write_token(person), *args])


@pytest.fixture
def lead(client, leader, sign_in):
    sign_in(client, leader)
    return client


class TestStaff:
    def test_an_evening_is_opened_and_its_code_stands_on_the_wall(self, lead, scope):
        done = lead.post(url("open_exchange", scope), {"title_en": "Thursday"})
        row = Exchange.objects.get()
        assert done.url == row.get_absolute_url()
        wall = lead.get(url("exchange_wall", scope, row.pk)).content.decode()
        assert row.code in wall
        assert 'class="qr"' in wall

    def test_from_the_page_of_a_session(self, client, scope, director, sign_in):
        sign_in(client, director)
        session = SessionFactory()
        there = url("open_exchange_of_session", scope, session.pk)
        assert there in client.get(session.get_absolute_url()).content.decode()
        client.post(there, {"title_en": "Tuesday"})
        row = Exchange.objects.get(session=session)
        assert client.get(there).url == row.get_absolute_url()

    def test_one_button_takes_it_on_and_another_back(self, lead, scope, evening):
        move = url("move_exchange", scope, evening.pk)
        for seen, to in (("writing", "round_1"), ("round_1", "round_2"), ("round_2", "round_1")):
            assert f'value="{to}"' in lead.get(evening.get_absolute_url()).content.decode()
            lead.post(move, {"seen": seen, "to": to})
            evening.refresh_from_db()
            assert evening.state == to

    def test_the_end_is_asked_about_and_the_open_needs_stay_listed(self, lead, scope, evening):
        write(join(evening), text="A ladder")
        assert "No" in lead.get(url("end_exchange", scope, evening.pk)).content.decode()
        lead.post(url("end_exchange", scope, evening.pk))
        assert "A ladder" in lead.get(evening.get_absolute_url()).content.decode()

    def test_the_wall_shows_first_names_and_areas_and_no_line(self, lead, scope, evening, leader):
        area = AreaFactory(parent=AreaFactory(), label={"en": "Sewing"})
        child = join_member(evening, "Dana", age_band=AgeBand.YOUTH)
        write(join(evening, name="Rami"), area=area)
        write(child, area=area, text="My grandmother Dana needs help")
        move_to(evening, leader, "walk")
        wall = lead.get(url("exchange_wall_part", scope, evening.pk)).content.decode()
        assert all(word in wall for word in ("Sewing", "Rami", "Team blue"))
        assert not any(word in wall for word in ("Dana", "trousers", "grandmother"))

    def test_what_has_not_changed_is_not_sent_again(self, lead, scope, evening):
        version = lead.get(url("exchange_wall", scope, evening.pk)).context["version"]
        part = url("exchange_wall_part", scope, evening.pk)
        assert lead.get(part, {"v": version}).status_code == 204
        write(join(evening))
        assert lead.get(part, {"v": version}).status_code == 200

    def test_cards_are_typed_in_one_after_another(self, lead, scope, evening):
        there = url("type_card", scope, evening.pk)
        data = {"first_name": "Avi", "kind": "need", "area": "", "text": "A ladder", "key": str(uuid4())}
        assert lead.post(there, data).url == there
        assert lead.post(there, {**data, "first_name": ""}).status_code == 422
        page = lead.get(there).content.decode()
        assert "A ladder" in page
        assert "autofocus" in page

    def test_who_types_a_card_in_reads_that_its_area_is_none(self, lead, scope, evening):
        data = {"first_name": "Avi", "kind": "need", "area": "Spacecraft", "text": "A hatch", "key": str(uuid4())}
        page = lead.post(url("type_card", scope, evening.pk), data, follow=True).content.decode()
        assert "“Spacecraft” is not in the list of areas" in page

    def test_a_team_shakes_hands_through_who_leads(self, lead, scope, evening):
        adult, child = join_member(evening, "Omar"), join_member(evening, "Dana", age_band=AgeBand.YOUTH)
        card = write(child)
        there = url("shake_for_team", scope, card.pk)
        assert there in lead.get(evening.get_absolute_url()).content.decode()
        lead.post(there, {"other": str(adult.pk), "gives": "The pupils help"})
        assert Collaboration.objects.get().parties.filter(profile=child.profile).count() == 0


class TestGuest:
    def test_the_code_and_a_first_name_are_enough(self, client, scope, evening):
        there = url("join_by_link", scope, evening.code)
        assert evening.code in client.get(there).content.decode()
        done = client.post(there, {"code": evening.code, "first_name": "Rami", "age": "adult", "sector": "2"})
        person = Participant.objects.get()
        assert (done.url, person.sector) == (find_address(person), 2)
        assert "Rami" in client.get(done.url).content.decode()

    def test_a_child_gives_no_name(self, client, scope, evening):
        data = {"code": evening.code, "first_name": "Dana", "age": "minor", "sector": ""}
        page = client.get(client.post(url("join_exchange", scope), data).url).content.decode()
        assert "Team blue" in page
        assert Participant.objects.get().first_name == ""

    def test_a_wrong_code_is_told(self, client, scope, evening):
        data = {"code": "000000" if evening.code != "000000" else "1", "first_name": "Rami", "age": "adult"}
        assert client.post(url("join_exchange", scope), data).status_code == 409

    def test_a_forged_link_is_not_there_and_one_of_an_exchange_that_has_ended_says_so(self, client, scope, evening):
        person = join(evening)
        assert client.get(url("my_exchange", scope, "forged")).status_code == 404
        assert client.get(find_address(person)).status_code == 200
        Exchange.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
        answer = client.get(find_address(person))
        assert (answer.status_code, "exchange" in answer.content.decode()) == (410, True)

    def test_the_link_of_somebody_with_an_account_opens_for_nobody_else(self, client, scope, evening, sign_in):
        person, other = join_member(evening), join_member(evening, "Omar")
        assert client.get(find_address(person)).status_code == 302
        sign_in(client, other.profile.user, second_factor=False)
        assert client.get(find_address(person)).status_code == 404
        sign_in(client, person.profile.user, second_factor=False)
        assert client.get(find_address(person)).status_code == 200

    def test_cards_of_another_evening_are_not_there(self, client, evening, leader):
        other = write(join(open_evening(leader, title={"en": "Another"})))
        assert client.post(own("mark_card", join(evening), other.pk), {"kind": "can", "on": "1"}).status_code == 404

    def test_nobody_takes_back_the_card_of_another(self, client, evening):
        card = write(join(evening))
        assert client.post(own("withdraw_card", join(evening, name="Omar"), card.pk)).status_code == 404


class TestPhone:
    def test_a_card_is_written_and_its_area_found_by_a_synonym(self, client, evening):
        area = AreaFactory(parent=AreaFactory(), label={"en": "Sewing"}, synonyms={"he": ["תפירה"]})
        person = join(evening)
        page = client.get(find_address(person)).content.decode()
        assert "Sewing" in page
        data = {"kind": "offer", "area": "תפירה", "text": "Curtains", "key": str(uuid4())}
        assert "kind=offer" in client.post(find_address(person), data).url
        assert Card.objects.get().area == area

    def test_what_the_script_sends_twice_arrives_once_with_its_moment(self, client, evening):
        person = join(evening)
        data = {"kind": "need", "area": "", "text": "A ladder", "key": str(uuid4()), "age": "540000"}
        for _time in range(2):
            answer = client.post(find_address(person), data, headers={"X-Kept": "1"})
            assert (answer.status_code, json.loads(answer.content)) == (200, {})
        card = Card.objects.get()
        assert 530 < (card.changed_at - card.written_at).total_seconds() < 560

    def test_what_the_script_may_not_send_is_said(self, client, evening, leader):
        person = join(evening)
        card = write(person)
        answer = client.post(own("mark_card", person, card.pk), {"kind": "can"}, headers={"X-Kept": "1"})
        assert answer.status_code == 409
        assert json.loads(answer.content)["said"]
        empty = client.post(find_address(person), {"kind": "need", "key": "x"}, headers={"X-Kept": "1"})
        assert (empty.status_code, bool(json.loads(empty.content)["said"])) == (422, True)

    def test_an_area_is_chosen_for_a_line_that_named_none(self, client, evening):
        area = AreaFactory(parent=AreaFactory(), label={"en": "Sewing"})
        person = join(evening)
        card = write(person, text="Sewing curtains")
        assert f'value="{area.pk}"' in client.get(find_address(person)).content.decode()
        client.post(own("choose_card_area", person, card.pk), {"area": str(area.pk)})
        card.refresh_from_db()
        assert card.area == area

    def test_a_typed_area_that_is_none_is_kept_and_near_ones_are_offered(self, client, evening):
        area = AreaFactory(parent=AreaFactory(), label={"en": "Arabic as a spoken language"})
        AreaFactory(parent=AreaFactory(), label={"en": "Arabic letters and calligraphy"})
        person = join(evening)
        data = {"kind": "need", "area": "Arabic", "text": "Over tea", "key": str(uuid4())}
        client.post(find_address(person), data, headers={"X-Kept": "1"})
        page = client.get(own("my_exchange_part", person)).content.decode()
        assert "“Arabic”" in page
        assert f'value="{area.pk}"' in page
        card = Card.objects.get()
        client.post(own("choose_card_area", person, card.pk), {"area": str(area.pk)})
        card.refresh_from_db()
        assert (card.area, card.area_words) == (area, "")

    def test_a_typed_area_that_nothing_is_near_is_kept_for_who_wrote_it_alone(self, client, evening, leader, sign_in):
        person = join(evening)
        write(person, text="Sewing curtains")
        data = {"kind": "need", "area": "Spacecraft carpentry", "text": "A hatch", "key": str(uuid4())}
        client.post(find_address(person), data)
        assert "Spacecraft carpentry" in client.get(find_address(person)).content.decode()
        move_to(evening, leader, "walk")
        sign_in(client, leader)
        wall = client.get(url("exchange_wall_part", evening.city, evening.pk)).content.decode()
        assert "Spacecraft" not in wall

    def test_in_a_round_one_sees_the_cards_of_the_group_and_marks_them(self, client, evening, leader):
        people = [join(evening, name=f"P{n}") for n in range(6)]
        written = [write(one, text=f"Line {one.pk};") for one in people]
        move_to(evening, leader, "round_1")
        me = Participant.objects.get(pk=people[0].pk)
        page = client.get(find_address(me)).content.decode()
        same = {one.pk for one in Participant.objects.all() if one.groups == me.groups}
        assert [card for card in written if f"Line {card.participant_id};" in page] == [
            card for card in written if card.participant_id in same
        ]
        theirs = next(card for card in written if card.participant_id in same - {me.pk})
        client.post(own("mark_card", me, theirs.pk), {"kind": "can", "on": "1"})
        assert CardMark.objects.get().is_on
        client.post(own("mark_card", me, theirs.pk), {"kind": "can", "on": "0"})
        assert not CardMark.objects.get().is_on

    def test_hands_are_shaken_on_two_phones(self, client, evening, leader, sign_in):
        me, other = join_member(evening), join_member(evening, "Omar")
        card = write(me)
        mark_card(card, other, actor=None, kind="can", is_on=True)
        move_to(evening, leader, "handshakes")
        sign_in(client, me.profile.user, second_factor=False)
        there = own("offer_handshake", me, card.pk)
        assert there in client.get(find_address(me)).content.decode()
        assert client.get(there).status_code == 200
        client.post(there, {"other": str(other.pk), "gives": "Coffee", "asks": "Two evenings", "due_on": ""})
        row = Handshake.objects.get()
        sign_in(client, other.profile.user, second_factor=False)
        answer = own("answer_handshake", other, row.pk)
        assert answer in client.get(find_address(other)).content.decode()
        client.post(answer, {"gives": "Two evenings in May"})
        row.refresh_from_db()
        assert (row.collaboration.state, row.other_gives) == ("agreed", "Two evenings in May")

    def test_after_the_end_a_card_is_kept_by_a_tap(self, client, evening, leader, sign_in):
        person = join_member(evening)
        card = write(person, kind="offer", area=AreaFactory())
        Exchange.objects.update(state="ended")
        sign_in(client, person.profile.user, second_factor=False)
        there = own("keep_card", person, card.pk)
        assert there in client.get(find_address(person)).content.decode()
        client.post(there)
        assert person.profile.claims.count() == 1


class TestCosts:
    def test_the_list(self, lead, scope, leader):
        assert_same_queries(
            lambda: lead.get(url("exchanges", scope)),
            lambda n: [open_evening(leader, title={"en": f"{n}{one}"}) for one in range(n)],
            most=20,
        )

    def test_the_wall(self, lead, scope, evening, leader):
        move_to(evening, leader, "walk")

        def add(n):
            for _number in range(n):
                card = write(join(evening), area=AreaFactory())
                mark_card(card, join(evening, name="Omar"), actor=None, kind="can", is_on=True)

        assert_same_queries(lambda: lead.get(url("exchange_wall_part", scope, evening.pk)), add, most=16)

    def test_a_phone(self, client, scope, evening, leader):
        me = join(evening)
        move_to(evening, leader, "handshakes")

        def add(n):
            for _number in range(n):
                card = write(join(evening), area=AreaFactory())
                mark_card(card, me, actor=None, kind="can", is_on=True)
                Handshake.objects.create(card=card, other=me, is_by_owner=True)

        assert_same_queries(lambda: client.get(own("my_exchange_part", me)), add, most=14)

    def test_a_phone_that_knows_it_all_asks_little(self, client, evening, django_assert_max_num_queries):
        me = join(evening)
        version = client.get(find_address(me)).context["version"]
        with django_assert_max_num_queries(4):
            assert client.get(own("my_exchange_part", me), {"v": version}).status_code == 204


def test_coming_in_and_the_end_promise_the_same_days(client, scope, evening, leader):
    """As the table of periods has them, and what every night does."""
    days = PERIODS["exchange_cards"].days
    assert f"After {days} days everything is deleted" in client.get(url("join_exchange", scope)).content.decode()
    guest = join(evening)
    exchanges.end_exchange(evening, actor=leader)
    page = " ".join(client.get(own("my_exchange", guest)).content.decode().split())
    assert f"After {days} days all of it is deleted." in page
