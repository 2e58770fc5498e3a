"""One exchange in a browser: phones in three languages, two of them without a network for a while, and the big screen."""

from typing import Any

import pytest
from django.urls import reverse

from exchange.models import Card, CardMark, Participant
from tests.browser.looks import PATIENCE, chromium
from tests.exchange.support import move_to, open_evening
from tests.factories import AreaFactory
from tests.support import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PHONES = (("en", "Adam"), ("he", "נועה"), ("ar", "سمير"), ("he", "דנה"))


def come_in(browser: Any, address: str, language: str, name: str) -> Any:
    """A guest's phone, on its own page of the exchange."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale=language)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address)
    page.locator("[name=first_name]").fill(name)
    page.locator("[name=age][value=adult]").check()
    page.locator("main form .save button").click()
    page.locator("#kept").wait_for(state="attached")
    return page


def write_card(page: Any, text: str) -> None:
    page.locator("#card-form [name=kind][value=need]").check()
    page.locator("#card-form [name=text]").fill(text)
    page.locator("#card-form .save button").click()


def test_phones_in_three_languages_and_two_without_a_network(
    live_server: Any, client: Any, scope: Any, leader: Any
) -> None:
    AreaFactory(parent=AreaFactory(), label={"en": "Sewing", "he": "תפירה", "ar": "خياطة"})
    row = open_evening(leader)
    sign_in(client, leader)
    cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    address = live_server.url + reverse("join_by_link", args=[scope.slug, row.code])
    with chromium() as browser:
        pages = [come_in(browser, address, *phone) for phone in PHONES]
        for page in pages[:2]:
            page.context.set_offline(True)
        for number, page in enumerate(pages):
            write_card(page, f"Line {number}")
        for page in pages[:2]:
            page.locator("#kept-list li").wait_for()
            page.locator("#kept-waiting").wait_for(state="visible")
        for page in pages[2:]:
            page.locator("#my-part li").first.wait_for()
        assert sorted(Card.objects.values_list("text", flat=True)) == ["Line 2", "Line 3"]
        for page in pages[:2]:
            page.context.set_offline(False)
            page.locator("#my-part li").first.wait_for()
            page.locator("#kept-list li").wait_for(state="detached")
        assert sorted(Card.objects.values_list("text", flat=True)) == [f"Line {n}" for n in range(4)]
        move_to(row, leader, "round_1")
        button = pages[0].locator("form[data-kept] button").first
        button.wait_for()
        button.click()
        pages[0].locator("#my-part button[aria-pressed=true] svg").first.wait_for(state="attached")
        assert CardMark.objects.filter(is_on=True).exists()
        screen = browser.new_context(viewport={"width": 1024, "height": 768}, locale="he")
        screen.add_cookies([cookie])
        wall = screen.new_page()
        wall.goto(live_server.url + reverse("exchange_wall", args=[scope.slug, row.pk]))
        assert all(one.first_name in wall.locator("main").inner_text() for one in Participant.objects.all())
        assert "Line" not in wall.locator("main").inner_text()
