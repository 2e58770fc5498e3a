"""The session ended while a file was chosen: it waits sealed, in the same browser, and goes along with the form."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from educities.accounts.actions import sent_forms
from educities.accounts.models import KeptForm
from stakeholders.models import ImportRun
from tests.support import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/organisations/import/"
TABLE = "name_he,sector\nגן הצבעים,עסקי\n".encode()
GOES_ALONG = "which you chose before, goes along."
CHOOSE_AGAIN = "could not be kept. Choose it again."


@pytest.fixture
def visitor(scope: Any, director: Any, settings: Any) -> Client:
    """A browser in which the director's session has ended."""
    client = sign_in(Client(raise_request_exception=False), director)
    client.get("/accounts/me/")
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client


def send(client: Client, name: str = "register.csv", contents: bytes = TABLE, **fields: Any) -> Any:
    return client.post(PAGE, {"sector": "2", "file": SimpleUploadedFile(name, contents), **fields})


def test_the_page_names_the_file_and_shows_the_other_answers(visitor: Client, director: Any) -> None:
    send(visitor)
    page = sign_in(visitor, director).get(PAGE).content.decode()
    assert f"“<bdi>register.csv</bdi>”, {GOES_ALONG}" in page
    assert '<option value="2" selected>' in page


def test_it_goes_along_without_being_chosen_again(visitor: Client, director: Any) -> None:
    send(visitor)
    answer = sign_in(visitor, director).post(PAGE, {"sector": "2"})
    assert answer.status_code == 302
    run = ImportRun.objects.get()
    assert run.file_name == "register.csv"
    assert run.counts["new"] == 1


def test_another_file_takes_its_place(visitor: Client, director: Any) -> None:
    send(visitor)
    send(sign_in(visitor, director), name="second.csv")
    assert ImportRun.objects.get().file_name == "second.csv"


def test_it_goes_along_once(visitor: Client, director: Any) -> None:
    send(visitor)
    sign_in(visitor, director).post(PAGE, {"sector": "2"})
    assert not KeptForm.objects.exists()
    assert visitor.post(PAGE, {"sector": "2"}).status_code == 422


def test_after_an_hour_it_is_gone(visitor: Client, director: Any) -> None:
    send(visitor)
    KeptForm.objects.update(made_at=timezone.now() - timedelta(minutes=61))
    assert sign_in(visitor, director).post(PAGE, {"sector": "2"}).status_code == 422
    sent_forms.forget_sent_forms()
    assert not KeptForm.objects.exists()


def test_another_browser_has_no_part_in_it(visitor: Client, director: Any) -> None:
    send(visitor)
    assert sign_in(Client(), director).post(PAGE, {"sector": "2"}).status_code == 422


def test_nothing_of_it_is_to_be_read_in_the_database(visitor: Client) -> None:
    send(visitor)
    assert KeptForm.objects.count() == 2
    stored = b"".join(bytes(row.sealed) for row in KeptForm.objects.all())
    assert "גן הצבעים".encode() not in stored
    assert b"register" not in stored


def test_signing_out_deletes_what_waits(visitor: Client, director: Any, facilitator: Any) -> None:
    send(visitor)
    sign_in(visitor, director).post("/accounts/logout/")
    assert not KeptForm.objects.exists()
    assert GOES_ALONG not in sign_in(visitor, director).get(PAGE).content.decode()


def test_a_file_for_which_there_is_no_room_is_asked_for_in_words(
    visitor: Client, director: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_forms, "MOST_WAITING", 10)
    send(visitor)
    assert KeptForm.objects.count() == 1
    page = sign_in(visitor, director).get(PAGE).content.decode()
    assert f"“<bdi>register.csv</bdi>”, which you chose before, {CHOOSE_AGAIN}" in page
    assert '<option value="2" selected>' in page


def test_one_caller_leaves_ten_files_an_hour(visitor: Client) -> None:
    for number in range(12):
        send(visitor, name=f"{number}.csv")
    assert KeptForm.objects.count() == 12 + 10


def test_a_file_of_no_box_is_not_kept(visitor: Client) -> None:
    visitor.post("/c/bat-galim/organisations/new/", {"name_he": "א", "file": SimpleUploadedFile("a.csv", TABLE)})
    assert KeptForm.objects.count() == 1


def test_a_file_that_is_refused_is_refused_after_signing_in_too(visitor: Client, director: Any) -> None:
    send(visitor, name="register.xlsx")
    answer = sign_in(visitor, director).post(PAGE, {"sector": "2"})
    assert answer.status_code == 422
    assert not ImportRun.objects.exists()


def test_two_presses_at_once_leave_a_file_each_time_it_came(visitor: Client, director: Any) -> None:
    token = "t" * 64
    for _press in range(2):
        send(visitor, csrfmiddlewaretoken=token)
    assert sign_in(visitor, director).post(PAGE, {"sector": "2"}).status_code == 302
    assert ImportRun.objects.count() == 1


def test_a_spreadsheet_goes_along_too(visitor: Client, director: Any) -> None:
    page = "/c/bat-galim/sheets/"
    visitor.post(page, {"kind": "sites", "file": SimpleUploadedFile("sites.csv", b"reference,name_en\n9,x\n")})
    sign_in(visitor, director)
    assert f"“<bdi>sites.csv</bdi>”, {GOES_ALONG}" in visitor.get(page).content.decode()
    assert visitor.post(page, {"kind": "sites"}).status_code == 302
    assert ImportRun.objects.get().file_name == "sites.csv"


def test_what_may_wait_nowhere_is_asked_for_again_by_its_name(visitor: Client, director: Any) -> None:
    page = "/c/bat-galim/residents/"
    visitor.post(page, {"asks_en": "Card", "file": SimpleUploadedFile("list.csv", b"17\n18\n")})
    # The words wait, nothing of the list.
    assert KeptForm.objects.count() == 1
    shown = sign_in(visitor, director).get(page).content.decode()
    assert f"“<bdi>list.csv</bdi>”, which you chose before, {CHOOSE_AGAIN}" in shown
    assert 'value="Card"' in shown
