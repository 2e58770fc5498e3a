"""The foot of a long form on a phone: Save is in reach, in the place of the doors, and hides no box with the focus."""

from typing import Any

import pytest

from cities.models import City
from educities.accounts.models import User
from tests.browser.looks import chromium, open_page
from tests.factories import CohortFactory
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACES = """() => {
  const place = (one) => one.getBoundingClientRect();
  const save = place(document.querySelector(".save"));
  return [save.bottom <= innerHeight + 1, place(document.activeElement).top + 40 <= save.top];
}"""


def test_save_is_in_reach_and_hides_no_box_with_the_focus(
    live_server: Any, client: Any, scope: City, director: User
) -> None:
    sign_in(client, director)
    cohort = CohortFactory()
    cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    with chromium() as browser:
        page = open_page(browser, width=390, cookies=[cookie], reduced_motion="reduce")
        page.goto(f"{live_server.url}/c/{scope.slug}/cohorts/{cohort.pk}/sessions/new/")
        assert not page.locator(".thumb").is_visible()
        boxes = page.locator("main form :is(input:not([type=hidden]), select, textarea):visible")
        assert boxes.count() > 5
        for number in range(boxes.count()):
            boxes.nth(number).focus()
            assert page.evaluate(PLACES) == [True, True], boxes.nth(number).get_attribute("name")
