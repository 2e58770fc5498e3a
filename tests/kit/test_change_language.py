"""Whoever chooses another language in the middle of writing finds what was typed, with and without scripts."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.browser.looks import chromium, open_page
from tests.factories import ChallengeFactory

pytestmark = pytest.mark.django_db
TYPED = {"text": "", "display_name": "Noa", "neighbourhood": "Ramat Yosef", "email": "noa@example", "age": "younger"}


def change_to_hebrew(page: Any) -> None:
    """The page is there in Hebrew, with what its script fills in. The root element alone is there before any field is."""
    page.click("button[lang=he]")
    page.wait_for_selector("html[lang=he]")
    page.wait_for_load_state("load")


@pytest.fixture
def path(scope):
    return reverse("write_idea", args=[scope.slug, ChallengeFactory().pk])


class TestTheFormAgain:
    @pytest.fixture
    def page(self, client, path):
        return client.post(path, {**TYPED, "in_language": "ar"})

    def test_it_is_in_the_language_chosen(self, page):
        assert '<html\nlang="ar"' in page.content.decode()

    def test_everything_typed_is_there(self, page):
        text = page.content.decode()
        for value in ("Noa", "Ramat Yosef", "noa@example"):
            assert f'value="{value}"' in text

    def test_nothing_is_refused_yet(self, page):
        assert page.status_code == 200
        assert "error-summary" not in page.content.decode()

    def test_the_next_page_is_in_that_language_too(self, page, client, path):
        assert 'lang="ar"' in client.get(path).content.decode()

    def test_a_language_that_is_none_of_ours_is_no_choice(self, client, path):
        assert client.post(path, {**TYPED, "in_language": "xx"}).status_code == 422


def test_after_a_refusal_too(client, path):
    refused = client.post(path, TYPED).content.decode()
    assert re.search(r'form="typed"[^>]*name="in_language"\s+value="he"', refused)
    assert refused.count('id="typed"') == 1


def test_a_page_without_a_form_changes_the_language_as_ever(client, scope):
    page = client.get(reverse("city", args=[scope.slug])).content.decode()
    assert 'name="language"' in page
    assert 'form="typed"' not in page


def test_a_forged_change_is_refused_like_any_other(path):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(path, {**TYPED, "in_language": "ar"}).status_code == 403


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
class TestInABrowser:
    def test_an_idea_is_still_there(self, live_server, path, scripts):
        with chromium() as browser:
            page = open_page(browser, width=390, locale="en", java_script_enabled=scripts)
            page.goto(live_server.url + path)
            page.fill("textarea", "A bench in the shade.")
            change_to_hebrew(page)
            assert page.input_value("textarea") == "A bench in the shade."

    def test_enter_sends_the_form_and_changes_no_language(self, live_server, path, scripts):
        with chromium() as browser:
            page = open_page(browser, width=390, locale="en", java_script_enabled=scripts)
            page.goto(live_server.url + path)
            page.fill("textarea", "A bench in the shade of the old library.")
            page.click("main form .primary")
            page.wait_for_url("**/idea/?who=1")
            page.fill("[name=email]", "noa")
            page.press("[name=email]", "Enter")
            page.wait_for_selector("#error-summary")
            assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_form_of_sign_in_keeps_its_address(live_server):
    with chromium() as browser:
        page = open_page(browser, width=390, locale="en")
        page.goto(live_server.url + reverse("account_signup"))
        page.fill("[name=email]", "noa@example.org")
        change_to_hebrew(page)
        assert page.input_value("[name=email]") == "noa@example.org"
