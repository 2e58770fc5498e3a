"""A whole meeting of the forum on a phone: who is here, advice while a sector is missing, decisions, the minutes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from educities.tenancy.scope import city_scope
from forum.models import Decision
from meetings.models import Session
from tests.browser.looks import chromium, open_page
from tests.forum.support import make_charter, plan_next, seat_four, write_item
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MATTERS = ("A bus between the schools", "A library in the evening", "Food in school yards")


def press(page: Any, where: str) -> None:
    """The button is pressed, and the page that follows is there."""
    with page.expect_navigation():
        page.locator(where).first.click()


def come_in(page: Any, number: int) -> None:
    """One tap in the list of who is here; the page stays."""
    page.locator(f"#person-{number} button[value=present]").click()
    page.wait_for_selector(f"#person-{number} button:has-text('Leaves')")


def decide(page: Any, words: str, method: str = "consent") -> None:
    """The form on the meeting's own screen says what was decided."""
    page.locator("form[action*='/decide/'] textarea[name=words_en]").fill(words)
    page.locator(f"form[action*='/decide/'] input[value={method}]").check()
    press(page, "form[action*='/decide/'] button.primary")


def test_a_whole_meeting_on_a_phone(live_server: Any, scope: Any) -> None:
    with city_scope(scope.pk):
        charter = make_charter()
        seats = seat_four(charter)
        chair = seats[0].profile.user
        for title in MATTERS:
            write_item(charter, title)
        meeting = plan_next(charter)
    session = {"name": "session", "value": sign_in(Client(), chair).cookies["session"].value, "url": live_server.url}
    with chromium() as browser:
        page = open_page(browser, width=360, locale="en", cookies=[session])
        page.goto(live_server.url + meeting.get_absolute_url())
        press(page, "main .btn.primary")
        press(page, "main .btn.primary")
        for seat in seats[:3]:
            come_in(page, seat.profile_id)
        assert "3 of 4 seats with a vote are here; 2 make a quorum." in page.inner_text("main")
        assert "What is said now is advice." in page.inner_text("main")
        decide(page, "The businesses pay half of it.")
        assert "Missing sector: social business. Record it as advice?" in page.inner_text("main")
        # A question is a form that was not taken; the browser says that of each.
        assert "422" in page.said.pop()
        page.locator("main [name=as_advice]").check()
        press(page, "main form button.primary")
        come_in(page, seats[3].profile_id)
        assert "what is said now is a decision" in page.inner_text("main")
        decide(page, "It is open on two evenings.")
        page.locator("form[action*='/decide/'] input[value=vote]").check()
        page.locator("form[action*='/decide/'] details:has([name=votes_for]) > summary").first.click()
        for name, number in (("votes_for", "3"), ("votes_against", "1"), ("abstained", "0")):
            page.locator(f"[name={name}]").fill(number)
        page.locator("[name=dissent_en]").fill("The cost was not looked at.")
        decide(page, "Two schools try it.", "vote")
        Session.objects.filter(pk=meeting.session_id).update(starts_at=timezone.now() - timedelta(minutes=5))
        press(page, "main a[href$='/end/']")
        press(page, "main form button:is(.primary, .danger)")
        text = page.inner_text("main")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.said == []
    for words in ("The businesses pay half of it.", "The cost was not looked at.", "3 for, 1 against, 0 abstained"):
        assert words in text
    with city_scope(scope.pk):
        taken = Decision.objects.order_by("pk").values_list("is_advice", "method", "sectors", "present")
        assert list(taken) == [
            (True, "consent", "123", 3),
            (False, "consent", "1234", 4),
            (False, "vote", "1234", 4),
        ]
