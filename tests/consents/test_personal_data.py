"""What the city knows of a person: the page, the files, who may read them, and what never stands in them."""

import json
from typing import Any

import pytest
from django.test import Client

from stakeholders.models import Profile
from tests.factories import (
    CohortMemberFactory,
)

pytestmark = pytest.mark.django_db
PAGE, FILE = "/c/bat-galim/mine/data/", "/c/bat-galim/mine/data/file/"


@pytest.fixture
def me(resident: Any, scope: Any, client: Client, sign_in: Any) -> Profile:
    sign_in(client, resident)
    return Profile.objects.get(user=resident)


def take(client: Client, address: str = FILE, kind: str = "json") -> Any:
    """The file as the browser gets it, after the redirect."""
    return client.post(address, {"format": kind}, follow=True)


def rows_of(client: Client, key: str, address: str = FILE) -> list[dict[str, Any]]:
    sections = {one["key"]: one for one in json.loads(take(client, address).content)["sections"]}
    return sections[key]["rows"]


def test_a_person_reads_their_own_lines_and_why(client: Client, me: Profile) -> None:
    Profile.objects.filter(pk=me.pk).update(phone="050-1234567")
    page = client.get(PAGE).content.decode()
    assert "050-1234567" in page
    assert "So that others in the city know whom they work with." in page
    assert me.user.email in page


def test_the_file_has_every_row_and_the_page_the_first(client: Client, me: Profile) -> None:
    CohortMemberFactory.create_batch(7, profile=me)
    assert "2 more rows are in the file." in client.get(PAGE).content.decode()
    assert len(rows_of(client, "cohort_places")) == 7


def test_a_pdf_is_a_pdf(client: Client, me: Profile) -> None:
    answer = take(client, kind="pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
