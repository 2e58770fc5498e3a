"""The way through a city's pages: (url name, label, permission; "" = everybody), at most seven that one person sees."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Door(NamedTuple):
    """One line of the navigation. `rooms`: the first parts of the addresses behind it, besides its own."""

    name: str
    label: Promise | str
    permission: str = ""
    rooms: tuple[str, ...] = ()


COHORTS = ("cohorts", "sessions", "expeditions", "learnings", "model", "initiatives", "overrides", "members", "areas")
DOORS = [
    Door("dashboard", _("Today"), "cities.see_dashboard_city", ("settings", "roles", "deliveries", "partners")),
    Door("board", _("Cohorts"), "labs.list_cohort", COHORTS),
    Door("labs", _("Labs"), "labs.list_lab"),
    Door("organisations", _("Organisations"), "stakeholders.list_organisation", ("representations",)),
    Door("program", _("Five years"), "programs.view_program", ("indicators",)),
    Door("manage_challenges", _("Challenges"), "challenges.manage_challenge", ("manage", "challenges", "ideas")),
    Door("challenges", _("Challenges"), "", ("ideas",)),
    Door("people", _("People"), "stakeholders.list_profile", ("strengths",)),
    Door(
        "mine",
        _("My things"),
        "cities.see_own_things_city",
        ("me", "my-sessions", "in", "wards", "ask-guardian", "cohorts", "sessions"),
    ),
]
MOST = 7


def doors(request: HttpRequest) -> list[dict[str, Any]]:
    """The lines this person sees in this city; `current` says which leads to this page, or to the one above it."""
    city, seen = getattr(request, "city", None), []
    if city is None:
        return []
    for door in DOORS:
        if len(seen) == MOST or any(line["label"] == door.label for line in seen):
            continue
        if door.permission and not request.user.has_perm(door.permission, city):
            continue
        try:
            url = reverse(door.name, args=[city.slug])
        except NoReverseMatch:
            continue
        seen.append({"url": url, "label": door.label, "current": "page" if request.path == url else "", "door": door})
    _mark_section(seen, request.path)
    return seen


def _mark_section(lines: list[dict[str, Any]], path: str) -> None:
    """On a page below one of the lines that line is marked, the first that fits."""
    room = "/".join(path.split("/")[3:4])
    if not room or any(line["current"] for line in lines):
        return
    for line in lines:
        if room in (line["url"].split("/")[3], *line["door"].rooms):
            line["current"] = "true"
            return
