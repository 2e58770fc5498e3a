"""A resident's way to "I have an idea" by keyboard, and with text twice the size."""

from typing import Any

import pytest

from challenges.actions import write_idea
from tests.browser.looks import chromium, faults_when_enlarged, open_page
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_STOPS = 12
# Waited for, not read once: a page just drawn may still be moved by the font that arrives.
AT_THE_FOOT = "() => Math.round(document.querySelector('.sticky.phone').getBoundingClientRect().bottom) === innerHeight"
MEASURES = """() => ({
  foot: document.querySelector('.sticky.phone').getBoundingClientRect().bottom, height: innerHeight, width: innerWidth,
  scrolled: scrollY, page: document.documentElement.scrollHeight, wide: document.documentElement.scrollWidth,
})"""
FOCUSED = "() => document.activeElement.getAttribute('href') || ''"


@pytest.fixture
def address(live_server: Any, scope: Any) -> str:
    """A challenge with thirty ideas."""
    row = ChallengeFactory()
    for n in range(30):
        write_idea(row, author=ProfileFactory(), actor=None, text=f"Bench number {n} in the shade", language="en")
    return live_server.url + row.get_absolute_url()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_first_act_comes_before_thirty_ideas(address: str, width: int) -> None:
    with chromium() as browser:
        page = open_page(browser, width=width, locale="en")
        page.goto(address)
        stops = 0
        while stops <= MOST_STOPS and not page.evaluate(FOCUSED).endswith("/idea/"):
            page.keyboard.press("Tab")
            stops += 1
        assert stops <= MOST_STOPS


def wait_for_foot(page: Any) -> None:
    """Asked by the clock and not by drawn frames: a browser that nobody looks at may draw none for a while."""
    for _try in range(300):
        if page.evaluate(AT_THE_FOOT):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not at the foot: {page.evaluate(MEASURES)}")


def test_on_a_phone_it_stays_under_the_thumb(address: str) -> None:
    with chromium() as browser:
        page = open_page(browser, width=390, locale="en")
        page.goto(address)
        wait_for_foot(page)
        page.evaluate("() => scrollTo(0, 1200)")
        wait_for_foot(page)


@pytest.mark.parametrize("lang", ["en", "he", "ar"])
def test_text_twice_the_size_fits_a_phone(address: str, lang: str) -> None:
    with chromium() as browser:
        page = open_page(browser, width=390, locale=lang)
        page.goto(address)
        assert faults_when_enlarged(page) == []


@pytest.mark.parametrize("width", [390, 200])
def test_what_came_of_it_is_seen_where_the_page_opens(address: str, live_server: Any, client: Any, width: int) -> None:
    """After the support the page stands at the idea, far below its top; the thanks are there, and go as it is read on."""
    cookies = sign_in(client, ProfileFactory(user=UserFactory()).user).cookies
    session = {"name": "session", "value": cookies["session"].value, "url": live_server.url}
    with chromium() as browser:
        page = open_page(browser, width=width, locale="en", cookies=[session])
        page.goto(address)
        page.locator("form[action$='/support/'] button").last.click()
        page.wait_for_url("**#idea-*")
        told = page.locator("#messages .message")
        box = told.bounding_box()
        assert 0 <= box["y"] < 844
        assert page.locator(":target").bounding_box()["y"] >= box["y"] + box["height"], "it lies on the idea"
        page.mouse.wheel(0, -400)
        page.wait_for_function("() => document.getElementById('messages').style.position === ''")
        assert told.bounding_box()["y"] < 0
