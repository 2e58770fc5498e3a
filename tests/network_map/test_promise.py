"""What the page of the choice says others see is what they see, and no more."""

import re

import pytest
from django.urls import reverse

from network_map.actions import choose_level
from tests.collaborations.support import agree_all, make_person, propose
from tests.factories import AreaFactory, OrganisationFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
NAMED = ("your name", "with whom you work", "in which area", "how far it reaches", "since when")


def test_the_choice_says_what_the_map_shows(client, scope) -> None:
    noa, omar = make_person(scope, display_name="Noa"), make_person(scope, display_name="Omar")
    area = AreaFactory(label={"en": "Coding"})
    OrganisationFactory()
    words = {"title": {"en": "Secret title"}, "purpose": {"en": "Secret purpose"}, "circle": "city"}
    agree_all(propose(noa, omar, area=area, gives={"en": "Secret gift"}, **words))
    for person in (noa, omar):
        choose_level(person, actor=person.user, level="resident")
    sign_in(client, noa.user, second_factor=False)
    said = client.get(reverse("map_choice", args=[scope.slug])).content.decode()
    for part in (*NAMED, "No titles"):
        assert part in said
    sign_in(client, make_person(scope).user, second_factor=False)
    shown = ""
    for query, is_there in ((f"?area={area.pk}", True), ("?circle=class", False), ("?circle=city", True)):
        page = client.get(reverse("network_table", args=[scope.slug]) + query).content.decode()
        shown += page + client.get(reverse("network_map", args=[scope.slug]) + query).content.decode()
        named = re.search(r"<tbody>.*</tbody>", page, re.DOTALL)
        assert (named is not None and "Omar" in named[0]) is is_there, query
    assert "Secret" not in shown
