"""What a resident's first visit weighs, with an empty cache, from a whole installation: a poster's QR code on an old phone."""

from collections.abc import Iterator

import pytest

from tests.browser.first_visit import Visit, visit_first
from tests.browser.looks import DIRECTIONS, chromium, open_page
from tests.installation import Installation, installed, owner

pytestmark = [pytest.mark.browser, pytest.mark.processes]
MOST_BYTES, MOST_REQUESTS = 60_000, 8


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory) as made:
        made.start()
        yield made


def pages(installation: Installation) -> list[str]:
    """The front door, a city, its challenges, the one with the most ideas, and where an idea is written."""
    with owner(installation.var) as cursor:
        cursor.execute(
            "SELECT city.slug, one.id FROM challenges_challenge one JOIN cities_city city ON city.id = one.city_id"
            " WHERE one.state = 'open' ORDER BY one.contributions_count DESC LIMIT 1"
        )
        slug, number = cursor.fetchone()
    challenge = f"/c/{slug}/challenges/{number}/"
    return ["/", f"/c/{slug}/", f"/c/{slug}/challenges/", challenge, f"{challenge}idea/"]


@pytest.fixture(scope="module")
def visits(installation: Installation) -> dict[tuple[str, str], Visit]:
    """Each page in each language, as a browser sees it that has never been here."""
    with chromium() as browser:
        return {
            (lang, path): visit_first(browser, installation.address + path, lang)
            for path in pages(installation)
            for lang in DIRECTIONS
        }


def test_a_first_visit_is_light(visits: dict[tuple[str, str], Visit]) -> None:
    assert {place: visit.weight for place, visit in visits.items() if visit.weight > MOST_BYTES} == {}


def test_a_first_visit_asks_seldom(visits: dict[tuple[str, str], Visit]) -> None:
    assert {place: visit.asked for place, visit in visits.items() if len(visit.asked) > MOST_REQUESTS} == {}


def test_a_first_visit_speaks_the_readers_language(visits: dict[tuple[str, str], Visit]) -> None:
    assert {(lang, visit.lang) for (lang, _path), visit in visits.items()} == {(lang, lang) for lang in DIRECTIONS}


def test_a_first_visit_fetches_no_script_for_later(visits: dict[tuple[str, str], Visit]) -> None:
    assert [asked for visit in visits.values() for asked in visit.asked if "htmx" in asked] == []


def test_a_hebrew_page_fetches_no_arabic_letters(visits: dict[tuple[str, str], Visit]) -> None:
    assert [asked for asked in visits["he", "/"].asked if "arabic" in asked] == []


RULES = """() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText))"""


def test_the_sheet_inside_a_page_has_the_same_rules(installation: Installation) -> None:
    """Whom a page of ours led here gets the sheet as a file; the file's addresses are seen from its own folder."""
    with chromium() as browser:
        first = open_page(browser)
        first.goto(installation.address)
        inside = first.evaluate(RULES)
        assert first.locator("link[rel=stylesheet]").count() == 0
        first.goto(installation.address + "/", referer=installation.address + "/")
        assert first.locator("style").count() == 0
        assert [rule.replace("../", "/static/") for rule in first.evaluate(RULES)] == inside
        assert first.said == []
