"""A walk over pages of the practice city in a real browser, as each kind of person."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.test import Client
from django.urls import URLPattern, reverse

from cities.models import City
from consents.models import GuardianLink
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from tests.browser.looks import (
    WIDTHS,
    chromium,
    faults,
    faults_on_paper,
    faults_when_enlarged,
    faults_when_spaced,
    open_page,
)
from tests.browser.measure import shortcomings
from tests.browser.process import NEXT_PICTURE
from tests.support import sign_in
from tests.test_urls import OWN

# Links with a secret of their own, files, and pages that are asked for by other pages.
NOT_WALKED = {
    "accept_invitation",
    "confirm_act",
    "guardian",
    "sign_in_link",
    "answer_session",
    "still_here",
    "wall_count",
    "find_evidence",
    "find_areas",
    "find_organisations",
    "find_people",
    "hint_people",
    "paper_scan",
    "find_representations",
    "find_sources",
    "import_problems",
    "import_progress",
    "sheet_file",
    "wrong_rows",
    "history_export",
    "photo",
    "small_photo",
    "robots",
    "favicon",
    "roll_marks",
    "roll_worker",
    "download_report",
    "open_data_file",
    "workplace",
    "onward",
    "second_factor",
    "api_unknown",
    "letter",
    "find_sides",
    "network_file",
    "exchange_wall_part",
    "my_exchange_part",
    "my_exchange_worker",
    "meeting_presence",
    "meeting_question",
    "minutes_file",
    "teachers_file",
    "review_data",
    "program_calendar",
    "program_feed",
    "program_picture",
    # For programs that check a credential.
    "credential_issuer",
    "credential_revocations",
}
APPS = {
    *("stakeholders", "programs", "labs", "journeys", "challenges", "cities", "reports", "meetings", "consents"),
    *("collaborations", "exchange", "forum", "growth", "matching", "network_map", "accelerator"),
}
PEOPLE = ("ruth", "noa", "operator", "nobody")
# Those with a role in the practice city, whose pages there lie behind doors.
IN_CITY = {"ruth", "noa"}


class Look(NamedTuple):
    """How a page is looked at. `large` is with text of twice the size, after it was seen in its own."""

    language: str
    width: int
    theme: str
    large: bool


# Each pair of values stands together in one of the rows; a page is loaded once for each language in which it is looked at.
LOOKS = (
    Look("he", 390, "light", large=False),
    Look("he", 1280, "dark", large=True),
    Look("ar", 390, "dark", large=False),
    Look("ar", 1280, "light", large=True),
    Look("en", 1280, "dark", large=False),
    Look("en", 390, "light", large=True),
)
# What axe finds depends on the theme (contrast) and the width (what is shown). Each page is asked on a phone and on a desk,
# in light and in dark: in Hebrew one page, in Arabic the next.
WITH_AXE = (set(LOOKS[:2]), set(LOOKS[2:4]))
# The two that are written from right to left take turns; every page is looked at in one of them and in English.
TURNS = {"he": 0, "ar": 1}


def one_row_each() -> dict[str, int]:
    """A row's number for each model of the practice city."""
    rows = {}
    for model in apps.get_models():
        if model.__module__.split(".")[0] in APPS:
            try:
                row = model.objects.order_by("pk").last()
            except Exception:
                continue
            if row:
                rows[model.__name__] = row.pk
    rows["GuardianLink"] = GuardianLink.objects.last().pk
    return rows


def arguments(slug: str, route: str, entry: URLPattern, rows: dict[str, int]) -> list[Any] | None:
    """What the route's places are filled with; None when the city has no row for it."""
    args: list[Any] = [slug] if route.startswith("c/") else []
    if "<int:pk>" in route:
        model = entry.callback.view_class.model
        name = model.__name__ if model else {"platform_city": "City"}.get(entry.name, "")
        if entry.name == "support_idea":
            name = "Contribution"
        if name not in rows:
            return None
        args.append(rows[name])
    if "<str:code>" in route:
        args.append("L1" if "lab" in entry.name else "G11")
    if "<str:record>" in route:
        args.append(f"lab:{rows['Lab']}")
    return args if route.count("<") == len(args) else None


