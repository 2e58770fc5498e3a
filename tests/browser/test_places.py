"""Where things stand: menus within the screen and one at a time, tabs at one height, words of charts large and free."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cities.models import Membership
from educities.tenancy.scope import city_scope
from labs.models import Cohort, Lab
from meetings.models import Session
from programs.models import Indicator
from reports.models import Report
from stakeholders.models import Profile
from tests.browser.looks import chromium, faults_when_enlarged, open_page
from tests.browser.measure import MAX_HEIGHT
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = ("he", "ar", "en")
# The lists of the page's menus that are past an edge of the screen, each opened by its own button.
MENUS_PAST_THE_EDGE = """async () => {
  const past = [];
  for (const menu of document.querySelectorAll("main details.menu")) {
    menu.querySelector("summary").click();
    await new Promise(requestAnimationFrame);
    const box = menu.querySelector("ul").getBoundingClientRect();
    if (!box.width || box.left < 0 || box.right > document.documentElement.clientWidth) past.push([box.left, box.right]);
  }
  return past;
}"""
# How high the words of the chart are drawn, and which of them lie on a point that says something else.
WORDS = """() => {
  const svg = document.querySelector(".chart svg[role=img]"), scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const seen = [...svg.querySelectorAll("text")];
  const points = [...svg.querySelectorAll("circle")].map((one) => one.getBoundingClientRect());
  const covers = (box) => points.some((at) => at.left < box.right && at.right > box.left && at.top < box.bottom - 4 && at.bottom > box.top + 4);
  return [Math.min(...seen.map((one) => parseFloat(getComputedStyle(one).fontSize) * scale)),
    seen.filter((one) => covers(one.getBoundingClientRect())).map((one) => one.textContent)];
}"""
TABS = "() => Math.round(document.querySelector('main .tabs').getBoundingClientRect().top)"
DOTS = "() => [...document.querySelectorAll('main .dots')].map((one) => Math.round(one.getBoundingClientRect().left))"


class Place:
    """The practice city in a browser, as one person at a time."""

    def __init__(self, browser: Any, base: str, city: Any) -> None:
        self.browser, self.base, self.city = browser, base, city

    def open(self, user: Any, language: str, width: int, **context: Any) -> Any:
        """A page of that person, in that language."""
        session = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
        pairs = ((settings.SESSION_COOKIE_NAME, session), ("language", language))
        cookies = [{"name": name, "value": value, "url": self.base} for name, value in pairs]
        return open_page(self.browser, width=width, cookies=cookies, reduced_motion="reduce", **context)

    def address(self, path: str) -> str:
        """The address of a page of the city."""
        return f"{self.base}/c/{self.city.slug}/{path}"

    @property
    def director(self) -> Any:
        """Whoever leads the city."""
        return Membership.objects.filter(city=self.city, role="director").select_related("user").first().user


@pytest.fixture
def place(live_server: Any, practice_city: Any) -> Iterator[Place]:
    with city_scope(practice_city.pk), chromium() as browser:
        yield Place(browser, live_server.url, practice_city)


def assert_menus_of_a_phone_stay_on_its_screen(place: Place) -> None:
    cohort, lab = Cohort.objects.first(), Lab.objects.first()
    paths = [
        "today/",
        "roles/",
        f"labs/{lab.pk}/",
        f"cohorts/{cohort.pk}/",
        f"indicators/{Indicator.objects.first().pk}/",
    ]
    for language in LANGUAGES:
        page = place.open(place.director, language, 390, has_touch=True, is_mobile=True)
        for path in paths:
            page.goto(place.address(path))
            assert page.locator("main details.menu").count(), path
            assert page.evaluate(MENUS_PAST_THE_EDGE) == [], (language, path)


def assert_one_menu_is_open_at_a_time_and_esc_or_a_click_elsewhere_closes_it(place: Place) -> None:
    page = place.open(place.director, "en", 1280)
    page.goto(place.address(f"indicators/{Indicator.objects.first().pk}/"))
    menus, opened = page.locator("main details.menu > summary"), page.locator("details.menu[open]")
    menus.nth(0).click()
    menus.nth(1).click()
    assert opened.count() == 1
    page.keyboard.press("Escape")
    assert opened.count() == 0
    assert menus.nth(1).evaluate("one => one === document.activeElement")
    menus.nth(0).click()
    page.locator("h1").click()
    assert opened.count() == 0


def assert_the_dots_of_rows_stand_in_one_column(place: Place) -> None:
    for width in (390, 1280):
        page = place.open(place.director, "he", width)
        page.goto(place.address(f"indicators/{Indicator.objects.first().pk}/"))
        places = page.evaluate(DOTS)[1:]
        assert len(places) > 3
        assert len(set(places)) == 1


def assert_tabs_stand_at_one_height_beside_each_other_and_below_the_heading(place: Place) -> None:
    page = place.open(place.director, "en", 1280)
    cohort = Cohort.objects.filter(state="running").first()
    siblings = (
        ["board/", "labs/", "expeditions/", "overrides/"],
        [f"cohorts/{cohort.pk}/", f"cohorts/{cohort.pk}/members/", f"cohorts/{cohort.pk}/sessions/"],
    )
    for paths in siblings:
        heights = []
        for path in paths:
            page.goto(place.address(path))
            heights.append(page.evaluate(TABS))
        assert len(set(heights)) == 1, dict(zip(paths, heights, strict=True))
    page.goto(place.address(f"sessions/{Session.objects.filter(group__isnull=False).first().pk}/"))
    assert page.evaluate(TABS) > page.locator("h1").bounding_box()["y"]


def assert_words_of_charts_are_large_and_cover_no_point(place: Place) -> None:
    main = Indicator.objects.get(is_main=True)
    for width in (390, 1024, 1280):
        page = place.open(place.director, "he", width)
        for path in ("today/", f"indicators/{main.pk}/"):
            page.goto(place.address(path))
            smallest, covering = page.evaluate(WORDS)
            assert smallest >= 12, (width, path)
            assert covering == [], (width, path)


def assert_today_with_a_report_fits_its_height_and_asks_for_one_thing(place: Place) -> None:
    Report.objects.create(
        city=place.city, asked_by=place.director, format="pdf", language="he", state="ready", content=b"%"
    )
    for language in LANGUAGES:
        page = place.open(place.director, language, 1280)
        page.goto(place.address("today/"))
        assert page.locator("#reports a").count() == 1
        assert page.locator("main .btn.primary").count() == 0
        assert page.evaluate("() => document.documentElement.scrollHeight") <= MAX_HEIGHT, language


def assert_a_child_reads_what_it_agrees_to_first(place: Place) -> None:
    child = next(
        one for one in Profile.objects.filter(user__isnull=False) if one.needs_guardian and one.guardians.exists()
    )
    page = place.open(child.user, "en", 1280)
    page.goto(place.address("mine/"))
    box, ideas = (page.locator(f"section:has(> #{name})").bounding_box() for name in ("agree", "ideas"))
    assert 600 <= box["width"] <= 640
    assert box["y"] <= ideas["y"]
    assert page.evaluate("() => document.documentElement.scrollHeight") <= MAX_HEIGHT


def assert_organisations_are_rows_on_a_phone(place: Place) -> None:
    page = place.open(place.director, "he", 390, has_touch=True, is_mobile=True)
    page.goto(place.address("organisations/"))
    heights = page.locator(".brief tbody tr").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert len(heights) > 5
    assert sum(heights) / len(heights) <= 90


def assert_what_is_done_with_ticked_rows_is_offered_with_the_first_tick(place: Place) -> None:
    page = place.open(place.director, "he", 1280)
    page.goto(place.address("organisations/?state=proposed"))
    assert page.locator("main .btn.primary:visible").count() == 0
    page.locator("main tbody [type=checkbox]").first.check()
    offered = page.locator("main .btn.primary:visible")
    assert offered.count() == 1
    assert offered.bounding_box()["width"] <= 320


def assert_a_room_has_a_dot_in_place_of_the_practice_strip(place: Place) -> None:
    page = place.open(place.director, "he", 1280)
    page.goto(place.address(f"sessions/{Session.objects.filter(group__isnull=False).first().pk}/wall/"))
    box = page.locator(".practice-ribbon").bounding_box()
    assert max(box["width"], box["height"]) <= 16
    assert page.locator(".practice-ribbon").get_attribute("title")


def test_menus_and_rows(place: Place) -> None:
    assert_menus_of_a_phone_stay_on_its_screen(place)
    assert_one_menu_is_open_at_a_time_and_esc_or_a_click_elsewhere_closes_it(place)
    assert_the_dots_of_rows_stand_in_one_column(place)
    assert_organisations_are_rows_on_a_phone(place)
    assert_what_is_done_with_ticked_rows_is_offered_with_the_first_tick(place)
    assert_a_room_has_a_dot_in_place_of_the_practice_strip(place)


def test_heads_and_pictures(place: Place) -> None:
    assert_tabs_stand_at_one_height_beside_each_other_and_below_the_heading(place)
    assert_words_of_charts_are_large_and_cover_no_point(place)
    assert_today_with_a_report_fits_its_height_and_asks_for_one_thing(place)
    assert_a_child_reads_what_it_agrees_to_first(place)


@pytest.mark.parametrize("locale", ["ar", "he"])
def test_every_door_of_the_bar_is_reached_with_letters_twice_as_large(
    live_server: Any, scope: Any, director: Any, locale: str
) -> None:
    with chromium() as browser:
        cookies = [
            {"name": "session", "value": sign_in(Client(), director).cookies["session"].value, "url": live_server.url}
        ]
        page = open_page(browser, width=360, locale=locale, cookies=cookies)
        page.goto(f"{live_server.url}/c/{scope.slug}/today/")
        assert page.locator(".thumb > *").count() == 5
        assert faults_when_enlarged(page) == []
        row = {round(page.locator(".thumb > *").nth(number).bounding_box()["y"]) for number in range(5)}
        assert len(row) > 1
        # With letters as they are all doors stand beside each other, on the narrowest phone too.
        page.evaluate("document.adoptedStyleSheets = []")
        page.set_viewport_size({"width": 320, "height": 640})
        row = {round(page.locator(".thumb > *").nth(number).bounding_box()["y"]) for number in range(5)}
        assert len(row) == 1
