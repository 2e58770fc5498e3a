"""Who comes back is the same person, one guest fills no room, and who leads takes off what should not stand there."""

import pytest
from django.test import Client
from django.urls import reverse

from educities.activity.models import AuditEntry
from exchange.actions import joining, people
from exchange.actions.cards import type_card
from exchange.actions.leaving import leave_exchanges
from exchange.models import Card, Participant
from exchange.queries import find_address, write_token
from exchange.values import MOST_OF_BROWSER
from stakeholders.models import AgeBand
from tests.exchange.support import join, join_member, move_to, write
from tests.factories import AreaFactory
from tests.support import refused

pytestmark = pytest.mark.django_db


def url(name, city, *args):
    return reverse(name, args=[city.slug, *args])


def come_in(client, row, name="Rami", age="adult"):
    data = {"code": row.code, "first_name": name, "age": age, "sector": ""}
    return client.post(url("join_exchange", row.city), data)


class TestComeBack:
    def test_a_guest_who_types_the_code_again_is_the_same_person(self, client, evening):
        first = come_in(client, evening)
        write(Participant.objects.get(), text="A ladder")
        second = come_in(client, evening, " rami ")
        assert (second.url, Participant.objects.count()) == (first.url, 1)
        assert "A ladder" in client.get(second.url).content.decode()

    def test_a_child_too(self, client, evening):
        assert come_in(client, evening, "", "minor").url == come_in(client, evening, "", "minor").url
        assert Participant.objects.count() == 1

    def test_the_page_of_the_code_leads_back(self, client, evening):
        there = url("join_by_link", evening.city, evening.code)
        person = come_in(client, evening).url
        assert person in client.get(there).content.decode()
        assert person not in Client().get(there).content.decode()

    def test_another_browser_is_another_person(self, client, evening):
        assert come_in(client, evening).url != come_in(Client(), evening).url

    def test_one_browser_brings_a_few_people_and_fills_no_room(self, client, evening):
        done = [come_in(client, evening, f"P{n}").status_code for n in range(MOST_OF_BROWSER + 3)]
        assert done == [302] * MOST_OF_BROWSER + [409] * 3
        assert Participant.objects.count() == MOST_OF_BROWSER
        assert come_in(client, evening, "P0").status_code == 302

    def test_of_one_network_so_many_guests_come_in(self, evening, monkeypatch):
        monkeypatch.setattr(joining, "JOIN_TRIES", 2)
        for name in ("A", "B"):
            join(evening, name=name, network="1")
        assert refused(lambda: join(evening, name="C", network="1")) == "kit.too_often"
        assert join(evening, name="C", network="2")
        assert join_member(evening, "Noa")

    def test_what_is_missing_is_said_at_once_and_nothing_needed_is_called_optional(self, client, evening):
        page = client.get(url("join_exchange", evening.city)).content.decode()
        assert "optional" not in page.partition("first_name")[0]
        wrong = client.post(url("join_exchange", evening.city), {"code": "12", "first_name": ""})
        assert set(wrong.context["form"].errors) == {"code", "age", "first_name"}
        assert come_in(client, evening, "").status_code == 422

    def test_the_link_of_somebody_who_left_the_city_opens_nothing(self, client, evening):
        person = join_member(evening)
        leave_exchanges(person.profile, keep_texts=True)
        assert client.get(find_address(person)).status_code == 410


