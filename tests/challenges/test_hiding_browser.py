"""Choosing a rule fills in its sentence, until the moderator writes words of their own."""

from typing import Any

import pytest

from tests.browser.looks import chromium, open_page
from tests.challenges.people import published
from tests.factories import MembershipFactory, ProfileFactory, UserFactory
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_sentence_of_the_chosen_rule_stands_in_the_box(
    live_server: Any, client: Any, scope: Any, director: Any
) -> None:
    user = UserFactory(language="en")
    MembershipFactory(user=user, city=scope)
    idea = published(ProfileFactory(user=user))
    sign_in(client, director)
    cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    with chromium() as browser:
        page = open_page(browser, cookies=[cookie], locale="en")
        page.goto(f"{live_server.url}/c/{scope.slug}/manage/ideas/{idea.pk}/hide/")
        box = page.locator("textarea[name=because]")
        for rule, part in (("kindness", "could hurt someone"), ("people", "has not agreed"), ("other", "")):
            page.check(f"input[value={rule}]")
            assert part in box.input_value()
        assert box.input_value() == ""
        page.check("input[value=safety]")
        box.fill("Please say who is there with the children.")
        page.check("input[value=people]")
        assert box.input_value() == "Please say who is there with the children."
