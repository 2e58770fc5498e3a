"""The way through a city's pages: at most seven lines that one person sees."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from educities.kit.hooks import Hook

MOST = 7


class Door(NamedTuple):
    """One line of the navigation. `permission`: asked about the city; "" = everybody sees it.

    `sections`: the first parts of the addresses behind it, besides its own.
    """

    url_name: str
    label: Promise | str
    permission: str
    order: int
    sections: tuple[str, ...] = ()


class Sections(NamedTuple):
    """First parts of addresses that lie behind a door of another app, which `url_name` names."""

    url_name: str
    parts: tuple[str, ...]


NAVIGATION: Hook[Door] = Hook(
    "cities.queries.navigation",
    "The lines of a city's navigation, from the first. Of two with one label a person sees the first.",
    key=lambda door: door.url_name,
    order=lambda door: door.order,
)
NAVIGATION_SECTIONS: Hook[Sections] = Hook(
    "cities.navigation_sections",
    "Which pages mark a line of the navigation that another app put there.",
)


def navigation_lines(request: HttpRequest) -> list[dict[str, Any]]:
    """The lines this person sees in this city; `current` says which leads to this page, or to the one above it."""
    city = getattr(request, "city", None)
    seen: list[dict[str, Any]] = []
    if city is None:
        return []
    for door in NAVIGATION:
        if len(seen) == MOST or any(line["label"] == door.label for line in seen):
            continue
        if door.permission and not request.user.has_perm(door.permission, city):
            continue
        url = reverse(door.url_name, args=[city.slug])
        seen.append({"url": url, "label": door.label, "current": "page" if request.path == url else "", "door": door})
    _mark_section(seen, request.path)
    return seen


def _mark_section(lines: list[dict[str, Any]], path: str) -> None:
    """On a page below one of the lines that line is marked, the first that fits."""
    section = "/".join(path.split("/")[3:4])
    if not section or any(line["current"] for line in lines):
        return
    for line in lines:
        if section == line["url"].split("/")[3] or section in _sections_behind(line["door"]):
            line["current"] = "true"
            return


def _sections_behind(door: Door) -> set[str]:
    further = (one.parts for one in NAVIGATION_SECTIONS if one.url_name == door.url_name)
    return {*door.sections, *(part for parts in further for part in parts)}
