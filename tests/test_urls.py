"""A walk over every address: each names who may, and none opens to somebody it should not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from rules.permissions import permissions

from educities.api.views import Endpoint
from educities.kit.views import Permitted
from tests.matrix import PAGES

# Pages that anybody may read or send: the city's public face and links that carry their own secret.
PUBLIC = {name for name, asks in PAGES.items() if asks == "anybody"}
# Doors of their own kind: allauth's, the health questions, the language switch, the API (tests/api).
OTHERS = ("allauth", "django.views", "educities.health", "educities.api", "rest_framework")


def walk(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, route)
        else:
            yield route, entry


VIEWS = [(route, entry) for route, entry in walk(get_resolver())]
OWN = [
    (route, entry)
    for route, entry in VIEWS
    if not getattr(entry.callback, "__module__", "").startswith(OTHERS)
    and not getattr(getattr(entry.callback, "view_class", None), "__module__", "").startswith(OTHERS)
    and not issubclass(getattr(entry.callback, "view_class", object), Endpoint)
]


@pytest.mark.parametrize(("route", "entry"), OWN, ids=[route for route, _entry in OWN])
def test_every_page_says_who_may(route: str, entry: URLPattern) -> None:
    view = entry.callback.view_class
    assert issubclass(view, Permitted)
    if view.public:
        assert entry.name in PUBLIC
        return
    assert view.signed_in or view.permission, route
    if view.permission:
        assert view.permission in permissions, f"{route}: no rule {view.permission}"


@pytest.mark.parametrize(("route", "entry"), OWN, ids=[route for route, _entry in OWN])
def test_no_page_forgets_what_the_one_says_that_it_is_made_of(route: str, entry: URLPattern) -> None:
    """A page that brings an `extra_context` of its own has that of the page above it no more, unless it names it too."""
    known: list[dict[str, Any]] = [
        one.__dict__["extra_context"] for one in entry.callback.view_class.__mro__ if one.__dict__.get("extra_context")
    ]
    assert [set(below) - set(known[0]) for below in known[1:] if set(below) - set(known[0])] == []


def test_the_public_list_is_not_longer_than_the_public_pages() -> None:
    assert {entry.name for _route, entry in OWN if entry.callback.view_class.public} <= PUBLIC
    assert {entry.name for _route, entry in OWN} >= PUBLIC


# Where code and templates name a permission.
ASKED = re.compile(r"""has_perms?\(\s*["']([a-z]+\.\w+)["']|{%-? can ["']([a-z]+\.\w+)["']""")


def test_every_permission_that_is_asked_for_is_answered_by_a_rule() -> None:
    """One that is misspelt would be refused to everybody, in silence."""
    root = Path(settings.BASE_DIR)
    folders = [*settings.OWN_APPS, "templates"]
    files = [path for folder in folders for path in (root / folder.replace(".", "/")).rglob("*.*")]
    texts = [path.read_text() for path in files if path.suffix in {".py", ".html", ".txt"}]
    asked = {name for text in texts for found in ASKED.findall(text) for name in found if name}
    assert len(asked) > 20
    assert asked - set(permissions) == set()


def arguments(route: str) -> str:
    """The address with a number and a word that no row has."""
    address = route.replace("<slug:city>", "bat-galim")
    for hole in ("<int:pk>", "<int:person>", "<int:pk2>"):
        address = address.replace(hole, "987654321")
    for hole, text in (
        ("<str:token>", "nothing"),
        ("<slug:move>", "open"),
        ("<str:code>", "G11"),
        ("<str:record>", "lab:987654321"),
        ("<slug:name>", "x"),
    ):
        address = address.replace(hole, text)
    return "/" + address


IN_CITY = [(route, entry) for route, entry in OWN if route.startswith("c/")]


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "entry"), IN_CITY, ids=[route for route, _entry in IN_CITY])
def test_nobody_from_outside_comes_in(route: str, entry: URLPattern, client: Any, city: Any) -> None:
    """Anonymous: to the sign-in, or a 404 that says nothing. Never a page of the staff, never an error of ours."""
    address = arguments(route)
    for method in (client.get, client.post):
        status = method(address).status_code
        allowed = {200, 302, 404, 405, 410, 422} if entry.callback.view_class.public else {302, 404, 405}
        assert status in allowed, (method.__name__, address, status)
