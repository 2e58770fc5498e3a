"""The session has ended, and then a form is sent or a button pressed: after signing in nothing is lost, and nothing done."""

import re
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.access.filling import FormReader, fill_form
from tests.access.test_every_address import ROOMS, has
from tests.access.test_twice_at_once import owner_of, sender_of
from tests.access.twice_table import OTHERS
from tests.access.world import address, kept_world, world
from tests.support import sign_in

pytestmark = pytest.mark.django_db
__all__ = ["kept_world", "world"]
# The page on which the buttons of the walk stand.
BEHIND = "/c/bat-galim/me/"
# Pages of a form whose contents are a file, or choices alone: nothing is typed into them.
UNTYPED = {"import_organisations", "import_run"}
WORDS = re.compile(r"Some words of a person, number \d+|somebody\d+@example\.org")


def sent_without_session(user: Any, where: str, form: dict[str, Any]) -> tuple[str, Any]:
    """Where the person is led after signing in, and that page."""
    browser = sign_in(Client(raise_request_exception=False), user)
    browser.get(BEHIND)
    del browser.cookies[settings.SESSION_COOKIE_NAME]
    answer = browser.post(where, form, headers={"Referer": f"http://testserver{BEHIND}"})
    assert answer.status_code == 302, (where, answer.status_code)
    assert answer["Location"].startswith("/accounts/login/"), where
    onward = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    return onward, sign_in(browser, user).get(onward, follow=True)


def forms_of(where: str, entry: Any, user: Any) -> list[dict[str, Any]]:
    if not has(entry, "get"):
        return [{}]
    page = sign_in(Client(raise_request_exception=False), user).get(where)
    found = FormReader(page.content.decode()).found if page.status_code == 200 else []
    return [fill_form(boxes) for action, boxes in found if action in {"", where}]


def lost_of(form: dict[str, Any], page: str) -> list[str]:
    """The texts that a person typed into the form and does not find on the page."""
    typed = [value for values in form.values() for value in values if WORDS.fullmatch(value)]
    return [text for text in typed if escape(text) not in page]


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_after_signing_in_nothing_is_lost(room: str, world: Any) -> None:
    wrong = []
    for route, entry in ROOMS[room]:
        view, name = entry.callback.view_class, entry.name
        if view.public or not has(entry, "post") or name in OTHERS:
            continue
        who = sender_of(entry)
        user = world["people"][who] if who else owner_of(name, world["rows"], view.model, world["city"])
        where = address(route, name, view.model, world["city"], world["rows"])
        for form in forms_of(where, entry, user):
            onward, page = sent_without_session(user, where, form)
            text = page.content.decode()
            if page.status_code != 200:
                wrong.append(f"{where} leads to {onward}: {page.status_code}")
            elif not has(entry, "get") and onward != BEHIND:
                wrong.append(f"the button {where} leads to {onward}")
            elif gone := lost_of(form, text):
                wrong.append(f"{where} leads to {onward}, which lost {gone}")
            elif "what you typed before" not in text and "Nothing was changed yet" not in text:
                wrong.append(f"{where} leads to {onward}, which says nothing of it")
    assert wrong == [], "\n".join(wrong)
