"""An address that is none, sent along as the page to go on to, is passed over: the page answers as without it."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
BROKEN = ("http://[::1", "http://[x]/", "http://a]", "//[")
PAGES = ("login", "login/?password=1", "signup", "logout", "password/reset", "reauthenticate")


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("page", PAGES)
def test_the_page_answers(client: Client, page: str, broken: str) -> None:
    path, _mark, query = page.partition("/?")
    assert client.get(f"/accounts/{path}/?{query}", {"next": broken}).status_code < 400


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("page", ["login", "reauthenticate"])
def test_to_somebody_signed_in_too(client: Client, sign_in: Any, director: Any, page: str, broken: str) -> None:
    assert sign_in(client, director).get(f"/accounts/{page}/", {"next": broken}).status_code < 400


@pytest.mark.parametrize("broken", BROKEN)
def test_a_button_pressed_without_a_session_comes_from_nowhere(client: Client, city: Any, broken: str) -> None:
    answer = client.post(f"/c/{city.slug}/inbox/read/", {}, headers={"Referer": broken})
    assert answer.status_code == 302
