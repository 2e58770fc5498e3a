"""A phone on an evening: what is half written outlives a reload and the way back, and the page opens without a network."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exchange.actions.exchanges import end_exchange
from exchange.models import Exchange
from tests.browser.looks import PATIENCE, chromium
from tests.exchange.support import move_to
from tests.exchange.test_exchange_browser import come_in, cookie_of, write_card
from tests.meetings.test_roll_kept import STORES, wait_for
from tests.support import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
KEPT = """async (words) => {
  const kept = await caches.match(location.pathname);
  return Boolean(kept && (await kept.text()).includes(words));
}"""


@pytest.fixture
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture
def address(live_server: Any, evening: Exchange) -> str:
    return live_server.url + reverse("join_by_link", args=[evening.city.slug, evening.code])


@pytest.fixture
def page(browser: Any, address: str) -> Any:
    """A guest's phone that has put the page by."""
    page = come_in(browser, address, "ar", "سمير")
    page.locator("#kept[data-is-kept]").wait_for(state="attached")
    return page


def begin_card(page: Any) -> None:
    page.locator("#card-form [name=kind][value=need]").check()
    page.locator("#card-form [name=area]").fill("نجارة")
    page.locator("#card-form [name=text]").fill("نحتاج إلى سلم")


def read_card(page: Any) -> tuple[bool, str, str]:
    form = page.locator("#card-form")
    is_need = form.locator("[name=kind][value=need]").is_checked()
    return is_need, form.locator("[name=area]").input_value(), form.locator("[name=text]").input_value()


BEGUN = (True, "نجارة", "نحتاج إلى سلم")


def test_a_card_that_is_half_written_outlives_a_reload_and_the_way_back(page: Any, live_server: Any) -> None:
    begin_card(page)
    page.reload()
    assert read_card(page) == BEGUN
    page.goto(live_server.url)
    page.go_back()
    assert read_card(page) == BEGUN


def test_it_outlives_a_reload_without_a_network_and_is_gone_once_it_is_sent(page: Any) -> None:
    begin_card(page)
    page.context.set_offline(True)
    page.reload()
    assert read_card(page) == BEGUN
    page.locator("#card-form .save button").click()
    page.reload()
    assert read_card(page) == (False, "", "")
    page.locator("#kept-list li").wait_for()
    page.context.set_offline(False)
    page.locator("#my-part li", has_text="نحتاج إلى سلم").wait_for()


def test_the_page_opens_without_a_network_with_what_was_there(page: Any, evening: Exchange, leader: Any) -> None:
    write_card(page, "نحتاج إلى سلم")
    page.locator("#my-part li").first.wait_for()
    move_to(evening, leader, "round_1")
    page.locator("#my-group").wait_for(state="attached")
    wait_for(lambda: page.evaluate(KEPT, 'id="my-group"'))
    page.context.set_offline(True)
    page.reload()
    page.locator("#kept-waiting").wait_for(state="visible")
    assert page.locator("#my-group").count() == 1
    assert "نحتاج إلى سلم" in page.locator("#my-part").inner_text()
    page.context.set_offline(False)
    page.locator("#kept-waiting").wait_for(state="hidden")


def test_when_the_exchange_is_over_nothing_of_it_stays_on_the_phone(page: Any, evening: Exchange, leader: Any) -> None:
    assert page.evaluate(KEPT, 'id="my-part"')
    end_exchange(evening, actor=leader)
    page.reload()
    wait_for(lambda: not page.evaluate(KEPT, ""))


def test_who_signs_in_next_at_this_phone_finds_nothing(page: Any, live_server: Any, resident: Any) -> None:
    page.context.add_cookies([cookie_of(resident, live_server.url)])
    page.goto(live_server.url)
    wait_for(lambda: page.evaluate(STORES) == 0)


def test_a_members_page_opens_too_and_goes_with_signing_out(
    browser: Any, address: str, live_server: Any, resident: Any
) -> None:
    cookie = cookie_of(resident, live_server.url)
    page = come_in(browser, address, "en", "Noa", cookies=[cookie])
    page.set_default_timeout(PATIENCE)
    page.locator("#kept[data-is-kept]").wait_for(state="attached")
    own = page.url
    page.context.set_offline(True)
    page.reload()
    page.locator("#my-part").wait_for(state="attached")
    page.context.set_offline(False)
    sign_in(Client(), resident).logout()
    page.context.clear_cookies(name="session")
    page.goto(own)
    page.wait_for_url("**/accounts/login/**")
    wait_for(lambda: page.evaluate(STORES) == 0)
