"""What further apps show on a city's public page, and where each role begins its day."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest

from educities.kit.hooks import Hook


class Panel(NamedTuple):
    """One part of the page: a template with what `context(request)` gives; `order` says how far up."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any]]
    order: int = 50


class StartPage(NamedTuple):
    """A page that begins the day of whoever has the permission; "" = everybody's."""

    url_name: str
    permission: str
    order: int


CITY_PANELS: Hook[Panel] = Hook(
    "cities.panels",
    "The parts of a city's public page, from the top. One whose context is empty is left out.",
    key=lambda panel: panel.template,
    order=lambda panel: panel.order,
)
START_PAGES: Hook[StartPage] = Hook(
    "cities.start_pages",
    "Where a person's day in a city begins: the first page that the person may see, else the city's own.",
    key=lambda page: page.url_name,
    order=lambda page: page.order,
)


def city_page_panels(request: HttpRequest) -> list[dict[str, Any]]:
    """The panels of this city's page, in order; one without content is left out."""
    shown = []
    for panel in CITY_PANELS:
        context = panel.context(request)
        if context:
            shown.append({"template": panel.template, **context})
    return shown
