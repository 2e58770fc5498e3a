"""A form whose token is of before: shown once more, whole, and sent by one press; never for a stranger's page."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from challenges.models import Challenge, Contribution, PendingAct
from tests.consents.people import asked, child_of
from tests.factories import ChallengeFactory, OrganisationFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
OWN = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
TEXT = "Chess tables that belong to everyone"
FORM = {
    "text": f"{TEXT}\r\n<b>in the shade</b>",
    "display_name": "Noa Levi",
    "neighbourhood": "Ramat Yosef",
    "email": "noa@example.org",
    "age": "older",
    "csrfmiddlewaretoken": "a" * 64,
}


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


@pytest.fixture
def path(challenge: Challenge) -> str:
    return f"/c/bat-galim/challenges/{challenge.pk}/idea/"


@pytest.fixture
def visitor(path: str) -> Client:
    """A browser that has a token, though not the one of the form."""
    made = Client(enforce_csrf_checks=True)
    made.get(path)
    return made


def markup(page: Any) -> str:
    """The page with each stretch of white space as one space, wherever its template breaks a line."""
    return " ".join(page.content.decode().split())


def hidden(page: Any) -> dict[str, str]:
    """The names of the hidden fields of the page's own form, with what stands in them."""
    form = re.search(r'<form\s+class="card.*?</form>', page.content.decode(), re.DOTALL)[0]
    return {
        name: unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    }


def action(page: Any) -> str:
    return re.search(r'<form class="card[^>]* action="([^"]+)"', markup(page))[1]


def test_one_press_sends_what_was_typed(visitor: Client, path: str) -> None:
    page = visitor.post(path, FORM, **OWN)
    assert page.status_code == 403
    assert not PendingAct.objects.exists()
    assert visitor.post(action(page), hidden(page), **OWN).url.endswith("/check-mail/")
    assert PendingAct.objects.get().payload["text"] == FORM["text"]


def test_it_is_sent_by_whoever_is_signed_in_meanwhile(visitor: Client, path: str, resident: Any) -> None:
    sign_in(visitor, resident)
    page = visitor.post(path, FORM, **OWN)
    assert resident.email in page.content.decode()
    visitor.post(action(page), hidden(page), **OWN)
    assert Contribution.objects.get().author.user == resident


def test_what_was_typed_is_seen_under_its_label_and_is_no_markup(visitor: Client, path: str) -> None:
    page = visitor.post(path, FORM, **OWN).content.decode()
    assert "Your idea, in two sentences" in page
    assert "&lt;b&gt;in the shade&lt;/b&gt;" in page
    assert "<b>in" not in page


def test_the_page_is_kept_by_no_cache(visitor: Client, path: str) -> None:
    assert visitor.post(path, FORM, **OWN)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_ORIGIN": "https://elsewhere.example.org"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://elsewhere.example.org", "HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_ORIGIN": "http://testserver.example.org"},
        {"HTTP_REFERER": "http://testserver/"},
    ],
)
def test_what_a_strangers_page_sends_is_not_shown(visitor: Client, path: str, headers: dict[str, str]) -> None:
    page = visitor.post(path, FORM, **headers)
    assert page.status_code == 403
    assert TEXT not in page.content.decode()


@pytest.mark.parametrize("headers", [{"HTTP_ORIGIN": "http://testserver"}, {"HTTP_SEC_FETCH_SITE": "same-origin"}])
def test_either_word_of_the_browser_is_enough(visitor: Client, path: str, headers: dict[str, str]) -> None:
    assert TEXT in visitor.post(path, FORM, **headers).content.decode()


def test_a_button_needs_one_press_more(scope: Any, director: Any) -> None:
    visitor = sign_in(Client(enforce_csrf_checks=True), director)
    row = OrganisationFactory(state="identified")
    path = f"/c/bat-galim/organisations/{row.pk}/verify/"
    page = visitor.post(path, {"csrfmiddlewaretoken": "a" * 64, "next": "/c/bat-galim/today/"}, **OWN)
    assert action(page).startswith(path)
    assert hidden(page)["next"] == "/c/bat-galim/today/"


def test_a_file_is_asked_for_again(scope: Any, director: Any) -> None:
    visitor = sign_in(Client(enforce_csrf_checks=True), director)
    sent = {"file": SimpleUploadedFile("list.csv", b"a,secret-line"), "csrfmiddlewaretoken": "a" * 64}
    page = visitor.post("/c/bat-galim/organisations/import/", sent, **OWN).content.decode()
    assert re.search(r'<input type="file" name="file"[^>]* required', " ".join(page.split()))
    assert "secret-line" not in page


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/change/", "/accounts/login/code/confirm/"])
def test_keys_are_never_shown_again(resident: Any, path: str) -> None:
    visitor = Client(enforce_csrf_checks=True)
    if "change" in path:
        sign_in(visitor, resident)
    sent = {"login": "noa@example.org", "password": "very-secret", "oldpassword": "very-secret", "code": "very-secret"}
    page = visitor.post(path, sent, **OWN)
    assert page.status_code == 403
    assert "very-secret" not in page.content.decode()
    assert f'href="{path}"' in page.content.decode()


def test_a_password_on_a_page_of_ours_is_not_shown_either(visitor: Client, path: str) -> None:
    page = visitor.post(path, {**FORM, "new_password": "very-secret"}, **OWN)
    assert "very-secret" not in page.content.decode()


def test_a_browser_that_keeps_no_cookies_is_told_so_and_loses_nothing(path: str) -> None:
    first = Client(enforce_csrf_checks=True).post(path, FORM, **OWN)
    assert "keeps no cookies" not in first.content.decode()
    page = Client(enforce_csrf_checks=True).post(action(first), hidden(first), **OWN).content.decode()
    assert "keeps no cookies" in page
    assert TEXT in page


def test_the_answer_of_a_grown_up_is_kept_too(scope: Any) -> None:
    visitor = Client(enforce_csrf_checks=True)
    path = f"/c/bat-galim/guardian/{asked(child_of(scope))[1]}/"
    visitor.get(path)
    sent = {"display_name": "Dana", "is_adult": "on", "consent_account": "on", "csrfmiddlewaretoken": "a" * 64}
    page = visitor.post(path, sent, **OWN)
    visitor.post(action(page), hidden(page), **OWN)
    assert SESSION_KEY in visitor.session


@pytest.mark.parametrize(("lang", "button"), [("en", "Send it now"), ("he", "שליחה עכשיו"), ("ar", "إرسال الآن")])
def test_it_speaks_the_readers_language(visitor: Client, path: str, lang: str, button: str) -> None:
    page = visitor.post(path, FORM, **OWN, HTTP_ACCEPT_LANGUAGE=lang).content.decode()
    assert button in page
