"""The roll on a phone whose network comes and goes, in a real browser."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Attendance
from tests.browser.looks import PATIENCE, chromium
from tests.factories import CohortMemberFactory, SessionFactory
from tests.support import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def phone(live_server: Any, client: Any, facilitator: Any) -> Any:
    sign_in(client, facilitator)
    cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
        context.set_default_timeout(PATIENCE)
        context.add_cookies([cookie])
        yield context


def tap(line: Any) -> None:
    """The row as a whole: here, or not here."""
    line.locator("button.tap").click()


def choose(line: Any, mark: str) -> None:
    """One of the other marks, behind the three dots."""
    line.locator("summary").click()
    line.get_by_role("button", name=mark).click()


def is_pressed(line: Any, mark: str) -> str:
    return line.locator(f".menu button.{mark}").get_attribute("aria-pressed")


def test_taps_without_network_are_kept_and_sent_later(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    first, second = CohortMemberFactory.create_batch(2, cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    line = page.locator(f"#person-{first.profile_id}")
    tap(line)
    page.locator("[data-waiting]").wait_for(state="detached")
    assert Attendance.objects.get().status == "present"

    phone.set_offline(True)
    other = page.locator(f"#person-{second.profile_id}")
    choose(other, "late")
    choose(line, "excused")
    choose(line, "absent")
    page.locator("#taps-waiting").wait_for(state="visible")
    assert is_pressed(other, "late") == "true"
    assert page.locator("#roll-there").inner_text() == "1"

    phone.set_offline(False)
    page.locator("[data-waiting]").first.wait_for(state="detached")
    marks = dict(Attendance.objects.values_list("profile_id", "status"))
    assert marks == {first.profile_id: "absent", second.profile_id: "late"}


def test_a_refused_tap_stays_with_its_name_and_the_rolls_own_mark(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    member = CohortMemberFactory(cohort=session.group.cohort, profile__display_name="Layla")
    Attendance.objects.create(session=session, profile=member.profile, sector=1, status="absent", how="roll")
    page = phone.new_page()
    roll = live_server.url + reverse("roll", args=[scope.slug, session.pk])
    page.goto(roll)
    type(session).objects.update(state="recorded")
    line = page.locator(f"#person-{member.profile_id}")
    tap(line)
    refused = page.locator("#taps-refused")
    refused.wait_for(state="visible")
    assert "Layla: present. Attendance for this session is final." in refused.inner_text()
    assert is_pressed(line, "absent") == "true"
    assert Attendance.objects.get().status == "absent"

    page.goto(roll)
    refused.wait_for(state="visible")
    assert page.locator("#taps-waiting").is_hidden()
    assert (
        refused.get_by_role("link").get_attribute("href").endswith(f"/roll/{member.profile_id}/correct/?status=present")
    )
    refused.get_by_role("button").click()
    refused.wait_for(state="hidden")
    page.goto(roll)
    assert refused.is_hidden()


def test_what_is_kept_is_said_where_the_thumb_is(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    members = CohortMemberFactory.create_batch(24, cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    phone.set_offline(True)
    for member in (members[0], members[-1]):
        tap(page.locator(f"#person-{member.profile_id}"))
        notice = page.locator("#taps-waiting")
        notice.wait_for(state="visible")
        box = notice.bounding_box()
        assert 0 < box["y"] < box["y"] + box["height"] <= 844
    phone.set_offline(False)
    page.wait_for_function("() => !document.querySelector('[data-waiting]')")
    assert Attendance.objects.count() == 2


def test_a_guest_without_network_stays_in_the_form(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    page.locator("#guests summary").click()
    page.locator("#guests [name=name]").fill("Aunt Salma")
    phone.set_offline(True)
    add = page.locator("#guests .row button")
    add.click()
    page.locator("#taps-guest").wait_for(state="visible")
    assert page.locator("#guests [name=name]").input_value() == "Aunt Salma"
    phone.set_offline(False)
    page.locator("#taps-guest").wait_for(state="hidden")
    add.click()
    page.locator(".roll li", has_text="Aunt Salma").wait_for(state="visible")
    assert Attendance.objects.get().profile.is_placeholder


def test_a_refused_tap_is_corrected_and_needed_no_more(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    member = CohortMemberFactory(cohort=session.group.cohort)
    Attendance.objects.create(session=session, profile=member.profile, sector=1, status="absent", how="roll")
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    type(session).objects.update(state="recorded")
    tap(page.locator(f"#person-{member.profile_id}"))
    page.locator("#taps-refused").wait_for(state="visible")
    page.reload()
    page.locator("#taps-refused").get_by_role("link").click()
    assert page.locator("input[value=present]").is_checked()
    page.locator("textarea").fill("The phone had no network")
    page.get_by_role("button", name="Correct").click()
    page.wait_for_url("**/roll/**")
    assert Attendance.objects.get().status == "present"
    assert page.locator("#taps-refused").is_hidden()


def test_the_record_waits_for_taps_that_have_not_arrived(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    member = CohortMemberFactory(cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    phone.route("**/roll/*/", lambda route: route.abort())
    tap(page.locator(f"#person-{member.profile_id}"))
    page.locator("#taps-waiting").wait_for(state="visible")
    page.locator("summary", has_text="Finalise attendance").click()
    page.get_by_role("button", name="Finalise attendance").click()
    page.locator("#taps-first").wait_for(state="visible")
    session.refresh_from_db()
    assert session.state == "held"

    phone.unroute("**/roll/*/")
    page.get_by_role("button", name="Finalise attendance").click()
    page.wait_for_url("**/sessions/*/")
    session.refresh_from_db()
    assert (session.state, Attendance.objects.get().status) == ("recorded", "present")


def test_the_sessions_own_page_waits_for_them_too(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    member = CohortMemberFactory(cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    phone.route("**/roll/*/", lambda route: route.abort())
    choose(page.locator(f"#person-{member.profile_id}"), "late")
    page.locator("#taps-waiting").wait_for(state="visible")
    page.goto(live_server.url + session.get_absolute_url())
    phone.unroute("**/roll/*/")
    page.locator("summary", has_text="Finalise attendance").click()
    page.get_by_role("button", name="Finalise attendance").click()
    page.locator(".message.success").wait_for()
    session.refresh_from_db()
    assert (session.state, Attendance.objects.get().status) == ("recorded", "late")


def test_a_line_that_is_gone_is_said_in_a_sentence(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    member = CohortMemberFactory(cohort=session.group.cohort, profile__display_name="Layla")
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    phone.route("**/roll/*/", lambda route: route.fulfill(status=404, content_type="text/html", body="<h1>404</h1>"))
    tap(page.locator(f"#person-{member.profile_id}"))
    refused = page.locator("#taps-refused")
    refused.wait_for(state="visible")
    assert "Layla: present. This person is no longer on the attendance list." in refused.inner_text()


def test_a_tap_moves_the_person_to_those_who_are_here_and_a_second_one_back(
    phone: Any, live_server: Any, scope: Any
) -> None:
    session = SessionFactory(state="held")
    member, _other = CohortMemberFactory.create_batch(2, cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    line = page.locator(f"#person-{member.profile_id}")
    assert line.bounding_box()["height"] >= 56
    tap(line)
    page.locator(f'[data-part="here"] #person-{member.profile_id}').wait_for()
    assert page.locator('[data-part="open"] > li').count() == 1
    tap(line)
    page.locator(f'[data-part="away"] #person-{member.profile_id}').wait_for()
    page.locator("[data-waiting]").wait_for(state="detached")
    assert Attendance.objects.get().status == "absent"


def test_two_quick_taps_of_one_thumb_are_one(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    member = CohortMemberFactory(cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    page.evaluate("document.querySelectorAll('button.tap').forEach((one) => { one.click(); one.click(); })")
    page.locator(f'[data-part="here"] #person-{member.profile_id}').wait_for()
    page.locator("[data-waiting]").wait_for(state="detached")
    assert Attendance.objects.get().status == "present"


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1280, 800)])
def test_the_wall_is_one_screen(phone: Any, live_server: Any, scope: Any, width: int, height: int) -> None:
    now = timezone.now()
    session = SessionFactory(state="held", code="7438", code_until=now + timedelta(minutes=20))
    CohortMemberFactory.create_batch(24, cohort=session.group.cohort)
    page = phone.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.goto(live_server.url + reverse("wall", args=[scope.slug, session.pk]))
    for part in (".wall-code", ".qr", "#count .big", "#count .four"):
        box = page.locator(part).bounding_box()
        assert (part, box["y"] + box["height"] <= height) == (part, True)
        assert (part, box["x"] >= 0) == (part, True)
        assert (part, box["x"] + box["width"] <= width) == (part, True)
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    assert page.locator("header.top").is_hidden()
    page.keyboard.press("Escape")
    page.wait_for_url("**" + session.get_absolute_url())
