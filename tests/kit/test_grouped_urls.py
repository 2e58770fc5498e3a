"""Addresses are found in groups as they are found one after the other."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, include, path, re_path
from django.urls.resolvers import RegexPattern, URLResolver

from educities.kit.grouped_urls import GroupedResolver


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


PATTERNS = [
    path("", answer, name="start"),
    path("labs/", answer, name="labs"),
    path("labs/<int:pk>/", answer, name="lab"),
    path("<slug:word>/new/", answer, name="any"),
    path("robots.txt", answer, name="file"),
    path("labs/new/", answer, name="behind"),
    re_path(r"^la(b|w)s/(?P<year>\d{4})/$", answer, name="pattern"),
    path("deep/", include([path("a/", answer, name="a")])),
    path("half", include([path("way/", answer, name="halfway")])),
]
PLAIN = URLResolver(RegexPattern("^"), [path("c/<slug:city>/", include(PATTERNS))])
GROUPED = URLResolver(RegexPattern("^"), [GroupedResolver("c/<slug:city>/", PATTERNS)])


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "labs/",
        "labs/7/",
        "labs/new/",
        "rooms/new/",
        "robots.txt",
        "labs/2026/",
        "laws/2026/",
        "deep/a/",
        "halfway/",
    ],
)
def test_the_same_view_is_found(rest: str) -> None:
    plain, grouped = (one.resolve(f"c/bat-yam/{rest}") for one in (PLAIN, GROUPED))
    assert (grouped.url_name, grouped.kwargs, grouped.route) == (plain.url_name, plain.kwargs, plain.route)


@pytest.mark.parametrize("address", ["", "c/bat-yam", "c/bat-yam/labs", "c/bat-yam/nowhere/", "c/bat-yam/labs/x/"])
def test_what_is_nowhere_is_nowhere(address: str) -> None:
    for one in (PLAIN, GROUPED):
        with pytest.raises(Resolver404):
            one.resolve(address)


@pytest.mark.parametrize(("name", "values"), [("labs", {}), ("lab", {"pk": 7}), ("a", {}), ("any", {"word": "x"})])
def test_addresses_are_the_same(name: str, values: dict[str, str]) -> None:
    assert GROUPED.reverse(name, city="bat-yam", **values) == PLAIN.reverse(name, city="bat-yam", **values)
