"""What further apps show on a city's public page: each registers a function (request) -> context and a template."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest


class Panel(NamedTuple):
    """One part of the page; `order` says how far up."""

    order: int
    template: str
    context: Callable[[HttpRequest], dict[str, Any]]


PANELS: list[Panel] = []
# Where each role begins its day: (permission, url name), the first that fits; further apps put theirs in front.
STARTS: list[tuple[str, str]] = []


def panel(template: str, context: Callable[[HttpRequest], dict[str, Any]], *, order: int = 50) -> None:
    """The panel stands on every city's page."""
    PANELS.append(Panel(order, template, context))


def panels(request: HttpRequest) -> list[dict[str, Any]]:
    """The panels of this city's page, in order; one without content is left out."""
    shown = []
    for one in sorted(PANELS, key=lambda p: p.order):
        context = one.context(request)
        if context:
            shown.append({"template": one.template, **context})
    return shown
