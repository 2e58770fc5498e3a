"""The roll on a phone whose network comes and goes, in a real browser."""

import shutil
import warnings
from typing import Any

import pytest
from django.urls import reverse

from labs.models import Attendance
from tests.factories import CohortMemberFactory, SessionFactory
from tests.support import sign_in

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def phone(live_server: Any, client: Any, facilitator: Any, monkeypatch: Any) -> Any:
    if CHROMIUM is None:
        warnings.warn("NO CHROMIUM: the roll was not tried in a browser", stacklevel=1)
        pytest.skip("no chromium on this machine")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    from playwright.sync_api import sync_playwright

    sign_in(client, facilitator)
    cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
        context.add_cookies([cookie])
        yield context
        browser.close()


def test_taps_without_network_are_kept_and_sent_later(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    first, second = CohortMemberFactory.create_batch(2, cohort=session.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    line = page.locator(f"#person-{first.profile_id}")
    line.get_by_role("button", name="present").click()
    page.locator("[data-waiting]").wait_for(state="detached")
    assert Attendance.objects.get().status == "present"

    phone.set_offline(True)
    other = page.locator(f"#person-{second.profile_id}")
    other.get_by_role("button", name="late").click()
    line.get_by_role("button", name="excused").click()
    line.get_by_role("button", name="absent").click()
    page.locator("#roll-waiting").wait_for(state="visible")
    assert other.get_by_role("button", name="late").get_attribute("aria-pressed") == "true"
    assert page.locator("#roll-there").inner_text() == "1"

    phone.set_offline(False)
    page.locator("[data-waiting]").first.wait_for(state="detached")
    marks = dict(Attendance.objects.values_list("profile_id", "status"))
    assert marks == {first.profile_id: "absent", second.profile_id: "late"}


def test_a_refused_tap_is_said(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    member = CohortMemberFactory(cohort=session.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    type(session).objects.update(state="recorded")
    page.locator(f"#person-{member.profile_id}").get_by_role("button", name="present").click()
    page.locator("#roll-refused").wait_for(state="visible")
    assert Attendance.objects.count() == 0
