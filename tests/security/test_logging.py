"""A line says when, where, who and what, in one line that nobody can write into; refusals are said too."""

import json
import logging
from typing import Any

import pytest
from django.test import Client

from educities.api import tokens
from educities.logs import FIELDS, JsonFormatter, configure
from tests.factories import UserFactory
from tests.security.production import production
from tests.support import sign_in

pytestmark = pytest.mark.django_db


def written(message: str, *args: Any, **given: Any) -> str:
    record = logging.LogRecord("educities.request", logging.INFO, "", 0, message, args, None)
    record.__dict__.update(given)
    return JsonFormatter().format(record)


def test_a_line_says_when_where_who_and_what() -> None:
    line = json.loads(
        written("request", route="c/<slug:city>/", actor=7, city="bat-galim", method="GET", status=200, request_id="a1")
    )
    assert line.keys() == {
        "time", "level", "logger", "message", "route", "actor", "city", "method", "status", "request_id",
    }  # fmt: skip


def test_its_time_is_utc() -> None:
    assert json.loads(written("x"))["time"].endswith("+00:00")
    assert production()["TIME_ZONE"] == "UTC"


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", 'a", "level": "error', "a\u2028b", "a\x1b[31mb\x00"])
def test_nobody_writes_a_line_into_it(text: str) -> None:
    line = written("wrong value: %s", text)
    assert "\n" not in line
    assert "\r" not in line
    assert "\x1b" not in line
    assert json.loads(line)["message"] == f"wrong value: {text}"
    assert json.loads(line)["level"] == "info"


def test_logs_go_to_one_place_as_json() -> None:
    found = configure()
    assert found["handlers"] == {"out": {"class": "logging.StreamHandler", "formatter": "json"}}
    assert {name for one in found["loggers"].values() for name in one.get("handlers", ())} == set()
    assert production()["LOGGING"]["handlers"] == found["handlers"]


def test_a_refused_page_is_said_with_who_asked(city: Any, resident: Any, caplog: Any) -> None:
    browser = sign_in(Client(), resident, second_factor=False)
    with caplog.at_level(logging.INFO, logger="educities.request"):
        assert browser.get("/c/bat-galim/roles/").status_code == 403
    (line,) = [one for one in caplog.records if one.name == "educities.request"]
    assert line.status == 403
    assert line.actor == resident.pk
    assert line.route == "c/<slug:city>/roles/"


def test_a_forged_form_is_said(caplog: Any) -> None:
    browser = sign_in(Client(enforce_csrf_checks=True), UserFactory(), second_factor=False)
    with caplog.at_level(logging.WARNING, logger="django.security.csrf"):
        browser.post("/accounts/me/", {"language": "he"}, headers={"origin": "https://elsewhere.example"})
    assert [one.levelname for one in caplog.records if one.name == "django.security.csrf"] == ["WARNING"]


def test_a_wrong_token_of_a_program_is_said(caplog: Any) -> None:
    with caplog.at_level(logging.INFO, logger="educities.request"):
        Client().get("/api/v1/me", headers={"authorization": "Bearer not-a-token"})
    (line,) = [one for one in caplog.records if one.name == "educities.request"]
    assert line.status == 401
    assert "not-a-token" not in JsonFormatter().format(line)


def test_who_tries_too_often_is_said(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(tokens, "MOST_TRIES", 1)
    with caplog.at_level(logging.INFO, logger="educities.request"):
        for _try in range(2):
            Client().post("/identity/o/api/token", {"grant_type": "client_credentials"})
    assert [one.status for one in caplog.records if one.name == "educities.request"] == [401, 429]


def test_an_error_of_ours_is_said_and_not_shown(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> Any:
        msg = "the secret inside"
        raise RuntimeError(msg)

    monkeypatch.setattr("educities.accounts.views.Account.get_context_data", fail)
    browser = sign_in(Client(raise_request_exception=False), UserFactory(), second_factor=False)
    answer = browser.get("/accounts/me/")
    assert answer.status_code == 500
    assert b"the secret inside" not in answer.content
    assert b"Traceback" not in answer.content
    assert [one for one in caplog.records if one.levelname == "ERROR" and one.exc_info]


def test_the_fields_hold_nothing_that_names_a_person() -> None:
    assert not {"email", "name", "user", "ip", "path", "text", "token"} & set(FIELDS)
