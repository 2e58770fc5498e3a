"""One exchange in a browser: twelve phones in three languages, two of them without a network for a while, and the big screen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exchange.models import Card, CardMark, Handshake, Participant
from tests.browser.looks import PATIENCE, chromium
from tests.collaborations.support import make_person
from tests.exchange.support import move_to, open_evening
from tests.factories import AreaFactory
from tests.support import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
# Ten guests and, last, two with accounts.
PHONES = (
    *(("en", "Adam"), ("he", "נועה"), ("ar", "سمير"), ("he", "דנה"), ("ar", "رنا"), ("en", "Ella")),
    *(("he", "אורן"), ("ar", "أمير"), ("he", "יעל"), ("en", "Ben"), ("he", "מיכל"), ("ar", "لينا")),
)
WITHOUT_NETWORK = 2


def come_in(browser: Any, address: str, language: str, name: str, *, cookies: Any = ()) -> Any:
    """A phone on its own page of the exchange; `cookies`: of the session of somebody with an account."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale=language)
    context.set_default_timeout(PATIENCE)
    context.add_cookies([*cookies])
    page = context.new_page()
    page.goto(address)
    page.locator("[name=first_name]").fill(name)
    if not cookies:
        page.locator("[name=age][value=adult]").check()
    page.locator("main form .save button").click()
    page.locator("#kept").wait_for(state="attached")
    return page


def write_card(page: Any, text: str) -> None:
    page.locator("#card-form [name=kind][value=need]").check()
    page.locator("#card-form [name=text]").fill(text)
    page.locator("#card-form .save button").click()


def write_cards(pages: list[Any]) -> None:
    """A card on each phone, two of them without a network for a while."""
    away, others = pages[:WITHOUT_NETWORK], pages[WITHOUT_NETWORK:]
    for page in away:
        page.context.set_offline(True)
    for number, page in enumerate(pages):
        write_card(page, f"Line {number}")
    for page in away:
        page.locator("#kept-list li").wait_for()
        page.locator("#kept-waiting").wait_for(state="visible")
    for page in others:
        page.locator("#my-part li").first.wait_for()
    assert Card.objects.count() == len(others)
    for page in away:
        page.context.set_offline(False)
        page.locator("#my-part li").first.wait_for()
        page.locator("#kept-list li").wait_for(state="detached")
    assert {*Card.objects.values_list("text", flat=True)} == {f"Line {n}" for n in range(len(pages))}


def show_wall(browser: Any, address: str, cookie: Any) -> str:
    """What the big screen says."""
    screen = browser.new_context(viewport={"width": 1024, "height": 768}, locale="he")
    screen.add_cookies([cookie])
    wall = screen.new_page()
    wall.goto(address)
    said: str = wall.locator("main").inner_text()
    screen.close()
    return said


def cookie_of(user: Any, url: str) -> dict[str, str]:
    return {"name": "session", "value": sign_in(Client(), user).cookies["session"].value, "url": url}


def test_twelve_phones_in_three_languages_and_two_without_a_network(live_server: Any, scope: Any, leader: Any) -> None:
    AreaFactory(parent=AreaFactory(), label={"en": "Sewing", "he": "תפירה", "ar": "خياطة"})
    row = open_evening(leader)
    members = [make_person(scope, display_name=name) for _language, name in PHONES[-2:]]
    asked, offering = ([cookie_of(one.user, live_server.url)] for one in members)
    address = live_server.url + reverse("join_by_link", args=[scope.slug, row.code])
    wall = live_server.url + reverse("exchange_wall", args=[scope.slug, row.pk])
    with chromium() as browser:
        cookies = [*([()] * (len(PHONES) - 2)), asked, offering]
        pages = [come_in(browser, address, *phone, cookies=more) for phone, more in zip(PHONES, cookies, strict=True)]
        write_cards(pages)
        move_to(row, leader, "round_1")
        button = pages[0].locator("form[data-kept] button").first
        button.wait_for()
        button.click()
        pages[0].locator("#my-part button[aria-pressed=true] svg").first.wait_for(state="attached")
        assert CardMark.objects.filter(is_on=True).exists()
        said = show_wall(browser, wall, cookie_of(leader, live_server.url))
        assert all(one.first_name in said for one in Participant.objects.all())
        assert "Line" not in said
        move_to(row, leader, "handshakes")
        shake_hands(pages[-1], pages[-2], f"Line {len(PHONES) - 2}")
    hand = Handshake.objects.get()
    assert hand.collaboration is not None
    assert {side.profile for side in hand.collaboration.parties.all()} == {*members}


def shake_hands(offering: Any, asked: Any, line: str) -> None:
    """One offers a hand on the other's card, who shakes it on the own phone."""
    offering.locator("#my-part .card-line", has_text=line).locator("a.btn").click()
    offering.locator("#hand-form [name=gives]").fill("I sew on Sundays")
    day = offering.locator("#hand-form [name=due_on]")
    day.fill("2020-01-01")
    offering.locator("#hand-form .save button").click()
    # What is refused is said once: the form still holds the words.
    offering.locator("#kept-refused").wait_for()
    assert offering.locator("#kept-list li").count() == 0
    assert offering.locator("#hand-form [name=gives]").input_value() == "I sew on Sundays"
    day.fill("")
    offering.locator("#hand-form .save button").click()
    offering.locator("#my-handshakes").wait_for(state="attached")
    asked.locator("form[data-kept] button[name=answer][value=yes]").click()
    asked.locator("form[data-kept] button[name=answer]").first.wait_for(state="detached")
