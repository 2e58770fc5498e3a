"""Every page of the practice city in a real browser: each pair of language, width, theme and size of text, and at 320 px
with spaced text. The pages of labs are looked at in test_pages_of_labs.py, by another worker."""

from itertools import combinations
from typing import Any

import pytest

from tests.browser.walk import LOOKS, walk_pages

pytestmark = pytest.mark.browser
LABS = {"labs", "journeys", "meetings"}


def test_each_pair_of_values_is_looked_at_together() -> None:
    values = [sorted(set(column)) for column in zip(*LOOKS, strict=True)]
    missing = [
        (one, other)
        for first, second in combinations(range(len(values)), 2)
        for one in values[first]
        for other in values[second]
        if not any((look[first], look[second]) == (one, other) for look in LOOKS)
    ]
    assert [len(column) for column in values] == [3, 2, 2, 2]
    assert missing == []


@pytest.mark.django_db(transaction=True)
def test_every_page_outside_labs(live_server: Any, practice_city: Any) -> None:
    seen, wrong = walk_pages(live_server, practice_city, lambda app: app not in LABS)
    assert seen > 30
    assert wrong == [], "\n".join(wrong)
