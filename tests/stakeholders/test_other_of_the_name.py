"""Who was said to be another person of the same name is not suggested as the same one; whoever cannot be merged is told apart."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import Membership
from stakeholders.models import Profile, ProfileMerge
from stakeholders.queries.twins import find_pairs
from tests.factories import CohortFactory, ProfileFactory, UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
NAME = "Maryam Haddad"


def test_the_answer_of_the_form_is_kept_for_the_list(client: Client, scope: Any, facilitator: Any) -> None:
    first = ProfileFactory(display_name=NAME, user=None)
    sign_in(client, facilitator)
    form = {"display_name": NAME, "language": "en", "same_as": "0"}
    asked = client.post(reverse("keep_person", args=[scope.slug]), {"display_name": NAME, "language": "en"})
    form["same_as"] = asked.context["form"].fields["same_as"].choices[-1][0]
    client.post(reverse("keep_person", args=[scope.slug]), form)
    assert Profile.objects.filter(display_name=NAME).count() == 2
    assert find_pairs() == []
    (said,) = ProfileMerge.objects.all()
    assert (said.state, said.kept, said.decided_by) == ("declined", first, facilitator)


def test_the_answer_beside_a_seat_is_kept_too(client: Client, scope: Any, director: Any) -> None:
    ProfileFactory(display_name=NAME, user=None)
    cohort = CohortFactory(state="running", capacity=9)
    sign_in(client, director)
    url = reverse("new_member", args=[scope.slug, cohort.pk])
    form = {"display_name": NAME, "sector": 1, "role": "member"}
    field = client.post(url, form).context["form"].fields["namesake"]
    client.post(url, {**form, "namesake": field.choices[-1][0]})
    assert Profile.objects.filter(display_name=NAME).count() == 2
    assert find_pairs() == []


def test_two_addresses_are_no_accounts_yet_and_can_be_told_apart(client: Client, scope: Any, director: Any) -> None:
    for _n in range(2):
        ProfileFactory(display_name=NAME, user=UserFactory())
    sign_in(client, director)
    (pair,) = find_pairs()
    page = client.get(reverse("twins", args=[scope.slug])).content.decode()
    assert "signs in or was invited" in page
    way = reverse("say_two", args=[scope.slug, pair.kept.pk, pair.gone.pk])
    assert way in page
    client.post(way)
    assert find_pairs() == []
    assert Membership.objects.filter(user=director).exists()
