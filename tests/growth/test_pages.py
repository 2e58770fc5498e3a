import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from growth.actions.invitations import decline_invitation
from growth.models import Invitee, Round
from growth.queries.story import list_rounds
from reports.queries.staff_days import read_day
from tests.collaborations.support import agree_all
from tests.factories import CollaborationFactory, EngineFactory, InviteeFactory, RoundFactory
from tests.growth.support import invite, make_capable
from tests.support import assert_same_queries, fresh

pytestmark = pytest.mark.django_db


def url(name, city, *args):
    return reverse(name, args=[city.slug, *args])


def read(client, address):
    return client.get(address).content.decode()


class TestTable:
    def test_the_largest_gap_comes_first(self, client, scope, engine, noa, director, sign_in):
        empty, running = EngineFactory(), EngineFactory()
        CollaborationFactory(area=running.area, state="active")
        sign_in(client, director)
        page = client.get(url("engines", scope))
        assert [one.pk for one in page.context["object_list"]] == [engine.pk, empty.pk, running.pk]
        assert "1 person. No collaboration has been agreed yet." in page.content.decode()

    def test_the_same_queries_for_one_and_three(self, client, scope, director, sign_in):
        sign_in(client, director)

        def add(n):
            for _number in range(n):
                make_capable(EngineFactory(), scope)

        assert_same_queries(lambda: client.get(url("engines", scope)), add, most=22)


class TestEngine:
    def test_one_page_tells_its_story_with_the_names_of_yes_alone(
        self, client, scope, engine, noa, omar, director, sign_in
    ):
        invite(engine, noa, omar, actor=director)
        Invitee.objects.filter(profile=noa).update(state="yes")
        Invitee.objects.filter(profile=omar).update(state="no", answered_at=timezone.now())
        sign_in(client, director)
        page = read(client, engine.get_absolute_url())
        assert "Noa" in page
        assert "Omar" not in page
        assert "1 has not said yes yet" in page

    def test_while_few_are_asked_a_no_and_a_wait_read_the_same(self, client, scope, engine, noa, director, sign_in):
        invite(engine, noa, actor=director)
        sign_in(client, director)
        pages = (engine.get_absolute_url(), url("engines", scope))
        before = [re.search("<main.*</main>", read(client, one), re.DOTALL)[0] for one in pages]
        decline_invitation(Invitee.objects.select_related("round").get(), actor=noa.user)
        after = [re.search("<main.*</main>", read(client, one), re.DOTALL)[0] for one in pages]
        masked = [re.sub("csrfmiddlewaretoken[^>]*", "", one) for one in (*before, *after)]
        assert masked[:2] == masked[2:]
        Round.objects.update(ends_on=engine.city.today() - timedelta(days=1))
        assert "1 said “not now” or did not answer" in read(client, engine.get_absolute_url())

    def test_the_steward_reads_numbers_and_no_words_of_people(self, client, scope, engine, steward, sign_in):
        CollaborationFactory(area=engine.area, state="active", title={"en": "Bread"})
        sign_in(client, steward)
        assert "Bread" not in read(client, engine.get_absolute_url())

    @pytest.mark.parametrize(
        ("states", "days", "counted"),
        [
            ("yes no no no silent silent", -1, (3, 2)),
            ("yes no no no silent asked", -1, (3, 2)),
            ("yes no no no silent silent", 0, (None, None)),
            ("yes yes yes yes no", -1, (None, None)),
            ("no no no no no", -1, (None, None)),
            ("yes silent silent silent silent silent", -1, (None, None)),
        ],
    )
    def test_a_no_is_counted_where_it_says_of_nobody_whose_it_was(self, engine, states, days, counted):
        """Of five who have not said yes, once it is over, and only where they answered differently."""
        row = RoundFactory(engine=engine, ends_on=engine.city.today() + timedelta(days=days))
        for state in states.split():
            InviteeFactory(round=row, state=state)
        found = list_rounds(engine)[0]
        assert (found.no, found.silent) == counted

    def test_the_same_queries_for_one_and_three(self, client, scope, engine, director, sign_in):
        sign_in(client, director)

        def add(n):
            for _number in range(n):
                make_capable(engine, scope)
                InviteeFactory(round=RoundFactory(engine=engine), state="yes")

        assert_same_queries(lambda: client.get(engine.get_absolute_url()), add, most=26)


