"""Who acts on a row far down a list is back at that place, and reads there what came of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.browser.looks import chromium, open_page
from tests.challenges.people import published
from tests.factories import MembershipFactory, ProfileFactory, UserFactory
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_next_row_stands_where_the_other_one_was(live_server: Any, scope: Any, director: Any) -> None:
    ideas = []
    for number in range(24):
        user = UserFactory(language="en")
        MembershipFactory(user=user, city=scope)
        ideas.append(published(ProfileFactory(user=user), text=f"Trees along street {number}, for shade in summer."))
    type(ideas[0]).objects.update(state="pending")
    session = {
        "name": "session",
        "value": sign_in(Client(), director).cookies["session"].value,
        "url": live_server.url,
    }
    with chromium() as browser:
        page = open_page(browser, width=390, cookies=[session], locale="en")
        page.goto(live_server.url + reverse("moderation", args=[scope.slug]))
        button = page.locator("ul.rows form button").nth(15)
        button.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        assert before > 500
        with page.expect_navigation():
            button.click()
        page.wait_for_function("document.getElementById('messages').style.position === 'fixed'")
        assert abs(page.evaluate("scrollY") - before) < 200
        told = page.locator("#messages").bounding_box()
        assert 0 <= told["y"] < 100
        assert page.locator("ul.rows form button").count() == 23
        # Opened anew, the list begins at its top.
        page.goto(live_server.url + reverse("moderation", args=[scope.slug]))
        assert page.evaluate("scrollY") == 0
