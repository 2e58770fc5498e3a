"""What a resident's first visit weighs, with an empty cache, from a whole installation: a poster's QR code on an old phone."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.looks import chromium, open_page
from tests.installation import Installation, installed, owner

pytestmark = [pytest.mark.browser, pytest.mark.processes]
MOST_BYTES, MOST_REQUESTS = 100_000, 8


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory, PRACTICE="1") as made:
        made.start()
        yield made


def weigh(browser: Any, address: str, lang: str) -> tuple[int, list[str]]:
    """Bytes over the wire, headers and all, and the addresses asked for, of a browser that has never been here."""
    page = open_page(browser, width=390, locale=lang)
    asked: list[str] = []
    sizes: list[float] = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    assert page.locator("html").get_attribute("lang") == lang
    page.context.close()
    return round(sum(sizes)), asked


def pages(installation: Installation) -> list[str]:
    """The list of a city's challenges, and one with the most ideas."""
    with owner(installation.var) as cursor:
        cursor.execute(
            "SELECT city.slug, one.id FROM challenges_challenge one JOIN cities_city city ON city.id = one.city_id"
            " WHERE one.state = 'open' ORDER BY one.contributions_count DESC LIMIT 1"
        )
        slug, number = cursor.fetchone()
    return [f"/c/{slug}/challenges/", f"/c/{slug}/challenges/{number}/"]


def test_a_first_visit_is_light(installation: Installation) -> None:
    heavy = []
    with chromium() as browser:
        for path in pages(installation):
            for lang in ("he", "ar"):
                weight, asked = weigh(browser, installation.address + path, lang)
                print(f"{lang} {path}: {weight} bytes, {len(asked)} requests")
                others = [one for one in asked if "htmx" in one]
                if weight > MOST_BYTES or len(asked) > MOST_REQUESTS or others:
                    heavy.append((lang, path, weight, asked))
    assert heavy == []