class TestInvitation:
    def test_from_the_table_to_a_collaboration(self, client, scope, engine, noa, omar, director, sign_in):
        sign_in(client, director)
        form = client.get(url("invite_to_engine", scope, engine.pk)).context["form"]
        assert form.initial["people"] == [str(noa.pk), str(omar.pk)]
        fields = {"people": form.initial["people"], "sentence_en": "You bake", "ends_on": form.initial["ends_on"]}
        client.post(url("invite_to_engine", scope, engine.pk), fields)
        for person in (noa, omar):
            row = Invitee.objects.get(profile=person)
            sign_in(client, person.user, second_factor=False)
            assert url("take_part_in_engine", scope, row.pk) in read(client, row.get_absolute_url())
            assert row.get_absolute_url() in read(client, url("mine", scope))
            client.post(url("take_part_in_engine", scope, row.pk))
        sign_in(client, director)
        page = client.get(url("bring_together", scope, engine.pk))
        fields = {"invitees": page.context["form"].initial["invitees"], "title_en": "Bread", "circle": "city"}
        done = client.post(url("bring_together", scope, engine.pk), fields)
        row = Invitee.objects.first().collaboration
        assert done.url == row.get_absolute_url()
        assert agree_all(row).state == "agreed"

    def test_a_chosen_few_are_invited(self, client, scope, engine, noa, omar, director, sign_in):
        sign_in(client, director)
        ends_on = client.get(url("invite_to_engine", scope, engine.pk)).context["form"].initial["ends_on"]
        fields = {"people": [str(omar.pk)], "sentence_en": "You bake", "ends_on": ends_on}
        client.post(url("invite_to_engine", scope, engine.pk), fields)
        assert Invitee.objects.get().profile == omar

    def test_a_page_that_is_older_than_the_invitations_says_that_nobody_is_left(
        self, client, scope, engine, noa, omar, director, sign_in
    ):
        sign_in(client, director)
        ends_on = client.get(url("invite_to_engine", scope, engine.pk)).context["form"].initial["ends_on"]
        invite(engine, noa, omar, actor=director)
        fields = {"people": [str(omar.pk)], "sentence_en": "You bake", "ends_on": ends_on}
        said = client.post(url("invite_to_engine", scope, engine.pk), fields).content.decode()
        assert "Nobody can be invited now" in said
        assert "Choose at least one person or organisation" not in said

    def test_nobody_else_answers(self, client, scope, engine, noa, omar, director, sign_in):
        invite(engine, noa, actor=director)
        row = Invitee.objects.get()
        sign_in(client, omar.user, second_factor=False)
        assert client.get(row.get_absolute_url()).status_code == 403


def test_today_tells_who_invited_of_yes_answers(scope, engine, noa, director):
    invite(engine, noa, actor=director)
    Invitee.objects.update(state="yes", answered_at=timezone.now())
    lines = read_day(scope, fresh(director), 9)[0].lines
    assert url("bring_together", scope, engine.pk) in [line.url for line in lines]


@pytest.mark.parametrize(("n", "words"), [(1, "Find others for it"), (2, "Bring them together")])
def test_one_yes_alone_is_not_to_be_brought_together(
    client, scope, engine, noa, omar, director, sign_in, n, words
) -> None:
    invite(engine, *(noa, omar)[:n], actor=director)
    Invitee.objects.update(state="yes", answered_at=timezone.now())
    assert words in [str(line.label) for line in read_day(scope, fresh(director), 9)[0].lines]
    sign_in(client, director)
    assert words in read(client, engine.get_absolute_url())
    assert words in read(client, url("bring_together", scope, engine.pk))
