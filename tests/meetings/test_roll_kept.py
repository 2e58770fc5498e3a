"""The roll opens again on a phone without a network, and nothing of it stays there for anybody else."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from educities.accounts.models import SignedInSession
from meetings.models import Attendance, Session
from tests.factories import CohortMemberFactory, SessionFactory
from tests.meetings.test_roll_browser import phone, tap
from tests.support import sign_in

__all__ = ["phone"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
STORES = "async () => (await caches.keys()).length"
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"
MARKS_KEPT = """async (address) => {
  const kept = await caches.match(address);
  return kept ? Object.values((await kept.json()).marks).join() : "";
}"""


def wait_for(holds: Callable[[], bool]) -> None:
    """Until it holds. Not `wait_for_function`: to that a promise holds at once, whatever it will say."""
    for _try in range(600):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it does not come to hold within a minute")


class OpenRoll:
    """A roll that runs, open on a phone that has put it by."""

    def __init__(self, phone: Any, address: str, slug: str) -> None:
        self.phone, self.base = phone, address
        self.session = SessionFactory(state="held")
        self.first, self.second = CohortMemberFactory.create_batch(2, cohort=self.session.group.cohort)
        self.where = address + reverse("roll", args=[slug, self.session.pk])
        self.marks = address + reverse("roll_marks", args=[slug, self.session.pk])
        self.page = phone.new_page()
        self.page.goto(self.where)
        self.page.locator("#taps[data-kept]").wait_for(state="attached")

    def line(self, member: Any) -> Any:
        return self.page.locator(f"#person-{member.profile_id}")

    def is_here(self, member: Any) -> bool:
        return self.line(member).locator("button.tap").get_attribute("aria-pressed") == "true"

    def goes_offline(self) -> None:
        self.phone.set_offline(True)


@pytest.fixture
def roll(phone: Any, live_server: Any, scope: Any) -> OpenRoll:
    return OpenRoll(phone, live_server.url, scope.slug)


def test_it_opens_again_with_the_marks_that_were_made(roll: OpenRoll) -> None:
    tap(roll.line(roll.first))
    roll.page.locator("[data-waiting]").wait_for(state="detached")
    wait_for(lambda: roll.page.evaluate(MARKS_KEPT, roll.marks) == "present")
    roll.goes_offline()
    roll.page.reload()
    roll.page.locator("#taps-kept").wait_for(state="visible")
    roll.page.locator(f'[data-part="here"] #person-{roll.first.profile_id}').wait_for()
    assert not roll.is_here(roll.second)


def test_it_looks_as_it_did(roll: OpenRoll) -> None:
    colour = "() => getComputedStyle(document.querySelector('.tap')).borderRadius"
    before = roll.page.evaluate(colour)
    roll.goes_offline()
    roll.page.reload()
    roll.page.locator("#taps-kept").wait_for(state="visible")
    assert roll.page.evaluate(colour) == before


def test_taps_on_the_roll_opened_again_are_sent_later(roll: OpenRoll) -> None:
    roll.goes_offline()
    roll.page.reload()
    tap(roll.line(roll.second))
    roll.page.locator("[data-waiting]").wait_for(state="visible")
    roll.page.reload()
    assert roll.is_here(roll.second)
    roll.phone.set_offline(False)
    roll.page.locator("[data-waiting]").wait_for(state="detached")
    assert Attendance.objects.get().status == "present"
    roll.page.locator("#taps-kept").wait_for(state="hidden")


def test_signing_out_leaves_nothing_behind(roll: OpenRoll) -> None:
    assert roll.page.evaluate(STORES) == 1
    roll.page.goto(f"{roll.base}/accounts/me/")
    roll.page.locator("form[action='/accounts/logout/'] button").first.evaluate("(one) => one.form.requestSubmit(one)")
    roll.page.wait_for_function("() => !document.querySelector('form[action=\"/accounts/logout/\"]')")
    assert roll.page.evaluate(STORES) == 0
    assert roll.page.evaluate(WORKERS) == 0
    roll.goes_offline()
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        roll.page.goto(roll.where)


def test_a_session_ended_elsewhere_leaves_nothing_once_the_server_is_asked(roll: OpenRoll) -> None:
    SignedInSession.objects.all().delete()
    roll.page.reload()
    roll.page.wait_for_url("**/accounts/login/**")
    wait_for(lambda: roll.page.evaluate(STORES) == 0)


def test_the_next_person_at_this_phone_finds_nothing(roll: OpenRoll, client: Any, resident: Any) -> None:
    sign_in(client, resident, second_factor=False)
    roll.phone.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": roll.base}])
    roll.page.goto(roll.base)
    wait_for(lambda: roll.page.evaluate(STORES) == 0)
    roll.goes_offline()
    with pytest.raises(Exception, match="ERR_"):
        roll.page.goto(roll.where)


def test_with_the_record_it_goes(roll: OpenRoll) -> None:
    Session.objects.update(state="recorded")
    roll.page.reload()
    wait_for(lambda: roll.page.evaluate(STORES) == 0)


def test_no_other_page_is_put_by(roll: OpenRoll) -> None:
    paths = "async () => (await (await caches.open((await caches.keys())[0])).keys()).map((one) => new URL(one.url).pathname)"
    kept = [path for path in roll.page.evaluate(paths) if not path.startswith("/static/")]
    assert sorted(roll.base + path for path in kept) == sorted([roll.where, roll.marks])


def test_after_twelve_hours_it_is_not_shown(roll: OpenRoll) -> None:
    old = """async (address) => {
      const store = await caches.open((await caches.keys())[0]);
      const page = await store.match(address);
      const headers = new Headers(page.headers);
      headers.set("Kept-At", Date.now() - 13 * 3600 * 1000);
      await store.put(address, new Response(await page.blob(), { headers }));
    }"""
    roll.page.evaluate(old, roll.where)
    roll.goes_offline()
    with pytest.raises(Exception, match="ERR_"):
        roll.page.goto(roll.where)


def test_with_the_network_back_the_list_is_fresh_and_says_so_no_more(roll: OpenRoll) -> None:
    roll.goes_offline()
    roll.page.reload()
    said = roll.page.locator("#taps-kept")
    said.wait_for()
    assert re.fullmatch(r"\d\d:\d\d", said.locator("time").inner_text())
    roll.phone.set_offline(False)
    # How soon depends on the machine: it asks when the network comes, and every eight seconds.
    said.wait_for(state="hidden")
