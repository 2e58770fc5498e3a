"""What works is taken one circle further: class, school, city, country, world."""

import pytest
from django.urls import reverse

from collaborations.actions import course, proposals
from collaborations.actions.proposals import extend_collaboration
from collaborations.models import Collaboration
from educities.activity.models import AuditEntry
from tests.collaborations.support import WORDS, agree_all, make_person, propose
from tests.factories import StrengthClaimFactory
from tests.support import refused

pytestmark = pytest.mark.django_db
AGAIN = {"title": {"en": "A garden behind every school"}}


@pytest.fixture
def running(agreed, noa):
    course.begin_collaboration(agreed, actor=noa.user)
    return agreed


@pytest.fixture
def rana(scope):
    person = make_person(scope, display_name="Rana")
    StrengthClaimFactory(profile=person, visibility="resident")
    return person


def extend(row, own, *others, **more):
    return extend_collaboration(row, others, actor=own.user, own=own, **{**AGAIN, **more})


def test_it_is_a_proposal_in_the_next_circle_that_remembers_where_it_comes_from(running, noa, omar, rana):
    further = extend(running, noa, omar, rana)
    assert (further.began_from, further.circle, further.state) == (running, "city", "proposed")
    assert {side.profile: side.state for side in further.parties.all()} == {noa: "agreed", omar: "asked", rana: "asked"}
    assert AuditEntry.objects.get(verb="collaborations.extended").target_id == str(running.pk)
    assert agree_all(further).state == "agreed"


def test_somebody_new_is_asked(running, noa, omar):
    assert refused(lambda: extend(running, noa, omar)) == "collaborations.nobody_new"


@pytest.mark.parametrize("state", ["proposed", "agreed", "declined", "ended", "lapsed"])
def test_what_has_not_begun_or_ended_early_goes_no_further(running, noa, rana, state):
    Collaboration.objects.filter(pk=running.pk).update(state=state)
    running.refresh_from_db()
    assert refused(lambda: extend(running, noa, rana)) == "collaborations.no_further_circle"


def test_each_circle_leads_to_the_one_around_it_and_the_world_to_none(running, noa, rana):
    running.state = "completed"
    circles = []
    for circle in Collaboration.Circle.values:
        running.circle = circle
        circles.append(running.next_circle)
    assert circles == ["school", "city", "country", "world", ""]
    assert refused(lambda: extend(running, noa, rana)) == "collaborations.no_further_circle"


class TestPages:
    def url(self, city, row):
        return reverse("extend_collaboration", args=[city.slug, row.pk])

    def test_a_side_takes_it_further_with_somebody_they_know(self, client, scope, running, noa, rana, sign_in):
        sign_in(client, noa.user, second_factor=False)
        assert self.url(scope, running) in client.get(running.get_absolute_url()).content.decode()
        page = client.get(self.url(scope, running))
        assert "A garden behind the school" in page.content.decode()
        assert "circle" not in page.context["form"].fields
        done = client.post(self.url(scope, running), {"title_en": "A garden in each", "people": [str(rana.pk)]})
        further = Collaboration.objects.get(began_from=running)
        assert done.url == further.get_absolute_url()
        shown = client.get(further.get_absolute_url()).content.decode()
        assert running.get_absolute_url() in shown
        assert further.get_absolute_url() in client.get(running.get_absolute_url()).content.decode()

    def test_who_was_no_side_reads_the_circle_it_came_from_and_no_words(
        self, client, scope, running, noa, rana, sign_in
    ):
        further = extend(running, noa, rana)
        sign_in(client, rana.user, second_factor=False)
        shown = client.get(further.get_absolute_url()).content.decode()
        assert "A garden behind the school" not in shown
        assert "in a school" in shown

    def test_who_works_in_the_city_brings_others_into_the_next_circle(
        self, client, scope, running, omar, rana, facilitator, sign_in
    ):
        sign_in(client, facilitator)
        fields = {"title_en": "Gardens", "people": [str(omar.pk), str(rana.pk)], "own": "nobody"}
        client.post(self.url(scope, running), fields)
        further = Collaboration.objects.get(began_from=running)
        assert {side.state for side in further.parties.all()} == {"asked"}
        assert further.proposed_by is None

    def test_what_has_not_begun_says_so_instead_of_a_form(self, client, scope, noa, omar, sign_in):
        row = agree_all(propose(noa, omar))
        sign_in(client, noa.user, second_factor=False)
        assert "can be taken one circle further. This is not." in client.get(self.url(scope, row)).content.decode()


class TestChoices:
    def test_a_resident_finds_only_who_shows_them_something(self, client, scope, noa, omar, sign_in):
        make_person(scope, display_name="Omri")
        sign_in(client, noa.user, second_factor=False)
        found = client.get(reverse("find_sides", args=[scope.slug]), {"name": "people", "many": "1", "people-q": "om"})
        assert "Omar" in found.content.decode()
        assert "Omri" not in found.content.decode()

    def test_nor_can_anybody_else_be_sent(self, client, scope, noa, sign_in):
        hidden = make_person(scope)
        sign_in(client, noa.user, second_factor=False)
        fields = {"title_en": "A choir", "circle": "city", "people": [str(hidden.pk)]}
        assert client.post(reverse("propose_to_others", args=[scope.slug]), fields).status_code == 422
        assert not Collaboration.objects.exists()

    def test_my_collaborations_are_those_of_which_i_am_a_side(self, client, scope, noa, omar, rana, sign_in):
        own, other = propose(noa, omar), propose(rana, omar, title={"en": "A choir"})
        sign_in(client, noa.user, second_factor=False)
        shown = client.get(reverse("my_collaborations", args=[scope.slug])).content.decode()
        assert own.get_absolute_url() in shown
        assert other.get_absolute_url() not in shown


def test_sent_twice_it_is_one(running, noa, rana):
    assert extend(running, noa, rana) == extend(running, noa, rana)
    assert proposals.propose_collaboration([rana], actor=noa.user, own=noa, **WORDS) != running
