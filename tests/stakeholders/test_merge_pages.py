"""What the pages of two profiles say when the question is answered, and where the old address leads."""

from typing import Any

import pytest
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from stakeholders import actions
from stakeholders.models import Profile, ProfileMerge
from stakeholders.queries.twins import find_pairs
from tests import factories
from tests.support import fresh

pytestmark = pytest.mark.django_db


def merge(one: Profile, other: Profile, *, by: User, agreed: User) -> ProfileMerge:
    made = actions.propose_merge(one, other, actor=by)
    actions.agree_to_merge(made, actor=agreed)
    return fresh(made)


def test_the_address_of_a_merged_profile_leads_to_the_one_that_stands_for_it(
    scope: City, facilitator: User, director: User, client: Any, sign_in: Any
) -> None:
    first, second, third = (factories.ProfileFactory() for _person in range(3))
    merge(second, third, by=facilitator, agreed=director)
    merge(first, second, by=facilitator, agreed=director)
    old = reverse("profile", args=[scope.slug, third.pk])
    signed_in = sign_in(client, director)
    assert signed_in.get(old).headers["Location"] == first.get_absolute_url()
    assert signed_in.get(reverse("profile", args=[scope.slug, 10**9])).status_code == 404


def test_who_may_not_read_the_profile_that_stays_learns_of_no_merge(
    scope: City, facilitator: User, director: User, resident: User, client: Any, sign_in: Any
) -> None:
    first, second = factories.ProfileFactory(), factories.ProfileFactory()
    merge(first, second, by=facilitator, agreed=director)
    address = reverse("profile", args=[scope.slug, second.pk])
    never = reverse("profile", args=[scope.slug, 10**9])
    assert client.get(address).headers["Location"].split("?")[0] == client.get(never).headers["Location"].split("?")[0]
    assert sign_in(client, resident).get(address).status_code == 404


def test_taken_apart_two_people_are_suggested_until_it_is_said_that_they_are_two(
    scope: City, facilitator: User, director: User, client: Any, sign_in: Any
) -> None:
    one, other = (factories.ProfileFactory(display_name="Sara Levi") for _person in range(2))
    made = merge(one, other, by=facilitator, agreed=director)
    signed_in = sign_in(client, director)
    assert "stands for both now" in signed_in.get(made.get_absolute_url()).content.decode()
    actions.undo_merge(made, actor=director)
    two = reverse("decline_merge", args=[scope.slug, made.pk])
    page = signed_in.get(made.get_absolute_url()).content.decode()
    assert two in page
    assert "This profile stays" not in page
    assert [{pair.kept, pair.gone} for pair in find_pairs()] == [{one, other}]
    signed_in.post(two, {"sure": "on"})
    assert fresh(made).state == ProfileMerge.State.DECLINED
    assert find_pairs() == []
