import pytest
from django.urls import reverse

from collaborations.models import Collaboration
from reports.queries.staff_days import read_day
from stakeholders.models import Profile
from tests.collaborations.support import agree_all, make_person, propose
from tests.factories import PartyFactory, RepresentationFactory
from tests.support import assert_same_queries, fresh

pytestmark = pytest.mark.django_db


def url(name, city, *args):
    return reverse(name, args=[city.slug, *args])


class TestPropose:
    FIELDS = {"title_en": "A garden", "title_original": "en", "circle": "city"}

    def fields(self, page, **more):
        form = page.context["form"]
        data = {}
        for bound in form:
            for part in getattr(bound.field.widget, "widgets_names", [""]):
                data[f"{bound.html_name}{part}"] = ""
        return {**data, "title_en": "A garden", "circle": "city", **more}

    def test_from_the_page_of_a_person_who_shows_something(self, client, scope, noa, omar, sign_in):
        sign_in(client, noa.user, second_factor=False)
        assert url("propose_to_person", scope, omar.pk) in client.get(omar.get_absolute_url()).content.decode()
        page = client.get(url("propose_to_person", scope, omar.pk))
        done = client.post(url("propose_to_person", scope, omar.pk), self.fields(page, gives_en="Seeds"))
        row = Collaboration.objects.get()
        assert done.url == row.get_absolute_url()
        assert {side.profile for side in row.parties.all()} == {noa, omar}

    def test_who_shows_nothing_to_the_reader_is_not_there(self, client, scope, noa, sign_in):
        sign_in(client, noa.user, second_factor=False)
        assert client.get(url("propose_to_person", scope, make_person(scope).pk)).status_code == 403

    def test_in_the_name_of_an_organisation(self, client, scope, omar, sign_in):
        speaker = RepresentationFactory(profile=make_person(scope))
        sign_in(client, speaker.profile.user, second_factor=False)
        page = client.get(url("propose_to_person", scope, omar.pk))
        client.post(page.request["PATH_INFO"], self.fields(page, own=str(speaker.organisation_id)))
        row = Collaboration.objects.get()
        assert row.parties.get(state="agreed").organisation == speaker.organisation

    def test_to_an_organisation_as_oneself(self, client, scope, noa, sign_in):
        organisation = RepresentationFactory(profile=make_person(scope)).organisation
        sign_in(client, noa.user, second_factor=False)
        page = client.get(url("propose_to_organisation", scope, organisation.pk))
        client.post(page.request["PATH_INFO"], self.fields(page))
        assert Collaboration.objects.get().parties.get(state="asked").organisation == organisation

    def test_who_works_in_the_city_asks_others(self, client, scope, noa, omar, director, sign_in):
        sign_in(client, director)
        page = client.get(url("introduce_parties", scope))
        fields = self.fields(page, people=[str(noa.pk), str(omar.pk)])
        client.post(page.request["PATH_INFO"], {key: value for key, value in fields.items() if value})
        assert set(Collaboration.objects.get().parties.values_list("state", flat=True)) == {"asked"}


class TestAnswer:
    def test_the_asked_side_reads_the_question_and_agrees(self, client, scope, noa, omar, sign_in):
        row = propose(noa, omar)
        sign_in(client, omar.user, second_factor=False)
        side = row.parties.get(profile=omar)
        page = client.get(row.get_absolute_url()).content.decode()
        assert url("agree_to_collaboration", scope, side.pk) in page
        assert "you have not answered yet" in page
        assert "A garden" in client.get(url("mine", scope)).content.decode()
        client.post(url("agree_to_collaboration", scope, side.pk), {"gives_en": "A spade"})
        row.refresh_from_db()
        assert row.state == "agreed"

    def test_nobody_else_answers(self, client, scope, noa, omar, director, sign_in):
        side = propose(noa, omar).parties.get(profile=omar)
        for user, factor in ((noa.user, False), (director, True)):
            sign_in(client, user, second_factor=factor)
            assert client.post(url("agree_to_collaboration", scope, side.pk)).status_code == 403

    def test_a_no_asks_once_and_shows_the_page_again(self, client, scope, noa, omar, sign_in):
        row = propose(noa, omar)
        sign_in(client, omar.user, second_factor=False)
        done = client.post(url("decline_collaboration", scope, row.parties.get(profile=omar).pk), follow=True)
        assert done.status_code == 200
        row.refresh_from_db()
        assert row.state == "declined"

    def test_who_is_only_asked_does_not_change_the_words(self, client, scope, noa, omar, sign_in):
        row = propose(noa, omar)
        sign_in(client, omar.user, second_factor=False)
        assert client.get(url("change_collaboration", scope, row.pk)).status_code == 403


class TestCourse:
    def test_the_sides_begin_complete_and_say_what_became_of_it(self, client, scope, noa, omar, sign_in):
        row = agree_all(propose(noa, omar))
        sign_in(client, noa.user, second_factor=False)
        client.post(url("begin_collaboration", scope, row.pk))
        client.post(url("complete_collaboration", scope, row.pk), {"result_en": "Tomatoes"})
        client.post(url("add_follow_up", scope, row.pk), {"text_en": "A second bed"})
        shown = client.get(row.get_absolute_url()).content.decode()
        assert "Tomatoes" in shown
        assert "A second bed" in shown

    def test_who_takes_no_part_does_not_read_it(self, client, scope, noa, omar, sign_in):
        row = agree_all(propose(noa, omar))
        sign_in(client, make_person(scope).user, second_factor=False)
        assert client.get(row.get_absolute_url()).status_code == 403


class TestCosts:
    def test_the_list(self, client, scope, director, sign_in):
        sign_in(client, director)

        def add(n):
            for _number in range(n):
                PartyFactory.create_batch(2, collaboration=PartyFactory().collaboration)

        assert_same_queries(lambda: client.get(url("collaborations", scope)), add, most=22)

    def test_one_of_many_sides(self, client, scope, director, sign_in):
        sign_in(client, director)
        row = PartyFactory().collaboration
        assert_same_queries(
            lambda: client.get(row.get_absolute_url()),
            lambda n: PartyFactory.create_batch(n, collaboration=row),
            most=22,
        )

    def test_my_activity(self, client, scope, noa, sign_in):
        sign_in(client, noa.user, second_factor=False)

        def add(n):
            for number in range(n):
                propose(make_person(scope), noa, title={"en": f"Idea {number}"})

        assert_same_queries(lambda: client.get(url("mine", scope)), add)


class TestDay:
    def test_who_works_in_the_city_finds_what_is_asked_of_them_on_their_day(self, scope, noa, director):
        row = propose(noa, Profile.objects.get(user=director))
        lines = read_day(scope, fresh(director), 9)[0].lines
        assert [line.url for line in lines if "work together" in str(line.text)] == [row.get_absolute_url()]

    def test_and_what_is_asked_of_an_organisation_for_which_they_speak(self, scope, noa, director):
        speaker = RepresentationFactory(profile=Profile.objects.get(user=director))
        row = propose(noa, speaker.organisation)
        lines = read_day(scope, fresh(director), 9)[0].lines
        assert row.get_absolute_url() in [line.url for line in lines]

    def test_what_is_answered_waits_no_more(self, scope, noa, director):
        person = Profile.objects.get(user=director)
        agree_all(propose(noa, person))
        assert not any("work together" in str(line.text) for line in read_day(scope, fresh(director), 9)[0].lines)
