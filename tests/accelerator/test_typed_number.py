"""Whoever holds a printed credential types its number on the page that tells what credentials are."""

import pytest
from django.urls import reverse

from tests.factories import CredentialFactory

pytestmark = pytest.mark.django_db


def test_a_typed_number_leads_to_the_credential(client, scope):
    row = CredentialFactory()
    page = reverse("achievements", args=[scope.slug])
    assert 'name="number"' in client.get(page).content.decode()
    for typed in (row.number, f" {row.number.lower()} ", row.number.replace("-", "")):
        answer = client.get(page, {"number": typed}, follow=True)
        assert (answer.status_code, row.number in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("typed", ["AAAA-BBBB-CCCC", "a/b?c", "x" * 200])
def test_a_number_of_none_says_so(client, scope, typed):
    answer = client.get(reverse("achievements", args=[scope.slug]), {"number": typed}, follow=True)
    assert answer.status_code == 404


def test_nothing_typed_is_the_page(client, scope):
    assert client.get(reverse("achievements", args=[scope.slug]), {"number": " / "}).status_code == 200
