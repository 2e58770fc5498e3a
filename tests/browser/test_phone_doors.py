"""The doors under the thumb: what stands under "More" opens above them, within the page, and whole names run on."""

from typing import Any

import pytest

from cities.models import City
from educities.accounts.models import User
from tests.browser.looks import chromium, open_page
from tests.factories import OrganisationFactory
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_today(browser: Any, live_server: Any, client: Any, city: City, director: User) -> Any:
    sign_in(client, director)
    cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    page = open_page(browser, width=390, cookies=[cookie], has_touch=True, is_mobile=True, locale="ar")
    page.goto(f"{live_server.url}/c/{city.slug}/today/")
    return page


def test_more_opens_within_the_page(
    live_server: Any, client: Any, scope: City, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A director's doors all fit; those of a grown city may not.
    monkeypatch.setattr("cities.queries.navigation.MAX_THUMB", 4)
    with chromium() as browser:
        page = open_today(browser, live_server, client, scope, director)
        page.locator(".thumb summary").tap()
        box = page.locator(".thumb details[open] > ul").bounding_box()
        assert box["y"] > 0
        assert box["y"] + box["height"] <= page.locator(".thumb").bounding_box()["y"] + 8
        page.locator(".thumb details > ul a").last.tap()
        page.wait_for_url(lambda address: not address.endswith("/today/"))


def test_the_name_of_what_waits_runs_on_into_its_sentence(
    live_server: Any, client: Any, scope: City, director: User
) -> None:
    OrganisationFactory(name={"ar": "المقهى التعاوني لإصلاح الأجهزة القديمة"}, state="proposed")
    with chromium() as browser:
        page = open_today(browser, live_server, client, scope, director)
        line = page.locator("#waits a.quiet").first
        assert line.evaluate("one => getComputedStyle(one).display") == "inline-block"
        assert line.bounding_box()["height"] >= 44
