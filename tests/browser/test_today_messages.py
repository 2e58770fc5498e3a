"""What an act in place says on Today takes the place of what the page said before."""

from typing import Any

import pytest

from cities.models import City
from educities.accounts.models import User
from reports.actions import build_due
from tests.browser.looks import chromium, open_page
from tests.factories import OrganisationFactory, ProgramFactory
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_later_act_in_place_takes_the_earlier_message_away(
    live_server: Any, client: Any, scope: City, director: User
) -> None:
    ProgramFactory(signed=True)
    OrganisationFactory(name={"en": "Repair Café"}, state="proposed")
    sign_in(client, director)
    cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    with chromium() as browser:
        page = open_page(browser, cookies=[cookie], locale="en")
        page.goto(f"{live_server.url}/c/{scope.slug}/today/")
        page.locator(".menu summary", has_text="Make a report").click()
        page.locator("form[action$='/reports/new/'] button").first.click()
        page.locator("#messages .message").wait_for()
        page.locator("#waits form[hx-post] button").first.click()
        page.locator("#waits .bead.done").wait_for()
        assert page.locator("#messages .message").count() == 0


def test_a_report_that_is_ready_takes_the_place_of_the_message_that_it_is_being_made(
    live_server: Any, client: Any, scope: City, director: User
) -> None:
    ProgramFactory(signed=True)
    sign_in(client, director)
    cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    with chromium() as browser:
        page = open_page(browser, cookies=[cookie], locale="en")
        page.goto(f"{live_server.url}/c/{scope.slug}/today/")
        page.locator(".menu summary", has_text="Make a report").click()
        page.locator("form[action$='/reports/new/'] button").first.click()
        page.locator("#messages", has_text="We are making your report.").wait_for()
        assert build_due() == 1
        page.locator("#messages", has_text="Your report is ready.").wait_for()
        assert page.locator("#messages .message").count() == 1
        assert page.locator("#report-list a", has_text="Download").count() == 1
