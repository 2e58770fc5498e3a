"""The way through a city's pages: doors, the tabs behind each, and the city office. One table, to which each app adds."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple, Protocol

from django.http import HttpRequest
from django.utils.functional import Promise

from cities.models import City
from educities.kit.addresses import cached_reverse
from educities.kit.hooks import Hook
from educities.kit.multilingual import translate_plain

MAX_DOORS = 7
# On a phone so many things stand under the thumb: doors, or where there are more doors, the first of them and "More".
MAX_THUMB = 5


class Door(NamedTuple):
    """One place of the navigation. `permission`: asked about the city; "" = everybody. `icon`: of lucide, for phones.

    Several doors may lead to one `place` under other names (Labs, Cohorts): a person sees the first that is open.
    """

    place: str
    label: Promise | str
    permission: str
    order: int
    icon: str

    @property
    def key(self) -> str:
        """`<place>:<permission>`."""
        return f"{self.place}:{self.permission}"


class Tab(NamedTuple):
    """One page of a place. `below`: beginnings of further addresses that lie behind it ("cohorts", "manage/ideas").

    `count_rows`: how many things wait there, read where the tab is drawn alone.
    """

    place: str
    url_name: str
    label: Promise | str
    permission: str
    order: int
    below: tuple[str, ...] = ()
    count_rows: Callable[[], int] | None = None

    @property
    def key(self) -> str:
        """`<place>:<url name>`."""
        return f"{self.place}:{self.url_name}"


class BelowTab(NamedTuple):
    """Beginnings of addresses that lie behind a tab of another app, which `url_name` names."""

    url_name: str
    below: tuple[str, ...]


NAVIGATION: Hook[Door] = Hook(
    "cities.navigation",
    "The doors of a city's navigation, from the first: places of the method, seven at most.",
    key=lambda door: door.key,
    order=lambda door: door.order,
)
TABS: Hook[Tab] = Hook(
    "cities.tabs",
    "The pages behind each door, from the first; the door leads to the first that the person may see.",
    key=lambda tab: tab.key,
    order=lambda tab: tab.order,
)
BELOW_TABS: Hook[BelowTab] = Hook(
    "cities.below_tabs", "Which further addresses lie behind a tab that another app put there."
)
OFFICE: Hook[Tab] = Hook(
    "cities.office",
    "The pages of the city office, behind the gear: what is set once and looked after.",
    key=lambda tab: tab.url_name,
    order=lambda tab: tab.order,
)


class Navigation(NamedTuple):
    """What one person sees of a city's navigation on one page. Doors and tabs are `{url, label, current, ...}`;
    `current` is "page" on that very page and "true" on one below it.
    """

    doors: list[dict[str, Any]]
    door: dict[str, Any] | None
    tabs: list[dict[str, Any]]
    tab: dict[str, Any] | None
    office: list[dict[str, Any]]
    # What lies above a page behind no door; None on that very page.
    home: dict[str, Any] | None = None

    @property
    def thumb(self) -> list[dict[str, Any]]:
        """The doors in reach of a thumb."""
        return self.doors if len(self.doors) <= MAX_THUMB else self.doors[: MAX_THUMB - 1]

    @property
    def further(self) -> list[dict[str, Any]]:
        """The doors behind "More"."""
        return self.doors[len(self.thumb) :]

    @property
    def today_url(self) -> str:
        """Where the mark of the city leads: the own day of those who have one; "" for the others."""
        return next((door["url"] for door in self.doors if door["place"] == "today"), "")

    @property
    def is_tab(self) -> bool:
        """Is this page one of the tabs, and are there several?"""
        return len(self.tabs) > 1 and any(tab["current"] == "page" for tab in self.tabs)

    @property
    def is_found(self) -> bool:
        """Does this page lie behind a door, or in the city office?"""
        return self.door is not None or self.in_office

    @property
    def in_office(self) -> bool:
        """Does this page belong to the city office?"""
        return any(page["current"] for page in self.office)

    @property
    def _named_door(self) -> dict[str, Any] | None:
        """The door as a crumb: where one of its tabs bears its name, it leads there."""
        name = str(self.door["label"]) if self.door else ""
        named = next((tab for tab in self.tabs if str(tab["label"]) == name), None)
        return {**self.door, "url": named["url"]} if self.door and named else self.door

    @property
    def ways_up(self) -> list[dict[str, Any]]:
        """The crumbs above this page: its door and, where the door has several, its tab; the office's page above it.

        Behind no door it is the reader's own day, what is theirs in the city, or the city's page.
        """
        if self.door is None and self.in_office:
            return [page for page in self.office if page["current"] == "true"]
        if self.door is None:
            return [self.home] if self.home else []
        ways = [one for one in (self._named_door, self.tab) if one and one["current"] != "page"]
        if self.is_tab:
            return []
        if len(self.tabs) == 1:
            return ways[:1]
        if len(ways) == 2 and self.door["url"] == ways[1]["url"]:
            return ways[:1]
        return ways[1:] if len(ways) == 2 and ways[0]["label"] == ways[1]["label"] else ways


class HasPage(Protocol):
    """A row with a page of its own."""

    def get_absolute_url(self) -> str:
        """The address of its page."""


def place_below(request: HttpRequest, row: HasPage) -> None:
    """The page of this request lies below that row's, however its own address begins: a session, below what meets."""
    request.row_above = row  # type: ignore[attr-defined]


