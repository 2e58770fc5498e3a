"""Whoever may not do something reads who gives the roles; the director, who gives the roles, is not sent to herself."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def end_steward(client: Client, city: City) -> str:
    steward = MembershipFactory(city=city, role="steward")
    answer = client.post(reverse("end_role", args=[city.slug, steward.pk]), {"reason": "A new one"})
    assert answer.status_code == 403
    return answer.content.decode()


def test_anybody_is_told_whom_to_ask(client: Client, facilitator: Any, city: City, sign_in: Any) -> None:
    page = end_steward(sign_in(client, facilitator), city)
    assert "Roles in the city are given by the education director" in page
    assert f'href="{reverse("roles", args=[city.slug])}"' not in page


def test_the_director_is_not_sent_to_herself(client: Client, director: Any, city: City, sign_in: Any) -> None:
    page = end_steward(sign_in(client, director), city)
    assert "or the one person it is about" in page
    assert "Roles in the city are given by the education director" not in page
    # No role opens a page about one person, so the roles are no way to it.
    assert f'<a class="btn" href="{reverse("roles", args=[city.slug])}">' not in page


def test_who_has_no_part_in_the_city_reads_how_one_comes_to_belong(
    client: Client, stranger: Any, city: City, sign_in: Any
) -> None:
    answer = sign_in(client, stranger, second_factor=False).get(reverse("roles", args=[city.slug]))
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "anyone who answers a question there, or applies to a call" in page
    assert "Go to the city’s page" in page
