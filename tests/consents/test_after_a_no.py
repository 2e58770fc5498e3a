"""Who said no to what they were asked reads on without an age, and finds the way out of the city."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from labs.actions.members import accept_seat, add_member
from labs.models import CohortMember
from stakeholders.actions import appoint_representative
from stakeholders.models import Representation
from tests.factories import ChallengeFactory, CohortFactory, OrganisationFactory
from tests.support import queries_of, say_adult

pytestmark = pytest.mark.django_db
WAY_OUT = "You take no part in this city now"


@pytest.fixture
def seat(scope: City, director: User) -> CohortMember:
    cohort = CohortFactory(state="recruiting", capacity=8)
    return add_member(cohort, actor=director, display_name="Kim", email="kim@example.org", sector=2, agreed=False)


@pytest.fixture
def kim(client: Client, seat: CohortMember, sign_in: Any) -> User:
    user: User = seat.profile.user
    sign_in(client, user, second_factor=False)
    return user


def say_no(client: Client, seat: CohortMember) -> Any:
    return client.post(reverse("give_up_seat", args=[seat.city.slug, seat.pk]), follow=True)


def test_the_page_after_the_no_offers_the_way_out(client: Client, seat: CohortMember, kim: User) -> None:
    page = say_no(client, seat).content.decode()
    assert WAY_OUT in page
    way = reverse("leave_city", args=[seat.city.slug])
    assert f'href="{way}"' in page
    assert client.get(way).status_code == 200


@pytest.mark.parametrize("name", ["mine", "inbox", "me", "my_sessions", "city"])
def test_no_page_asks_the_age_after_the_no(client: Client, seat: CohortMember, kim: User, name: str) -> None:
    page = reverse(name, args=[seat.city.slug])
    if name != "city":
        assert "/my-age/" in client.get(page).url
    say_no(client, seat)
    answer = client.get(page)
    assert "/my-age/" not in answer.get("Location", "")


def test_before_something_is_done_the_age_is_asked(client: Client, seat: CohortMember, kim: User) -> None:
    say_no(client, seat)
    write = reverse("write_idea", args=[seat.city.slug, ChallengeFactory().pk])
    assert "/my-age/" in client.post(write, {"text": "A swing"}).url
    question = client.get(reverse("say_age", args=[seat.city.slug])).content.decode()
    assert "nobody has asked you yet" in question


def test_who_is_asked_something_else_is_asked_the_age(
    client: Client, seat: CohortMember, kim: User, director: User
) -> None:
    row = appoint_representative(OrganisationFactory(), actor=director, email=kim.email, display_name="Kim")
    assert WAY_OUT not in say_no(client, seat).content.decode()
    assert "/my-age/" in client.get(reverse("mine", args=[seat.city.slug])).url
    client.post(reverse("end_representation", args=[seat.city.slug, row.pk]), {"reason": ""})
    assert Representation.objects.get().has_ended
    assert client.get(reverse("mine", args=[seat.city.slug])).status_code == 200
    assert WAY_OUT in client.get(reverse("city", args=[seat.city.slug])).content.decode()


def test_who_has_a_part_is_offered_no_way_out_and_pays_nothing(client: Client, seat: CohortMember, kim: User) -> None:
    say_adult(seat.profile)
    accept_seat(seat, actor=kim)
    page = reverse("city", args=[seat.city.slug])
    assert WAY_OUT not in client.get(page).content.decode()
    assert not any('"labs_cohortmember"' in sql for sql in queries_of(lambda: client.get(page)))


def test_a_visitor_is_offered_no_way_out(client: Client, scope: City) -> None:
    assert WAY_OUT not in client.get(reverse("city", args=[scope.slug])).content.decode()
