"""Who has not signed in cannot count rows: a number that is there and one that is not are answered alike."""

import re
from typing import Any

import pytest
from django.urls import URLPattern

from tests.access.world import address
from tests.examples import make_examples
from tests.test_urls import OWN

pytestmark = pytest.mark.django_db
NOWHERE = 987_654_321


def closed_addresses(city: Any, rows: dict[str, int]) -> list[str]:
    """The address of a row for every page with a number that is not there for everybody."""
    return [
        address(route, entry.name, entry.callback.view_class.model, city, rows)
        for route, entry in OWN
        if isinstance(entry, URLPattern)
        and route.startswith("c/")
        and "<int:pk>" in route
        and not getattr(entry.callback.view_class, "public", False)
    ]


def test_a_stranger_counts_no_rows(client: Any, city: Any) -> None:
    pages = closed_addresses(city, make_examples(city))
    assert len(pages) > 100
    told_apart = []
    for page in pages:
        other = re.sub(r"/\d+/", f"/{NOWHERE}/", page, count=1)
        there, nowhere = client.get(page), client.get(other)
        if there.status_code != nowhere.status_code:
            told_apart.append((page, there.status_code, nowhere.status_code))
    assert told_apart == []
