"""A page that stays open while the session or the connection ends: it says so, and what was typed is still there."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from educities.accounts.models import SignedInSession
from tests.browser.looks import chromium, open_page
from tests.factories import OrganisationFactory, SessionFactory
from tests.forum.support import make_charter, plan_next, seat_four
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/c/bat-galim/organisations/new/"


def session_of(user: Any, url: str) -> dict[str, str]:
    return {"name": "session", "value": sign_in(Client(), user).cookies["session"].value, "url": url}


def test_a_part_that_asks_for_itself_makes_the_page_offer_to_sign_in(
    live_server: Any, scope: Any, facilitator: Any
) -> None:
    wall = f"/c/bat-galim/sessions/{SessionFactory(state='held').pk}/wall/"
    with chromium() as browser:
        page = open_page(browser, cookies=[session_of(facilitator, live_server.url)])
        page.goto(live_server.url + wall)
        SignedInSession.objects.all().delete()
        page.wait_for_selector("#signed-out:not([hidden])", state="visible")
        assert page.locator("#count input").count() == 0
        page.click("#signed-out a")
        page.wait_for_url(lambda url: "/accounts/login/" in url and "wall" in url)


def test_a_press_without_a_connection_says_so_where_it_is_seen(live_server: Any, scope: Any) -> None:
    charter = make_charter()
    seats = seat_four(charter)
    meeting = plan_next(charter)
    with chromium() as browser:
        page = open_page(browser, width=360, locale="en", cookies=[session_of(seats[0].profile.user, live_server.url)])
        page.goto(live_server.url + meeting.get_absolute_url())
        for _ in range(2):
            with page.expect_navigation():
                page.locator("main .btn.primary").first.click()
        button = page.locator(f"#person-{seats[3].profile_id} button[value=present]")
        page.context.set_offline(True)
        button.click()
        notice = page.wait_for_selector("#no-answer", state="visible")
        assert 0 <= notice.bounding_box()["y"] < 120
        page.context.set_offline(False)
        button.click()
        page.wait_for_selector("#no-answer", state="hidden")
        page.wait_for_selector(f"#person-{seats[3].profile_id} button:has-text('Leaves')")


def test_a_long_box_of_staff_keeps_its_draft(live_server: Any, scope: Any, director: Any) -> None:
    with chromium() as browser:
        page = open_page(browser, cookies=[session_of(director, live_server.url)])
        page.goto(live_server.url + NEW)
        box = page.locator("textarea[data-draft]").first
        box.fill("Books for everyone")
        page.goto(live_server.url + NEW)
        assert page.locator("textarea[data-draft]").first.input_value() == "Books for everyone"
        assert page.locator("textarea[data-draft]").nth(1).input_value() == ""


def test_an_emptied_box_does_not_hide_what_stands_there(live_server: Any, scope: Any, director: Any) -> None:
    row = OrganisationFactory(about={"en": "Books for everyone"})
    way = live_server.url + reverse("change_organisation", args=[scope.slug, row.pk])
    with chromium() as browser:
        page = open_page(browser, cookies=[session_of(director, live_server.url)])
        for text in ("", "Books for some"):
            page.goto(way)
            box = page.locator("textarea[name=about_en]")
            assert box.input_value() == "Books for everyone"
            box.fill(text)
        page.goto(way)
        assert page.locator("textarea[name=about_en]").input_value() == "Books for some"
