"""The sentence about what the other side reads names it; and the asked side reads for which strength it was suggested."""

import pytest
from django.urls import reverse

from tests.factories import AreaFactory
from tests.matching.support import introduce, make_town
from tests.support import sign_in

pytestmark = pytest.mark.django_db


def test_before_asking_one_reads_what_is_told(client, scope) -> None:
    noa, _omar, row = make_town(scope)
    sign_in(client, noa.user, second_factor=False)
    shown = client.get(reverse("introduce_suggestion", args=[scope.slug, row.pk])).content.decode()
    assert f"that you want to learn {row.need.area}, and can answer" in shown


def test_the_asked_side_reads_which_strength_of_theirs_it_is(client, scope) -> None:
    _noa, omar, row = make_town(scope)
    row = introduce(row)
    sign_in(client, omar.user, second_factor=False)
    address = row.get_absolute_url()
    assert "You show this strength" not in client.get(address).content.decode()
    near = AreaFactory(label={"en": "Mediation"})
    type(row.strength).objects.filter(pk=row.strength_id).update(area=near)
    assert "which is close to it: Mediation" in client.get(address).content.decode()


def test_what_the_city_knows_says_in_words_why_the_two_could_meet(client, scope) -> None:
    noa, _omar, row = make_town(scope)
    sign_in(client, noa.user, second_factor=False)
    page = client.get(reverse("my_data", args=[scope.slug])).content.decode()
    assert "What speaks for it" in page
    assert str(row.score) not in page
    assert "speaks English" in page
