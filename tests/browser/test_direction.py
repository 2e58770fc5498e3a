"""A box in which nothing is written yet begins where the page does."""

from typing import Any

import pytest

from cities.models import City
from tests.browser.looks import chromium, open_page
from tests.factories import ChallengeFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DIRECTION = "(one) => getComputedStyle(one).direction"
SIDE = "(one) => getComputedStyle(one).textAlign"


@pytest.mark.parametrize(("language", "own"), [("he", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_an_empty_box_has_the_pages_direction_and_a_written_one_its_words(
    live_server: Any, scope: City, language: str, own: str
) -> None:
    challenge = ChallengeFactory()
    cookie = {"name": "language", "value": language, "url": live_server.url}
    with chromium() as browser:
        page = open_page(browser, width=390, cookies=[cookie])
        page.goto(f"{live_server.url}/c/{scope.slug}/challenges/{challenge.pk}/idea/")
        text = page.locator("textarea[dir=auto]").first
        assert text.evaluate(DIRECTION) == own
        for words, direction in (("A swing", "ltr"), ("נדנדה", "rtl"), ("", own)):
            text.fill(words)
            assert text.evaluate(DIRECTION) == direction
            # Words of another script stand at the side of the page, not at the far end of their line.
            assert text.evaluate(SIDE) == ("right" if own == "rtl" else "left")
