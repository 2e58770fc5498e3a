import pytest
from django.urls import reverse

from collaborations.models import Collaboration
from matching.actions.suggesting import suggest_to_person
from matching.models import MatchSuggestion
from matching.queries.counts import count_by_sector
from tests.factories import MatchSuggestionFactory
from tests.matching.support import grows, introduce, knows, make_house, make_person
from tests.support import assert_same_queries, queries_of

pytestmark = pytest.mark.django_db


def test_one_asks_and_the_other_agrees_each_on_their_page(client, scope, noa, omar, row, sign_in):
    sign_in(client, noa.user, second_factor=False)
    shown = client.get(reverse("meet", args=[scope.slug])).content.decode()
    assert "Omar" not in shown
    client.post(reverse("introduce_suggestion", args=[scope.slug, row.pk]))
    assert client.get(reverse("introduction", args=[scope.slug, row.pk])).status_code == 403
    sign_in(client, omar.user, second_factor=False)
    assert "Noa" in client.get(reverse("mine", args=[scope.slug])).content.decode()
    assert "Noa" in client.get(reverse("introduction", args=[scope.slug, row.pk])).content.decode()
    client.post(reverse("agree_to_introduction", args=[scope.slug, row.pk]))
    assert Collaboration.objects.get().state == "agreed"
    assert client.get(reverse("introduction", args=[scope.slug, row.pk])).status_code == 200


class TestCosts:
    """As many queries for one row as for three, on each page that lists them."""

    def test_what_is_suggested(self, client, scope, noa, row, sign_in):
        sign_in(client, noa.user, second_factor=False)
        wanted = row.need.area
        row.delete()

        def add(n):
            for number in range(n):
                knows(make_house(scope) if number else make_person(scope), wanted)
            suggest_to_person(noa)

        assert_same_queries(lambda: client.get(reverse("meet", args=[scope.slug])), add, most=30)

    def test_whom_somebody_has_asked(self, client, scope, noa, row, sign_in):
        sign_in(client, noa.user, second_factor=False)
        introduce(row)

        def add(n):
            for _number in range(n - 1):
                knows(make_person(scope), row.need.area)
            suggest_to_person(noa)
            for one in MatchSuggestion.objects.untouched().with_sides().filter(seeker=noa):
                introduce(one)

        client.get(reverse("meet", args=[scope.slug]))
        one = queries_of(lambda: client.get(reverse("meet", args=[scope.slug])))
        add(3)
        three = queries_of(lambda: client.get(reverse("meet", args=[scope.slug])))
        assert MatchSuggestion.objects.introduced().count() == 3
        assert len(one) == len(three), "\n".join(sorted(set(three) - set(one)))

    @pytest.mark.parametrize("name", ["meet", "mine"])
    def test_who_asks(self, client, scope, omar, row, sign_in, name):
        sign_in(client, omar.user, second_factor=False)

        def add(n):
            for _number in range(n):
                seeker = make_person(scope)
                grows(seeker, row.need.area)
                suggest_to_person(seeker)
                introduce(MatchSuggestion.objects.with_sides().get(seeker=seeker, person=omar))

        assert_same_queries(lambda: client.get(reverse(name, args=[scope.slug])), add)

    def test_the_counts(self, client, scope, director, sign_in):
        sign_in(client, director)
        assert_same_queries(
            lambda: client.get(reverse("matching", args=[scope.slug])),
            lambda n: MatchSuggestionFactory.create_batch(n, sector=n, seeker_sector=4),
            most=20,
        )


def test_counts_name_the_sector_of_who_was_suggested_and_what_came_of_it(scope) -> None:
    MatchSuggestionFactory(sector=2, seeker_sector=1)
    MatchSuggestionFactory(
        sector=2, seeker_sector=1, state="converted", introduced_on=scope.today(), ended_on=scope.today()
    )
    MatchSuggestionFactory(sector=2, state="declined", introduced_on=scope.today())
    assert tuple(count_by_sector()[1]) == (2, 3, 2, 1, 1)
