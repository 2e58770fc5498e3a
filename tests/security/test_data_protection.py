"""Addresses hold no session and no token of a program; nothing of a person is kept by caches or sent to strangers."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import ProfileFactory, UserFactory
from tests.security.sources import scripts, templates
from tests.support import sign_in

pytestmark = pytest.mark.django_db
OUTSIDE = re.compile(r"""(?:src|href|action)=["']https?://(?!\{)|@import|url\(["']?https?:""")


def test_no_address_of_a_page_holds_a_session(client: Client, city: Any, resident: Any) -> None:
    sign_in(client, resident, second_factor=False)
    key = client.session.session_key
    for page in ("/c/bat-galim/", "/accounts/me/", "/accounts/sessions/"):
        assert key not in client.get(page).content.decode()


def test_the_addresses_of_a_password_and_a_code_are_sent_in_the_body(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    forms = re.findall(r"<form[^>]*>", page.partition("<main")[2])
    assert forms
    assert [form for form in forms if 'method="post"' not in form] == []


def test_a_box_whose_text_stands_in_the_address_takes_no_secret() -> None:
    """A form that is sent by GET narrows a list; it has no box for a password or a code."""
    found = [path for path, text in templates().items() for form in re.findall(r"<form[^>]*get[^>]*>.*?</form>", text, re.DOTALL)
             if re.search("password|one-time-code", form)]  # fmt: skip
    assert found == []


def test_pages_and_scripts_ask_nobody_else() -> None:
    asks = [
        path
        for path, text in templates().items()
        if path.endswith(".html") and OUTSIDE.search(text) and "<a " not in text
    ]
    assert asks == []
    assert [name for name, text in scripts().items() if re.search(r"https?://", text)] == []


def test_the_cache_holds_no_page_of_a_person(client: Client, scope: Any, resident: Any) -> None:
    sign_in(client, resident, second_factor=False)
    client.get("/c/bat-galim/challenges/")
    answer = Client().get("/c/bat-galim/challenges/")
    assert resident.email not in answer.content.decode()
    assert "/accounts/logout/" not in answer.content.decode()


def test_what_the_browser_keeps_is_for_people_who_type_and_ends_with_signing_out() -> None:
    """Five kinds of entries, each known: drafts, a form whose language changes, taps of a roll that wait for a network,
    that the key of the search is switched off, and the place in a list, which any next page takes away."""
    words = re.compile(r"(?:local|session)Storage\.setItem\(([^,]+),")
    assert {key for text in scripts().values() for key in words.findall(text)} == {
        "name",
        "KEY",
        "KEY_OFF",
        '"typed:" + location.pathname',
        '"place"',
    }


def test_two_scripts_put_pages_by_of_the_roll_and_of_the_exchange() -> None:
    """What goes with signing out and with the next person is walked in a browser: `tests/meetings/test_roll_kept.py`,
    `tests/exchange/test_kept_page_browser.py`.
    """
    both = ["exchange-kept.js", "roll-kept.js"]
    assert sorted(name for name, text in scripts().items() if "caches.open" in text) == both
    assert sorted(name for name, text in scripts().items() if "serviceWorker.register" in text) == both
    assert [path for path in templates() if path.endswith(".js")] == ["templates/kit/kept_worker.js"]


def test_a_password_and_a_file_are_never_kept_by_the_browser() -> None:
    assert '["hidden", "password", "file"].includes(one.type)' in scripts()["app.js"]


def test_a_profile_of_another_city_is_not_told_by_its_address(client: Client, scope: Any, other_city: Any) -> None:
    from educities.tenancy.scope import city_scope

    with city_scope(other_city.pk):
        theirs = ProfileFactory(user=UserFactory())
    sign_in(client, UserFactory())
    assert client.get(f"/c/bat-galim/people/{theirs.pk}/").status_code in {403, 404}
