"""Programs are never led to https, two framings of one body are refused, and no file of somebody lies in the open."""

import ast
import io
import re
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from gunicorn.config import Config
from gunicorn.http.errors import InvalidHeader, ParseException
from gunicorn.http.parser import RequestParser

from stakeholders.forms.imports import FileForm
from tests.security.sources import calls, trees
from tests.support import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def redirecting(settings: Any) -> Client:
    """An installation that people reach by https alone, called without it."""
    settings.SECURE_SSL_REDIRECT = True
    return Client()


def test_people_are_led_to_https(redirecting: Client) -> None:
    answer = redirecting.get("/accounts/login/")
    assert answer.status_code == 301
    assert answer.url == "https://testserver/accounts/login/"


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/nothing"])
def test_a_program_that_calls_without_https_is_refused(redirecting: Client, path: str) -> None:
    answer = redirecting.get(path, headers={"authorization": "Bearer secret"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "https_needed"


def test_a_program_that_asks_for_a_token_without_https_is_refused(redirecting: Client) -> None:
    answer = redirecting.post("/identity/o/api/token", {"grant_type": "client_credentials"})
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"


def parse(head: str) -> Any:
    raw = f"POST / HTTP/1.1\r\nHost: cities.example.org\r\n{head}\r\n0\r\n\r\n".encode()
    return next(RequestParser(Config(), io.BytesIO(raw), ("192.0.2.1", 1)))


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
    ],
)
def test_a_body_of_two_lengths_is_refused_by_the_web_server(head: str) -> None:
    with pytest.raises((InvalidHeader, ParseException)):
        parse(head)


@pytest.mark.parametrize("path", ["/media/", "/static/", "/static/js/", "/.git/config", "/.env", "/manage.py"])
def test_no_folder_and_no_file_of_the_installation_is_listed(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/api/v1/me", "/c/bat-galim/challenges/"])
def test_nothing_is_sent_back_as_it_came(client: Client, city: Any, path: str) -> None:
    answer = client.trace(path, headers={"x-secret": "do-not-tell"})
    assert answer.status_code in {401, 404, 405}
    assert b"do-not-tell" not in answer.content


def test_no_column_keeps_a_file() -> None:
    """What is uploaded becomes rows; nothing lies in a folder under a name that somebody chose."""
    own = [model for model in apps.get_models() if not model.__module__.startswith(("django", "allauth"))]
    assert [one for model in own for one in model._meta.get_fields() if isinstance(one, models.FileField)] == []


def test_the_name_of_an_upload_leads_nowhere(client: Client, scope: Any, director: Any) -> None:
    sign_in(client, director)
    file = SimpleUploadedFile("../../../etc/passwd.csv", b"name,sector\nA garden,1\n", content_type="text/csv")
    answer = client.post("/c/bat-galim/organisations/import/", {"file": file}, follow=True)
    assert "../" not in answer.content.decode()
    assert "/etc/" not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "is_taken"),
    [
        ("list.csv", b"name,sector\nA garden,1\n", True),
        ("LIST.CSV", b"name,sector\nA garden,1\n", True),
        ("list.xlsx", b"name,sector\nA garden,1\n", False),
        ("list.csv", b"PK\x03\x04", False),
        ("list.html", b"name,sector\nA garden,1\n", False),
        ("list", b"name,sector\nA garden,1\n", False),
    ],
)
def test_the_name_of_a_file_says_what_is_in_it(name: str, data: bytes, is_taken: bool) -> None:
    form = FileForm({"sector": ""}, {"file": SimpleUploadedFile(name, data)})
    form.is_valid()
    assert ("file" not in form.errors) is is_taken


def test_names_of_files_that_are_sent_out_are_put_together_by_the_code() -> None:
    """Of numbers, a city's slug and a day: none of them holds a sign that ends the name."""
    named = re.compile(r"""attachment; filename="([^"]*)\"""")
    found = {name for tree in trees().values() for name in named.findall(ast.unparse(tree))}
    # The number of a credential is drawn by the code, of signs and letters alone.
    credential = {"credential-{self.object.number}.pdf", "credential-{self.object.number}.jwt"}
    rest = {"import-{self.object.pk}-problems.csv", "history-{self.city.slug}.csv", "{name}", "{name}.xlsx"}
    # So is the number of a meeting, and its language is one of three.
    minutes = {"minutes-{self.object.pk}-{asked}.pdf"}
    # Of a table: a word of its view's own, and the city's.
    tables = {"teachers-{self.object.pk}.csv", "{self.file_name}-{self.city.slug}.csv"}
    assert found == rest | credential | minutes | tables
    assert [path for path, name, _call in calls() if name.endswith("FileResponse")] == []
