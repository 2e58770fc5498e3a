"""Every page of labs, of their meetings and of what they make in a real browser, as in test_pages.py."""

from typing import Any

import pytest

from tests.browser.test_pages import LABS
from tests.browser.walk import walk_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_of_labs(live_server: Any, practice_city: Any) -> None:
    seen, wrong = walk_pages(live_server, practice_city, LABS.__contains__)
    assert seen > 20
    assert wrong == [], "\n".join(wrong)