def addresses(slug: str, rows: dict[str, int], among: Callable[[str], bool]) -> list[str]:
    """The address of each page that can be read, with a row of its own model, of the apps that are `among`."""
    found = []
    for route, entry in OWN:
        view = entry.callback.view_class
        if not isinstance(entry, URLPattern) or entry.name in NOT_WALKED or not hasattr(view, "get"):
            continue
        args = arguments(slug, route, entry, rows)
        if args is not None and among(view.__module__.split(".")[0]):
            found.append(reverse(entry.name, args=args))
    return [one for one in found if "/kit/" not in one]


class Walker:
    """Opens pages as somebody and looks at them in every way; `wrong` gathers what is not right."""

    def __init__(self, browser: Any, base: str) -> None:
        self.browser, self.base = browser, base
        self.wrong: list[str] = []

    def walk(self, who: str, visitor: Client, walk: list[str]) -> None:
        """Each page of the walk was looked at as each of LOOKS."""
        session = visitor.cookies.get("session")
        kept = {"session": session.value} if session else {}
        for language in dict.fromkeys(look.language for look in LOOKS):
            cookies = [
                {"name": name, "value": value, "url": self.base}
                for name, value in {**kept, "language": language}.items()
            ]
            page = open_page(self.browser, cookies=cookies, reduced_motion="reduce")
            page.add_init_script(NEXT_PICTURE)
            # One for the walk in this language: each keeps the documents that it has seen.
            touch = page.context.new_cdp_session(page)
            looks = [look for look in LOOKS if look.language == language]
            for number, address in enumerate(walk):
                if number % len(TURNS) != TURNS.get(language, number % len(TURNS)):
                    continue
                answer = page.goto(self.base + address)
                assert (answer.status, page.url) == (200, self.base + address), who
                in_city = who in IN_CITY and address.startswith("/c/")
                found = self._look_at(page, touch, looks, with_axe=WITH_AXE[number % len(WITH_AXE)], in_city=in_city)
                self.wrong += [f"{who} {address} {fault}" for fault in found]
            page.context.close()

    @staticmethod
    def _look_at(page: Any, touch: Any, looks: list[Look], *, with_axe: set[Look], in_city: bool) -> Iterator[str]:
        """What is wrong with the open page; the last of the looks is with large text. Phones are touched."""
        for look in looks:
            page.set_viewport_size({"width": look.width, "height": WIDTHS[look.width]})
            page.emulate_media(color_scheme=look.theme)
            is_phone = look.width == min(WIDTHS)
            touch.send("Emulation.setTouchEmulationEnabled", {"enabled": is_phone})
            if not look.large:
                short = shortcomings(page, width=look.width, in_city=in_city, as_touch=is_phone)
                yield from (f"{look}: {fault}" for fault in short)
            yield from (f"{look}: {fault}" for fault in faults(page, axe=look in with_axe, content=look == looks[0]))
            page.said.clear()
            if look.large:
                yield from (f"{look}: {fault}" for fault in faults_when_enlarged(page))
        yield from (f"{looks[0].language} 320 spaced: {fault}" for fault in faults_when_spaced(page))
        yield from (f"{looks[0].language} printed: {fault}" for fault in faults_on_paper(page))


def walk_pages(live_server: Any, city: City, among: Callable[[str], bool]) -> tuple[int, list[str]]:
    """Every page of the apps that are `among` was opened, each as the first of PEOPLE who may; returns how many pages
    there were and what was wrong with them."""
    with city_scope(city.pk):
        left = addresses(city.slug, one_row_each(), among)
    seen = 0
    with chromium(unseen=True) as browser:
        walker = Walker(browser, live_server.url)
        for who in PEOPLE:
            visitor = Client()
            if who != "nobody":
                sign_in(visitor, User.objects.get(email=f"{who}@practice.example"))
            open_to_them = [address for address in left if visitor.get(address).status_code == 200]
            walker.walk(who, visitor, open_to_them)
            seen += len(open_to_them)
            left = [address for address in left if address not in open_to_them]
    return seen, walker.wrong
