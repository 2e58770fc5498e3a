"""Organisations promise inside a collaboration: a commitment as any other, on both pages and in the same sums."""

from decimal import Decimal

import pytest
from django.urls import reverse

from collaborations.actions import course
from collaborations.actions.commitments import promise_in_collaboration
from collaborations.actions.proposals import agree_to_collaboration
from collaborations.models import Collaboration
from educities.activity.models import Notice
from stakeholders.models import Commitment
from stakeholders.queries.commitments import sum_commitments
from tests.collaborations.support import make_person, propose
from tests.factories import RepresentationFactory
from tests.support import assert_same_queries, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaker(scope):
    return RepresentationFactory(profile=make_person(scope), may_commit=True)


@pytest.fixture
def side(noa, speaker):
    row = propose(noa, speaker.organisation)
    side = row.parties.get(organisation=speaker.organisation)
    agree_to_collaboration(side, actor=speaker.profile.user)
    return side


def values(city, **more):
    hall = {"kind": "hours", "title": {"en": "The hall"}, "quantity": Decimal(20), "unit": "hours"}
    return {**hall, "period": city.today().year, "due_on": city.today(), **more}


def promise(side, speaker, **more):
    return promise_in_collaboration(side, actor=speaker.profile.user, **values(side.city, **more))


def test_it_is_a_commitment_of_the_organisation_and_the_others_hear_of_it(side, speaker, noa):
    row = promise(side, speaker)
    assert (row.organisation, row.state, row.promised_by) == (speaker.organisation, "promised", speaker.profile)
    assert list(Notice.objects.filter(verb="collaborations.commitment_promised").values_list("user", flat=True)) == [
        noa.user_id
    ]


def test_it_counts_in_the_sums_as_every_other(side, speaker):
    promise(side, speaker)
    year = side.city.today().year
    found = [one.total for one in sum_commitments(year) if (one.kind, one.unit) == ("hours", "hours")]
    assert [one.promised for one in found] == [Decimal(20)]


@pytest.mark.parametrize("state", ["proposed", "completed", "ended"])
def test_nothing_is_promised_before_all_have_agreed_or_once_it_is_over(side, speaker, state):
    Collaboration.objects.update(state=state)
    assert refused(lambda: promise(side, speaker)) == "collaborations.no_promise"
    assert not Commitment.objects.exists()


def test_a_person_makes_no_commitments(side, noa, speaker):
    own = side.collaboration.parties.get(profile=noa)
    assert refused(lambda: promise(own, speaker)) == "collaborations.no_promise"


class TestPages:
    def test_both_pages_show_it_and_lead_to_each_other(self, client, scope, side, speaker, sign_in):
        sign_in(client, speaker.profile.user, second_factor=False)
        url = reverse("promise_inside", args=[scope.slug, side.pk])
        collaboration = side.collaboration
        assert url in client.get(collaboration.get_absolute_url()).content.decode()
        given = values(scope)
        data = {"title_en": "The hall", "due_on": given["due_on"].isoformat(), "quantity": "20"}
        page = client.post(url, {**{key: given[key] for key in ("kind", "unit", "period")}, **data})
        assert page.url == collaboration.get_absolute_url()
        row = Commitment.objects.get()
        assert row.get_absolute_url() in client.get(collaboration.get_absolute_url()).content.decode()
        assert collaboration.get_absolute_url() in client.get(row.get_absolute_url()).content.decode()

    def test_the_other_side_reads_it_and_promises_nothing_for_the_organisation(
        self, client, scope, side, speaker, noa, sign_in
    ):
        row = promise(side, speaker)
        sign_in(client, noa.user, second_factor=False)
        shown = client.get(side.collaboration.get_absolute_url()).content.decode()
        assert "The hall" in shown
        assert row.get_absolute_url() not in shown
        assert client.get(reverse("promise_inside", args=[scope.slug, side.pk])).status_code == 403

    def test_who_may_not_promise_for_it_is_not_offered_to(self, client, scope, side, speaker, sign_in):
        other = RepresentationFactory(profile=make_person(scope), organisation=speaker.organisation, may_commit=False)
        sign_in(client, other.profile.user, second_factor=False)
        shown = client.get(side.collaboration.get_absolute_url()).content.decode()
        assert reverse("promise_inside", args=[scope.slug, side.pk]) not in shown

    def test_what_is_open_is_named_before_the_end(self, client, scope, side, speaker, noa, sign_in):
        promise(side, speaker)
        sign_in(client, noa.user, second_factor=False)
        page = client.get(reverse("end_collaboration", args=[scope.slug, side.collaboration_id]))
        assert "1 commitment made here stays open" in page.content.decode()
        course.end_collaboration(side.collaboration, actor=noa.user, reason="The hall burnt down.")
        assert Commitment.objects.get().state == "promised"

    def test_many_cost_as_much_as_one(self, client, side, speaker, sign_in):
        sign_in(client, speaker.profile.user, second_factor=False)
        number = iter(range(9))

        def add(n):
            for _number in range(n):
                promise(side, speaker, title={"en": f"Hall {next(number)}"})

        assert_same_queries(lambda: client.get(side.collaboration.get_absolute_url()), add, most=26)
