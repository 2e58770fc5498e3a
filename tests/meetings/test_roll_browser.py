"""The roll on a phone whose network comes and goes, in a real browser."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Attendance
from tests.browser.looks import PATIENCE, chromium, faults_when_enlarged
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
        context.add_init_script(HOLDS_POSTS)
        yield context


# `set_offline` reaches a page that is loaded anew a moment late, and no route sees what a page with a worker sends.
HOLDS_POSTS = """
    const send = window.fetch;
    window.fetch = (address, given) => sessionStorage.getItem("cut") && (given || {}).method === "POST"
        ? Promise.reject(new TypeError("Failed to fetch")) : send(address, given);
"""


def cut_network(phone: Any) -> None:
    """Nothing that the phone writes arrives, from pages that are loaded anew too."""
    phone.set_offline(True)
    for page in phone.pages:
        page.evaluate("sessionStorage.setItem('cut', '1')")


def mend_network(phone: Any) -> None:
    for page in phone.pages:
        page.evaluate("sessionStorage.removeItem('cut')")
    phone.set_offline(False)


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

    cut_network(phone)
    other = page.locator(f"#person-{second.profile_id}")
    choose(other, "late")
    choose(line, "excused")
    choose(line, "absent")
    page.locator("#taps-waiting").wait_for(state="visible")
    assert is_pressed(other, "late") == "true"
    assert page.locator("#roll-there").inner_text() == "1"

    mend_network(phone)
    page.locator("[data-waiting]").first.wait_for(state="detached")
    marks = dict(Attendance.objects.values_list("profile_id", "status"))
    assert marks == {first.profile_id: "absent", second.profile_id: "late"}


def test_once_the_session_begins_an_open_page_offers_the_record(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held", starts_at=timezone.now() + timedelta(hours=1))
    page = phone.new_page()
    page.clock.install()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    button = page.locator("details.record summary")
    assert not button.is_visible()
    page.clock.fast_forward("01:10:00")
    button.wait_for(state="visible")
    assert not page.locator("#records-from").is_visible()


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
    page.wait_for_function("() => document.getElementById('taps').dataset.state === 'recorded'")
    assert "absent" in line.inner_text()
    assert Attendance.objects.get().status == "absent"

    page.goto(roll)
    refused.wait_for(state="visible")
    assert page.locator("#taps-waiting").is_hidden()
    assert f"/roll/{member.profile_id}/correct/?status=present&tapped=" in refused.get_by_role("link").get_attribute(
        "href"
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
    cut_network(phone)
    for member in (members[0], members[-1]):
        tap(page.locator(f"#person-{member.profile_id}"))
        notice = page.locator("#taps-waiting")
        notice.wait_for(state="visible")
        box = notice.bounding_box()
        assert 0 < box["y"] < box["y"] + box["height"] <= 844
    mend_network(phone)
    page.wait_for_function("() => !document.querySelector('[data-waiting]')")
    assert Attendance.objects.count() == 2


def write_guest(page: Any, name: str) -> None:
    page.locator("#guests summary").click()
    page.locator("#guests [name=name]").fill(name)
    page.locator("#guests .row button").click()


def test_a_guest_without_network_is_kept_and_sent_later(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    CohortMemberFactory(cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    page.locator("#taps[data-kept]").wait_for(state="attached")
    cut_network(phone)
    for _twice in range(2):
        write_guest(page, "Aunt Salma")
    waiting = page.locator('[data-part="here"] > [data-guest]')
    waiting.wait_for(state="visible")
    assert "Aunt Salma guest · not sent yet" in " ".join(waiting.inner_text().split())
    assert page.locator("#roll-there").inner_text() == "1"
    assert page.locator("#roll-all").inner_text() == "2"
    page.reload()
    waiting.wait_for(state="visible")
    assert not Attendance.objects.exists()

    mend_network(phone)
    waiting.wait_for(state="detached")
    line = page.locator('[data-part="here"] > li', has_text="Aunt Salma")
    line.wait_for(state="visible")
    row = Attendance.objects.get()
    assert (row.profile.display_name, row.profile.is_placeholder) == ("Aunt Salma", True)
    choose(line, "excused")
    page.locator("[data-waiting]").wait_for(state="detached")
    assert Attendance.objects.get().status == "excused"
    page.reload()
    assert page.locator(".roll li", has_text="Aunt Salma").count() == 1


def test_a_guest_who_comes_too_late_is_said_and_stays(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    CohortMemberFactory(cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    type(session).objects.update(state="recorded")
    write_guest(page, "Aunt Salma")
    page.wait_for_function("() => document.getElementById('taps').dataset.state === 'recorded'")
    refused = page.locator("#taps-refused")
    refused.wait_for(state="visible")
    assert "Aunt Salma: guest. Attendance is final: no guest can be added any more." in refused.inner_text()
    assert refused.get_by_role("link").count() == 0


def test_one_sentence_at_a_time_and_never_over_the_guests_button(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    members = CohortMemberFactory.create_batch(14, cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    page.locator("#taps[data-kept]").wait_for(state="attached")
    cut_network(phone)
    tap(page.locator(f"#person-{members[0].profile_id}"))
    page.reload()
    page.locator("#taps-kept").wait_for(state="visible")
    assert page.locator(".roll-foot > .message:visible").count() == 1
    assert page.locator(".roll-foot").bounding_box()["height"] < 844 * 0.35
    page.locator("#guests summary").click()
    page.locator("#guests [name=name]").focus()
    button = page.locator("#guests .row button")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    on_top = "([x, y]) => document.elementFromPoint(x, y).closest('#guests') !== null"
    assert page.evaluate(on_top, middle)


def test_what_one_person_keeps_on_a_phone_the_next_one_does_not_send(
    phone: Any, live_server: Any, scope: Any, client: Any, director: Any
) -> None:
    session = SessionFactory(state="held")
    CohortMemberFactory(cohort=session.group.cohort)
    page = phone.new_page()
    roll = live_server.url + reverse("roll", args=[scope.slug, session.pk])
    page.goto(roll)
    page.locator("#taps[data-kept]").wait_for(state="attached")
    cut_network(phone)
    write_guest(page, "Aunt Salma")
    page.locator(".roll > [data-guest]").wait_for(state="visible")
    sign_in(client, director)
    phone.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    page.close()
    mend_network(phone)
    other = phone.new_page()
    # A busy server may let the worker answer first, with the page of before.
    for _try in range(20):
        other.goto(roll)
        if other.locator("#taps").get_attribute("data-person") == str(director.pk):
            break
    other.locator("#taps[data-kept]").wait_for(state="attached")
    assert other.locator(".roll > [data-guest]").count() == 0
    assert not Attendance.objects.exists()


def test_another_device_recorded_the_page_says_so_and_offers_the_correction(
    phone: Any, live_server: Any, scope: Any
) -> None:
    session = SessionFactory(state="held")
    member = CohortMemberFactory(cohort=session.group.cohort, profile__display_name="Layla")
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    page.locator("#taps[data-kept]").wait_for(state="attached")
    cut_network(phone)
    tap(page.locator(f"#person-{member.profile_id}"))
    Attendance.objects.create(session=session, profile=member.profile, sector=1, status="absent", how="roll")
    type(session).objects.update(state="recorded")
    mend_network(phone)
    page.locator("#taps-refused").wait_for(state="visible")
    assert page.locator("#guests").count() == 0
    assert page.locator("[data-record]").count() == 0
    page.locator("#taps-refused").get_by_role("link").click()
    assert page.locator("input[value=present]").is_checked()
    assert page.locator("textarea").input_value().startswith("Marked at ")


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
    page.wait_for_url("**/sessions/**")
    assert Attendance.objects.get().status == "present"
    assert page.locator("#taps-refused").is_hidden()


def test_the_record_waits_for_taps_that_have_not_arrived(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held", starts_at=timezone.now())
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
    session = SessionFactory(state="held", starts_at=timezone.now())
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
    page.locator(f'[data-part="open"] #person-{member.profile_id}').wait_for()
    page.locator("[data-waiting]").wait_for(state="detached")
    assert not Attendance.objects.exists()
    assert "Mark as here" in line.locator("button.tap").inner_text()


def test_a_second_tap_without_network_takes_it_back_too(phone: Any, live_server: Any, scope: Any) -> None:
    session = SessionFactory(state="held")
    member = CohortMemberFactory(cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    line = page.locator(f"#person-{member.profile_id}")
    tap(line)
    page.locator("[data-waiting]").wait_for(state="detached")
    assert "Remove the mark" in line.locator("button.tap").inner_text()
    cut_network(phone)
    page.locator(f'[data-part="here"] #person-{member.profile_id}').wait_for()
    tap(line)
    page.locator(f'[data-part="open"] #person-{member.profile_id}').wait_for()
    assert Attendance.objects.exists()
    mend_network(phone)
    page.locator("[data-waiting]").wait_for(state="detached")
    assert not Attendance.objects.exists()


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


@pytest.mark.parametrize("code", ["", "4821"], ids=["no code yet", "a code is shown"])
def test_with_text_of_twice_the_size_all_stays_on_the_phone(
    phone: Any, live_server: Any, scope: Any, code: str
) -> None:
    until = timezone.now() + timedelta(hours=1) if code else None
    session = SessionFactory(state="held", title={"en": "Neighbourhood schools"}, code=code, code_until=until)
    CohortMemberFactory.create_batch(2, cohort=session.group.cohort)
    page = phone.new_page()
    page.goto(live_server.url + reverse("roll", args=[scope.slug, session.pk]))
    assert faults_when_enlarged(page) == []
    # A title of one letter a line is on the page too.
    assert page.locator(".room-bar h1").bounding_box()["width"] > 120
