"""What is printed without backgrounds, as browsers do unless asked: the bars of the years are there, and few pages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cities.models import Membership
from educities.tenancy.scope import city_scope
from labs.models.cohorts import Stage
from tests.browser.looks import chromium, faults_on_paper, open_page
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# How the browser prints the backgrounds of all that has one because of what it says.
BARS = "() => [...document.querySelectorAll('.months .seg')].map((bar) => getComputedStyle(bar).printColorAdjust)"


@pytest.fixture
def printer(live_server: Any, practice_city: Any) -> Iterator[Any]:
    """A page of the practice city's director, as paper has it."""
    with city_scope(practice_city.pk):
        user = Membership.objects.filter(city=practice_city, role="director").select_related("user").first().user
    session = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    cookies = [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    with chromium() as browser:
        page = open_page(browser, cookies=cookies)
        page.emulate_media(media="print")
        page.city_url = f"{live_server.url}/c/{practice_city.slug}/"
        yield page


def test_the_years_are_printed(printer: Any) -> None:
    printer.goto(f"{printer.city_url}today/")
    assert len(re.findall(rb"/Type\s*/Page[^s]", printer.pdf(format="A4", print_background=False))) <= 2
    bars = printer.evaluate(BARS)
    assert len(bars) > 4
    assert set(bars) == {"exact"}
    printer.goto(f"{printer.city_url}program/")
    assert set(printer.evaluate(BARS)) == {"exact"}
    folded = printer.locator(".year-line > details > summary")
    assert folded.count() >= 2
    assert all(folded.nth(n).is_visible() for n in range(folded.count()))


def test_every_cohort_of_the_board_is_on_the_paper(printer: Any) -> None:
    printer.goto(f"{printer.city_url}board/")
    assert printer.locator(".board > section").count() == len(Stage.values)
    assert faults_on_paper(printer) == []


def test_no_sheet_holds_the_foot_alone(printer: Any) -> None:
    printer.goto(f"{printer.city_url}program/")
    assert printer.locator(".foot").evaluate("(one) => getComputedStyle(one).breakBefore") == "avoid"
