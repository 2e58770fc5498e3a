"""htmx comes where a page asks for parts of itself, and works there; elsewhere it is not fetched."""

from typing import Any

import pytest

from tests.browser.looks import chromium, open_page
from tests.factories import ChallengeFactory, SessionFactory
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_htmx_comes_where_it_is_used(live_server: Any, client: Any, scope: Any, facilitator: Any) -> None:
    sign_in(client, facilitator)
    session = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    wall = f"/c/{scope.slug}/sessions/{SessionFactory(state='held').pk}/wall/"
    with chromium() as browser:
        page = open_page(browser, cookies=[session])
        with page.expect_response(lambda answer: "wall" in answer.url and "count" in answer.url):
            page.goto(live_server.url + wall)
        assert page.evaluate("typeof htmx") == "object"
        page.goto(live_server.url + ChallengeFactory().get_absolute_url())
        page.wait_for_load_state("networkidle")
        assert page.evaluate("typeof htmx") == "undefined"
        assert page.said == []
