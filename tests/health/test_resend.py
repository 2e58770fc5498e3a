"""A form whose token is of before: shown once more, whole, and sent by one press; never for a stranger's page."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from challenges.models import Challenge, Contribution, PendingAct
from educities.accounts.actions import sent_forms
from educities.accounts.models import KeptForm
from stakeholders.models import ImportRun
from tests.consents.people import asked, child_of
from tests.factories import ChallengeFactory, MembershipFactory, OrganisationFactory
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


IMPORT = "/c/bat-galim/organisations/import/"
TABLE = "name_he,sector\nגן הצבעים,עסקי\n".encode()


@pytest.fixture
def director_browser(scope: Any, director: Any) -> Client:
    return sign_in(Client(enforce_csrf_checks=True), director)


def send_file(browser: Client, name: str = "list.csv", path: str = IMPORT, **headers: Any) -> Any:
    sent = {"sector": "2", "file": SimpleUploadedFile(name, TABLE), "csrfmiddlewaretoken": "a" * 64}
    return browser.post(path, sent, **(headers or OWN))


def file_box(page: Any) -> str:
    return re.search(r'<input type="file" name="file"[^>]*>', markup(page))[0]


def test_a_file_need_not_be_chosen_again(director_browser: Client) -> None:
    page = send_file(director_browser)
    assert "This file goes along. Choose another file to replace it: <bdi>list.csv</bdi>" in markup(page)
    assert "required" not in file_box(page)
    assert director_browser.post(action(page), hidden(page), **OWN).status_code == 302
    assert ImportRun.objects.get().file_name == "list.csv"
    assert not KeptForm.objects.exists()


def test_the_contents_of_a_file_are_on_no_page_and_sealed(director_browser: Client) -> None:
    assert "גן הצבעים" not in send_file(director_browser).content.decode()
    stored = b"".join(bytes(row.sealed) for row in KeptForm.objects.all())
    assert stored
    assert "גן הצבעים".encode() not in stored


def test_another_file_takes_the_place_of_the_kept_one(director_browser: Client) -> None:
    page = send_file(director_browser)
    sent = {**hidden(page), "file": SimpleUploadedFile("second.csv", TABLE)}
    director_browser.post(action(page), sent, **OWN)
    assert ImportRun.objects.get().file_name == "second.csv"


def test_a_second_token_of_before_loses_no_file(director_browser: Client) -> None:
    first = send_file(director_browser)
    page = director_browser.post(action(first), {**hidden(first), "csrfmiddlewaretoken": "b" * 64}, **OWN)
    assert "This file goes along. Choose another file to replace it: <bdi>list.csv</bdi>" in markup(page)
    director_browser.post(action(page), hidden(page), **OWN)
    assert ImportRun.objects.get().file_name == "list.csv"


def test_after_an_hour_the_file_is_asked_for(director_browser: Client) -> None:
    page = send_file(director_browser)
    KeptForm.objects.update(made_at=timezone.now() - timedelta(minutes=61))
    assert director_browser.post(action(page), hidden(page), **OWN).status_code == 422


def test_a_file_is_not_kept_for_a_strangers_page(director_browser: Client) -> None:
    send_file(director_browser, HTTP_ORIGIN="https://elsewhere.example.org")
    assert not KeptForm.objects.exists()


def test_a_file_is_kept_for_nobody_who_is_not_signed_in(scope: Any) -> None:
    page = send_file(Client(enforce_csrf_checks=True))
    assert "This file could not be kept. Choose it again: <bdi>list.csv</bdi>" in markup(page)
    assert "required" in file_box(page)
    assert not KeptForm.objects.exists()


def test_a_file_for_which_there_is_no_room_is_asked_for_again(
    director_browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_forms, "MOST_WAITING", 10)
    page = send_file(director_browser)
    assert "This file could not be kept. Choose it again: <bdi>list.csv</bdi>" in markup(page)
    assert "required" in file_box(page)


def test_another_browser_has_no_part_in_the_file(director_browser: Client, director: Any) -> None:
    send_file(director_browser)
    assert sign_in(Client(), director).post(IMPORT, {"sector": "2"}).status_code == 422


def test_another_person_in_the_same_browser_has_no_part_in_the_file(director_browser: Client, city: Any) -> None:
    send_file(director_browser)
    other = sign_in(Client(), MembershipFactory(city=city, role="director").user)
    other.cookies["kept"] = director_browser.cookies["kept"].value
    assert "list.csv" not in other.get(IMPORT).content.decode()
    assert other.post(IMPORT, {"sector": "2"}).status_code == 422


def test_the_file_of_a_form_without_such_a_box_is_asked_for_again(director_browser: Client) -> None:
    page = send_file(director_browser, path="/c/bat-galim/organisations/new/")
    assert "required" in file_box(page)
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize(
    ("lang", "text"), [("he", "הקובץ הזה יישלח עם הטופס."), ("ar", "يُرسَل هذا الملف مع الاستمارة.")]
)
def test_a_kept_file_is_told_in_the_readers_language(director_browser: Client, lang: str, text: str) -> None:
    director_browser.cookies["language"] = lang
    assert text in markup(send_file(director_browser))


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


def test_a_box_that_the_page_did_not_show_is_no_answer(visitor: Client, path: str) -> None:
    """An idea without a photo: nobody was asked whether to leave it out."""
    label = "Send it without the photo"
    assert label not in markup(visitor.post(path, FORM, **OWN))
    assert label in markup(visitor.post(path, {**FORM, "without_photo": "on"}, **OWN))


def test_the_answer_of_a_grown_up_is_kept_too(scope: Any) -> None:
    visitor = Client(enforce_csrf_checks=True)
    path = f"/c/bat-galim/guardian/{asked(child_of(scope))[1]}/"
    visitor.get(path)
    sent = {"display_name": "Dana", "is_adult": "on", "consent_account": "on", "csrfmiddlewaretoken": "a" * 64}
    page = visitor.post(path, sent, **OWN)
    rows = re.findall(r'<dt class="soft">(.*?)</dt> <dd dir="auto">(.*?)</dd>', markup(page))
    assert ("Your name", "Dana") in rows
    assert ("Keeping the details", "yes") in rows
    refused = ["Taking part", "Publication", "Photographs", "Sharing with other cities", "Research"]
    assert [label for label, said in rows if said == "no"] == refused
    visitor.post(action(page), hidden(page), **OWN)
    assert SESSION_KEY in visitor.session


def test_a_button_beside_a_form_lists_none_of_its_boxes(scope: Any) -> None:
    visitor = Client(enforce_csrf_checks=True)
    path = f"/c/bat-galim/guardian/{asked(child_of(scope))[1]}/"
    visitor.get(path)
    page = visitor.post(path, {"refuse": "1", "csrfmiddlewaretoken": "a" * 64}, **OWN)
    assert "Keeping the details" not in markup(page)


@pytest.mark.parametrize(("lang", "button"), [("en", "Send it now"), ("he", "שליחה עכשיו"), ("ar", "إرسال الآن")])
def test_it_speaks_the_readers_language(visitor: Client, path: str, lang: str, button: str) -> None:
    page = visitor.post(path, FORM, **OWN, HTTP_ACCEPT_LANGUAGE=lang).content.decode()
    assert button in page
