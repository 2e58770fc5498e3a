"""Where a button leads back to: a page of ours, whatever the form says."""

from typing import Any

import pytest

from educities.kit.views import safe_next_url

ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example",
    "http:///elsewhere.example",
    "\\\\elsewhere.example",
    "javascript:alert(1)",
    "",
]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_to_another_site(rf: Any, method: str, target: str) -> None:
    assert safe_next_url(getattr(rf, method)("/", {"next": target}), "/mine/") == "/mine/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("target", ["/c/bat-galim/today/", "http://testserver/c/bat-galim/"])
def test_a_page_of_ours_is_gone_back_to(rf: Any, method: str, target: str) -> None:
    assert safe_next_url(getattr(rf, method)("/", {"next": target}), "/mine/") == target