class TestLeader:
    @pytest.fixture
    def lead(self, client, leader, sign_in):
        sign_in(client, leader)
        return client

    def test_a_card_is_taken_off_and_put_back_and_who_wrote_it_reads_so(self, lead, evening, leader):
        person = join(evening, name="Rami")
        card = write(person, text="Something rude", area=AreaFactory())
        move_to(evening, leader, "walk")
        other = find_address(join(evening, name="Omar"))
        assert "Something rude" in lead.get(url("exchange_people", evening.city, evening.pk)).content.decode()
        lead.post(url("take_card_off", evening.city, card.pk))
        assert "Something rude" not in Client().get(other).content.decode()
        assert "Rami" not in lead.get(url("exchange_wall_part", evening.city, evening.pk)).content.decode()
        assert "taken this card off" in Client().get(find_address(person)).content.decode()
        lead.post(url("put_card_back", evening.city, card.pk))
        assert "Something rude" in Client().get(other).content.decode()

    def test_somebody_is_taken_out_and_reads_so_and_comes_back_with_everything(self, lead, evening):
        guest = Client()
        mine = come_in(guest, evening, "Bot").url
        person = Participant.objects.get()
        card = write(person)
        out = url("take_person_out", evening.city, person.pk)
        assert "Bot" in lead.get(out).content.decode()
        lead.post(out)
        assert guest.get(mine).status_code == 410
        assert "taken you out" in guest.get(mine).content.decode()
        assert come_in(guest, evening, "Another name").status_code == 409
        assert not Card.objects.present().exists()
        lead.post(url("let_person_in", evening.city, person.pk))
        assert guest.get(mine).status_code == 200
        assert Card.objects.present().get() == card

    def test_a_name_is_changed_and_the_person_reads_so(self, lead, evening):
        person = join(evening, name="Silly")
        lead.post(url("rename_person", evening.city, person.pk), {"first_name": "Rami"})
        page = Client().get(find_address(person)).content.decode()
        assert "Rami" in page
        assert "changed your name" in page

    def test_a_child_gets_no_name(self, lead, evening, leader):
        child = join(evening, is_minor=True)
        assert lead.get(url("rename_person", evening.city, child.pk)).status_code == 404
        again = {"actor": leader, "first_name": "Dana"}
        assert refused(lambda: people.rename_person(child, **again)) == "exchange.no_name_of_a_child"

    def test_the_log_says_what_was_done_and_names_nobody(self, evening, leader):
        person = join(evening, name="Silly")
        card = write(person, text="Something rude")
        people.rename_person(person, actor=leader, first_name="Rami")
        for act in (people.take_card_off, people.put_card_back):
            act(card, actor=leader)
        for act in (people.take_person_out, people.let_person_in):
            act(person, actor=leader)
        entries = AuditEntry.objects.filter(actor=leader).exclude(verb="exchange.opened")
        assert {one.verb.partition(".")[2] for one in entries} >= {
            "person_renamed",
            "card_taken_off",
            "person_taken_out",
        }
        left = str([one.data for one in entries])
        assert not any(word in left for word in ("Silly", "Rami", "rude"))


class TestTeams:
    def test_children_of_one_team_are_told_apart_and_find_their_own_card(self, evening, leader):
        first, second = join(evening, is_minor=True), join_member(evening, "Dana", age_band=AgeBand.YOUTH)
        said = {"kind": "need", "text": "A ladder", "area": None, "key": "6a1c1d6e-6d1c-4b7f-9a52-b39d3f2bd8f1"}
        type_card(evening, actor=leader, first_name="", is_minor=True, language="en", **said)
        labels = [one.label for one in Participant.objects.all()]
        assert labels == ["Team blue 1", "Team blue 2", "Team blue 3"]
        write(first, text="Mine"), write(second, text="Theirs")
        move_to(evening, leader, "walk")
        page = Client().get(find_address(first)).content.decode()
        line = page[page.index("Mine") :].partition("</li>")[0]
        assert "Team blue 1" in line
        assert "that is you" in line
        assert "that is you" not in page[page.index("Theirs") :].partition("</li>")[0]

    def test_cards_without_an_area_are_on_the_wall_without_their_line(self, client, evening, leader, sign_in):
        write(join(evening, name="Rami"), text="Something")
        move_to(evening, leader, "walk")
        sign_in(client, leader)
        wall = client.get(url("exchange_wall_part", evening.city, evening.pk)).content.decode()
        assert "Without an area yet" in wall
        assert "Rami" in wall
        assert "Something" not in wall

    @pytest.mark.parametrize("number", ["9" * 40, "9" * 5000, "-1", "x", "٣", ""])
    def test_whatever_is_sent_as_a_number_is_no_error(self, client, evening, number):
        person = join(evening)
        card = write(person)
        there = reverse("choose_card_area", args=[person.city.slug, write_token(person), card.pk])
        assert client.post(there, {"area": number}).status_code < 500
        card.refresh_from_db()
        assert card.area is None