def read_navigation(request: HttpRequest) -> Navigation:
    """The navigation of this city for the person of the request; empty outside a city."""
    city = getattr(request, "city", None)
    if city is None:
        return Navigation([], None, [], None, [])
    # Nothing changes in between, and several pages ask for the same.
    may = cache(lambda permission: request.user.has_perm(permission, city))
    row: HasPage | None = getattr(request, "row_above", None)
    found = _find_way(request, city, may, row.get_absolute_url() if row else request.path)
    # Who may not open what lies above is led by the page's own address.
    return _find_way(request, city, may, request.path) if row and not found.is_found else found


def _find_way(request: HttpRequest, city: City, may: Callable[[str], bool], address: str) -> Navigation:
    """As if the page had that address, but for the tab that it is itself."""
    office = _visible_pages(OFFICE, request, city, may, address)
    doors: list[dict[str, Any]] = []
    for door in NAVIGATION:
        if len(doors) == MAX_DOORS or any(one["place"] == door.place for one in doors):
            continue
        tabs = _visible_pages((tab for tab in TABS if tab.place == door.place), request, city, may, address)
        if tabs and (not door.permission or may(door.permission)):
            doors.append(
                {"place": door.place, "label": str(door.label), "icon": door.icon, "url": tabs[0]["url"], "tabs": tabs}
            )
    own = (door for place in ("today", "mine") for door in doors if door["place"] == place)
    home = next(own, {"url": cached_reverse("city", city.slug), "label": translate_plain(city.name)})
    return _mark_current(doors, office)._replace(home=None if home["url"] == request.path else home)


def _visible_pages(
    pages: Iterable[Tab], request: HttpRequest, city: City, may: Callable[[str], bool], address: str
) -> list[dict[str, Any]]:
    shown = []
    path = address.removeprefix(f"/c/{city.slug}/")
    for page in pages:
        if page.permission and not may(page.permission):
            continue
        url = cached_reverse(page.url_name, city.slug)
        current = _match_address(page, request.path, url, path)
        # A function: the template that draws the tab calls it.
        shown.append({"url": url, "label": page.label, "current": current, "count": page.count_rows})
    return shown


def _match_address(page: Tab, address: str, url: str, path: str) -> str:
    if address == url:
        return "page"
    own = "/".join(url.split("/")[3:]).rstrip("/")
    further = (part for more in BELOW_TABS if more.url_name == page.url_name for part in more.below)
    below = [part for part in (own, *page.below, *further) if part and f"{path}/".startswith(f"{part}/")]
    return max(below, key=len) if below else ""


def _mark_current(doors: list[dict[str, Any]], office: list[dict[str, Any]]) -> Navigation:
    """One door and one of its tabs are current: the page itself, else the one whose address says most of it."""
    every = [tab for door in doors for tab in door["tabs"]] + office
    best: dict[str, Any] = max(every, key=lambda tab: (tab["current"] == "page", len(tab["current"])), default={})
    for tab in every:
        tab["current"] = ("page" if tab["current"] == "page" else "true") if tab is best and tab["current"] else ""
    here = next((door for door in doors if any(tab["current"] for tab in door["tabs"])), None)
    for door in doors:
        marks = {tab["current"]: tab["url"] for tab in door["tabs"]}
        door["current"] = "" if door is not here else "page" if marks.get("page") == door["url"] else "true"
    tabs = here["tabs"] if here else []
    return Navigation(doors, here, tabs, next((tab for tab in tabs if tab["current"]), None), office)
