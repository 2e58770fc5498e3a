"""The way through a city's pages: (url name, label, permission; "" = everybody), at most seven that one person sees."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Door(NamedTuple):
    """One line of the navigation."""

    name: str
    label: Promise | str
    permission: str = ""


DOORS = [
    Door("dashboard", _("Today"), "cities.see_dashboard_city"),
    Door("board", _("Cohorts"), "labs.list_cohort"),
    Door("labs", _("Labs"), "labs.list_lab"),
    Door("organisations", _("Organisations"), "stakeholders.list_organisation"),
    Door("program", _("Five years"), "programs.view_program"),
    Door("manage_challenges", _("Challenges"), "challenges.manage_challenge"),
    Door("challenges", _("Challenges"), ""),
    Door("people", _("People"), "stakeholders.list_profile"),
]


def doors(request: HttpRequest) -> list[dict[str, Any]]:
    """The lines this person sees in this city, the current one marked."""
    city, seen = getattr(request, "city", None), []
    if city is None:
        return []
    for door in DOORS:
        if any(str(line["label"]) == str(door.label) for line in seen):
            continue
        if door.permission and not request.user.has_perm(door.permission, city):
            continue
        try:
            url = reverse(door.name, args=[city.slug])
        except NoReverseMatch:
            continue
        seen.append({"url": url, "label": door.label, "current": request.path == url})
    return seen
