"""The search in the header, in a browser: its field and its key, on a desk and on a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from tests.browser.looks import ENLARGED, STYLED, chromium, faults, open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = "() => document.activeElement.id"


@pytest.fixture
def open_as_director(
    client: Any, live_server: Any, scope: Any, director: Any, sign_in: Any
) -> Iterator[Callable[..., Any]]:
    """A page of the city in a browser of that width."""
    session = sign_in(client, director).cookies[settings.SESSION_COOKIE_NAME].value
    cookies = [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    with chromium() as browser:

        def look(name: str, width: int = 1280) -> Any:
            page = open_page(browser, width=width, cookies=cookies)
            page.goto(live_server.url + reverse(name, args=[scope.slug]))
            return page

        yield look


def wait_for_focus(page: Any, name: str) -> None:
    """The cursor is in the box. A browser puts it there when it first draws the page, after the page has come."""
    page.locator(f"#{name}:focus").wait_for()


def test_the_key_leads_into_the_field_and_the_field_to_the_page(open_as_director: Any) -> None:
    page = open_as_director("dashboard")
    page.keyboard.press("/")
    wait_for_focus(page, "find")
    page.keyboard.type("Ruth/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=Ruth%2F")
    page.keyboard.press("/")
    wait_for_focus(page, "id_q")
    assert page.input_value("#id_q") == "Ruth/"
    assert faults(page) == []


def test_whoever_writes_writes_the_sign(open_as_director: Any) -> None:
    page = open_as_director("propose_organisation")
    box = page.locator("main textarea").first
    box.focus()
    page.keyboard.type("2026/27")
    assert box.input_value() == "2026/27"


def test_on_a_phone_the_key_and_the_icon_lead_to_the_page(open_as_director: Any) -> None:
    page = open_as_director("dashboard", width=390)
    way = page.locator("a[data-find]")
    box = way.bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 44
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    wait_for_focus(page, "id_q")


def test_the_key_is_switched_off_on_the_page(open_as_director: Any) -> None:
    page = open_as_director("search")
    switch = page.locator("[data-find-key]")
    assert switch.is_checked()
    switch.uncheck()
    page.reload()
    assert not switch.is_checked()
    switch.focus()
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate(FOCUSED) != "id_q"


@pytest.mark.parametrize("width", [320, 700, 1200, 1280])
@pytest.mark.parametrize("rules", ["", ENLARGED])
def test_the_bar_stays_inside_the_page(open_as_director: Any, width: int, rules: str) -> None:
    page = open_as_director("search", width=width)
    assert page.evaluate(STYLED, rules) == []
    page.goto(page.url.replace("search/", "people/"))
    assert page.evaluate(STYLED, rules) == []
