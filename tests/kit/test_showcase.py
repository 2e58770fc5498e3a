"""The page of all components: it opens where it may, and looks right in every language, width and light."""

from html import unescape
from typing import Any

import pytest
from django.test import override_settings
from django.urls import clear_url_caches, path

from educities.kit.showcase import urls
from educities.kit.showcase.texts import WHEN
from educities.kit.showcase.views import Showcase
from educities.urls import urlpatterns as whole
from tests.browser.looks import assert_page_ok, chromium, keep, open_page
from tests.support import sign_in

urlpatterns = [path("kit/", Showcase.as_view(), name="showcase"), *whole]


@pytest.fixture
def _shown() -> Any:
    with override_settings(ROOT_URLCONF=__name__):
        clear_url_caches()
        yield
    clear_url_caches()


def test_production_does_not_serve_it(settings: Any) -> None:
    assert bool(urls.urlpatterns) is (settings.EMBEDDED or settings.DEBUG)


@pytest.mark.usefixtures("_shown")
@pytest.mark.parametrize("lang", ["en", "he", "ar"])
def test_it_opens_to_people_who_signed_in(client: Any, stranger: Any, lang: str) -> None:
    assert client.get("/kit/").status_code == 302
    stranger.language = lang
    stranger.save()
    sign_in(client, stranger)
    client.cookies["language"] = lang
    page = client.get("/kit/").content.decode()
    assert f'<html lang="{lang}"' in " ".join(page.split())
    assert page.count("<h1") == 1


@pytest.mark.usefixtures("_shown")
def test_it_says_of_each_component_when_to_use_it(client: Any, stranger: Any) -> None:
    sign_in(client, stranger)
    page = unescape(client.get("/kit/").content.decode())
    assert [name for name, text in WHEN.items() if str(text) not in page] == []


@pytest.mark.usefixtures("_shown")
@pytest.mark.parametrize(
    "css",
    [
        'class="head"',
        'class="tabs"',
        'class="menu"',
        'class="rows"',
        'class="thing"',
        'class="office"',
        'class="side"',
        'class="gate"',
        'class="path mini"',
        'class="seats"',
        'class="four"',
        'class="bead late"',
        'class="tag made-up"',
        'class="months',
        'class="chart',
        'class="beside"',
        'class="group-of"',
        'data-size="s"',
        'class="error-summary"',
        'class="empty"',
        'class="room-bar"',
        'class="roll"',
        'class="wall-code"',
        'class="board"',
        'class="history"',
        'class="table folds"',
    ],
)
def test_it_shows_each_component(client: Any, stranger: Any, css: str) -> None:
    sign_in(client, stranger)
    assert css in client.get("/kit/").content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_shown")
def test_it_looks_right(live_server: Any, client: Any, stranger: Any) -> None:
    sign_in(client, stranger)
    with chromium() as browser:
        for lang, width, scheme in (
            ("en", 390, "dark"),
            ("he", 1280, "light"),
            ("ar", 390, "light"),
            ("ar", 320, "light"),
        ):
            cookies = [
                {"name": "session", "value": client.cookies["session"].value, "url": live_server.url},
                {"name": "language", "value": lang, "url": live_server.url},
            ]
            page = open_page(browser, width=width, cookies=cookies, color_scheme=scheme)
            page.goto(f"{live_server.url}/kit/")
            assert page.locator("html").get_attribute("lang") == lang
            assert_page_ok(page)
            keep(page, f"kit-{lang}-{width}-{scheme}")
            page.context.close()
