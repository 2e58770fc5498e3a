"""A collaboration belongs to a lab, a challenge, an initiative; the pages of these show it to whoever may read it."""

import pytest
from django.urls import reverse

from cities.queries.related import list_related
from collaborations.forms.words import ChangeForm
from collaborations.models import Collaboration
from tests.collaborations.support import make_person, propose
from tests.factories import (
    ChallengeFactory,
    CohortMemberFactory,
    InitiativeFactory,
    LabFactory,
    PartyFactory,
)
from tests.support import assert_same_queries, fresh

pytestmark = pytest.mark.django_db
MAKERS = {
    "lab": lambda: LabFactory(state="launched"),
    "challenge": lambda: ChallengeFactory(state="open"),
    "initiative": InitiativeFactory,
}


@pytest.mark.parametrize("kind", MAKERS)
class TestBothSides:
    def test_the_page_of_the_thing_and_of_the_collaboration_lead_to_each_other(
        self, client, scope, noa, omar, director, sign_in, kind
    ):
        thing = MAKERS[kind]()
        row = propose(noa, omar, **{kind: thing})
        sign_in(client, director)
        assert row.get_absolute_url() in client.get(thing.get_absolute_url()).content.decode()
        assert thing.get_absolute_url() in client.get(row.get_absolute_url()).content.decode()

    def test_who_is_no_side_reads_none_of_it_and_nothing_is_read_for_them(
        self, scope, noa, omar, kind, django_assert_num_queries
    ):
        thing = MAKERS[kind]()
        propose(noa, omar, **{kind: thing})
        stranger = fresh(make_person(scope).user)
        assert list_related(thing, stranger) == []
        with django_assert_num_queries(0):
            assert list_related(thing, stranger) == []

    def test_a_side_finds_their_own(self, scope, noa, omar, kind):
        thing = MAKERS[kind]()
        row = propose(noa, omar, **{kind: thing})
        propose(make_person(scope), omar, **{kind: thing})
        assert [one["collaborations"] for one in list_related(thing, fresh(noa.user))] == [[row]]

    def test_many_cost_as_much_as_one(self, scope, director, kind):
        thing, user = MAKERS[kind](), fresh(director)

        def add(n):
            for _number in range(n):
                PartyFactory(**{f"collaboration__{kind}": thing})

        add(1)
        assert_same_queries(lambda: list_related(thing, user), add)


class TestChoosing:
    def form(self, user, city, row=None):
        return ChangeForm(instance=row or Collaboration(), reader=fresh(user), city=city)

    def test_a_resident_chooses_of_what_everybody_reads_and_of_their_own_lab(self, scope, noa):
        shown, _hidden = ChallengeFactory(state="open"), ChallengeFactory(state="accepted")
        LabFactory(state="launched")
        mine, _other = InitiativeFactory(), InitiativeFactory()
        CohortMemberFactory(cohort=mine.cohort, profile=noa, state="active")
        fields = self.form(noa.user, scope).fields
        assert "lab" not in fields
        assert list(fields["challenge"].queryset) == [shown]
        assert list(fields["initiative"].queryset) == [mine]

    def test_who_works_in_the_city_chooses_of_what_is_not_over(self, scope, director):
        going, _closed = LabFactory(state="launched"), LabFactory(state="closed")
        assert list(self.form(director, scope).fields["lab"].queryset) == [going]

    def test_what_it_belongs_to_stays_although_the_side_could_not_choose_it(self, client, scope, noa, omar, sign_in):
        lab = LabFactory(state="launched")
        row = propose(noa, omar, lab=lab)
        sign_in(client, noa.user, second_factor=False)
        url = reverse("change_collaboration", args=[scope.slug, row.pk])
        fields = {"title_en": "Two gardens", "circle": "school", "lab": str(lab.pk)}
        assert client.post(url, fields).status_code == 302
        row.refresh_from_db()
        assert (row.lab, row.title["en"]) == (lab, "Two gardens")


def test_the_list_is_narrowed_to_one_thing(client, scope, noa, omar, director, sign_in):
    lab = LabFactory()
    row, other = propose(noa, omar, lab=lab), propose(noa, omar, title={"en": "A choir"})
    sign_in(client, director)
    page = client.get(reverse("collaborations", args=[scope.slug]), {"lab": lab.pk})
    assert page.status_code == 200, page.headers
    shown = page.content.decode()
    assert row.get_absolute_url() in shown
    assert other.get_absolute_url() not in shown
