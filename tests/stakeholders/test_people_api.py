"""What partner apps read of people: what each adult chose to show outside the city, and that it changed."""

import json
from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.request import Request

from educities.activity.actions.events import number_events
from educities.activity.models import Event
from educities.tenancy.scope import city_scope
from stakeholders import actions
from stakeholders.api import People
from stakeholders.models import Profile
from stakeholders.models.visibility import USUAL
from stakeholders.queries.visibility import OF_NETWORK
from tests.api.world import World, world
from tests.factories import (
    AreaFactory,
    ChildFactory,
    MembershipFactory,
    ProfileFactory,
    StrengthClaimFactory,
    UserFactory,
)
from tests.support import queries_of

__all__ = ["world"]
pytestmark = pytest.mark.django_db
OFFER = {"en": "I repair bicycles"}


def rows() -> list[dict[str, Any]]:
    page = People()
    return [page.render_row(row) for row in page.rows(Request(RequestFactory().get("/"))).order_by("name")]


def test_what_is_usual_is_never_shown_outside() -> None:
    assert not OF_NETWORK & set(USUAL.values())


def test_each_line_that_was_chosen_and_no_other(scope: Any) -> None:
    amal = ProfileFactory(
        display_name="Amal",
        offer=OFFER,
        phone="050-1",
        legal_name="Amal K.",
        neighbourhood="Hill",
        visibilities={"offer": "network", "phone": "resident", "legal_name": "public"},
    )
    StrengthClaimFactory(profile=amal, area=AreaFactory(code="kites"), visibility="network", words="Paper")
    StrengthClaimFactory(profile=amal, area=AreaFactory(code="secret"), visibility="cohort")
    ProfileFactory(display_name="Noam", offer=OFFER, visibilities={"offer": "resident"})
    ProfileFactory(display_name="Nothing", visibilities={"offer": "public"})
    ProfileFactory(
        display_name="Gone", offer=OFFER, visibilities={"offer": "public"}, user=UserFactory(is_active=False)
    )
    ChildFactory(display_name="Lior", offer=OFFER, visibilities={"offer": "public"})
    StrengthClaimFactory(profile=ChildFactory(), visibility="public")
    assert rows() == [
        {
            "id": amal.pk,
            "name": "Amal",
            "verification": None,
            "full_name": "Amal K.",
            "phone": "",
            "neighbourhood": "",
            "story": {},
            "wish": {},
            "offer": OFFER,
            "strengths": [{"area": "kites", "kind": "strength", "level": 1, "words": "Paper"}],
        }
    ]


def test_the_list_is_one_query_for_one_and_for_three(scope: Any) -> None:
    for _n in range(2):
        ProfileFactory.create_batch(_n + 1, offer=OFFER, visibilities={"offer": "network"})
        assert len(queries_of(rows)) == 1


def test_the_log_tells_of_those_alone_who_show_or_showed_something(world: World) -> None:
    with city_scope(world.city.pk):
        user = UserFactory()
        MembershipFactory(user=user, city=world.city)
        person = ProfileFactory(user=user, offer=OFFER)

        def told(act: Any) -> int:
            before = Event.objects.filter(name="person.changed").count()
            act()
            number_events()
            return Event.objects.filter(name="person.changed").count() - before

        def change(**values: Any) -> Any:
            row = Profile.objects.get(pk=person.pk)
            return lambda: actions.change_profile(row, actor=user, **values)

        assert told(change(pronoun="she")) == 0
        assert told(change(visibilities={"offer": "resident"})) == 0
        assert told(change(visibilities={"offer": "network"})) == 1
        # A line that is not shown tells of nothing, nor does one that is shown and stays.
        assert told(change(pronoun="")) == 0
        assert told(change(phone="050-2")) == 0
        assert told(change(offer=OFFER)) == 0
        assert told(change(offer={"en": "Another"})) == 1
        assert told(change(visibilities={"offer": "me"})) == 1
        area = AreaFactory()

        def claim(level: str) -> Any:
            return lambda: actions.claim_area(person, actor=user, area=area, kind="strength", visibility=level)

        assert told(claim("cohort")) == 0
        assert told(claim("public")) == 1
        assert told(lambda: actions.erase_profile(Profile.objects.get(pk=person.pk), actor=None)) == 1


def test_only_the_scope_for_people_is_told_of_them(world: World) -> None:
    with city_scope(world.city.pk):
        person = Profile.objects.get(pk=int(world.numbers["profile"]))
        actions.change_profile(person, actor=UserFactory(), phone="050-9")
        number_events()

    def names(*scopes: str) -> set[str]:
        answer = world.ask("/cities/{city}/events", "get", world.client("events:read", *scopes))
        return {row["name"] for row in json.loads(answer.content)["results"]}

    assert "person.changed" in names("people:read")
    assert "person.changed" not in names("stakeholders:read")
    assert "person.changed" not in names()
    assert world.ask("/cities/{city}/people", "get", world.client("stakeholders:read")).status_code == 403
