"""Whatever a partner's program sends, the answer is a problem that a program can read, and never a failure of ours."""

import json
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone

from educities.api import authentication
from educities.api.scopes import scope_labels
from educities.tenancy.scope import city_scope
from programs.models import IndicatorValue
from reports.actions.partners import make_partner
from stakeholders.api import Organisations
from tests.access.world import API_PATHS, fill_holes, make_rows_of_holes

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
ORGANISATIONS, VALUES = "organisations", "indicators/<int:indicator>/values"
STRANGE = ("indicators/0/values", f"indicators/{'9' * 20}/values", "nothing", "")
QUERIES = (
    "cursor=x",
    "cursor=%00",
    f"cursor={'A' * 4000}",
    "cursor=aTk5OTk5OTk5OTk5OTk5OTk5OTk5",
    "page_size=0",
    "page_size=-1",
    "page_size=%D9%A3",
    "page_size=201",
    "page_size=1e3",
    "sector=9",
    "state=%00",
    "after=%00",
    f"after={'9' * 400}",
    "format=xml",
    "access_token=abc",
    "nothing=1",
)
FIGURE = {"series": "actual", "period": 2024, "value": 1}
BODIES = {
    "nothing": b"",
    "half": b"{",
    "a list": b"[]",
    "null": b"null",
    "no UTF-8": b"\xff\xfe",
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "half a sign": b'{"series":"actual\\ud800","period":2024,"value":1}',
    "half a sign in words": b'{"series":"actual","period":2024,"value":1,"source":"\\ud800"}',
    "no number": json.dumps({**FIGURE, "value": "NaN"}).encode(),
    "endless": b'{"series":"actual","period":2024,"value":Infinity}',
    "too large": b'{"series":"actual","period":2024,"value":1e400}',
    "no year": json.dumps({**FIGURE, "period": 10**20}).encode(),
    "an object for a number": json.dumps({**FIGURE, "value": {"a": 1}}).encode(),
    "a list for a word": json.dumps({**FIGURE, "series": ["actual"]}).encode(),
    "NUL": json.dumps({**FIGURE, "source": "\x00"}).encode(),
    "large": b'{"source":"' + b"x" * 3_000_000 + b'"}',
    "long": json.dumps({**FIGURE, "source": "x" * 300}).encode(),
}
KEYS = (None, "", "k" * 300, "k\x00", "אבג", "key")


@pytest.fixture
def ask(city: Any, director: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A partner with every scope; the holes in a path are filled with rows of the city."""
    monkeypatch.setattr(authentication, "CALLS", 10**6)
    until = date.today() + timedelta(days=9)
    partner, _secret = make_partner(city, actor=director, name="p", scopes=list(scope_labels()), expires_on=until)
    value = secrets.token_urlsafe()
    token = Token(type=Token.Type.ACCESS_TOKEN, client=partner.client, expires_at=timezone.now() + timedelta(hours=1))
    token.set_value(value)
    token.set_scopes(list(scope_labels()))
    token.save()
    rows = make_rows_of_holes(city)
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {value}"})

    def ask(method: str, path: str, **given: Any) -> Any:
        return client.generic(method, f"/api/v1/cities/{city.slug}/{fill_holes(path, rows)}", **given)

    return ask


def assert_problem(answer: Any, told: Any) -> None:
    assert 400 <= answer.status_code < 500, told
    assert answer["Content-Type"] == PROBLEM, told
    assert {"type", "title", "status", "code", "request_id"} <= answer.json().keys(), told


def test_strange_questions(ask: Any) -> None:
    for path, query in product((*API_PATHS, *STRANGE), QUERIES):
        assert_problem(ask("GET", f"{path}?{query}"), (path, query))


def test_unknown_verbs(ask: Any) -> None:
    for path, verb in product((*API_PATHS, *STRANGE), ("PUT", "PATCH", "DELETE", "TRACE", "BREW")):
        assert_problem(ask(verb, path), (path, verb))


@pytest.mark.parametrize("kind", BODIES)
def test_strange_bodies(ask: Any, city: Any, kind: str) -> None:
    for key in KEYS:
        headers = {} if key is None else {"idempotency-key": key}
        given = {"data": BODIES[kind], "content_type": "application/json", "headers": headers}
        assert_problem(ask("POST", VALUES, **given), (kind, key))
    with city_scope(city.pk):
        assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "x"])
def test_bodies_that_are_no_json(ask: Any, kind: str) -> None:
    answer = ask("POST", VALUES, data=json.dumps(FIGURE).encode(), content_type=kind)
    assert_problem(answer, kind)
    assert answer.status_code == 415


def test_strange_tokens(ask: Any) -> None:
    for said in ("Bearer", "Bearer ", f"Bearer {'x' * 5000}", "bearer x", "Basic x", "Bearer \x00", "Bearer é", "x"):
        answer = ask("GET", ORGANISATIONS, headers={"authorization": said})
        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM), said
        assert answer["WWW-Authenticate"].startswith("Bearer"), said


def test_a_failure_of_ours_is_a_problem_too(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any) -> None:
        msg = "a failure"
        raise RuntimeError(msg)

    monkeypatch.setattr(Organisations, "find_page", fails)
    answer = ask("GET", ORGANISATIONS)
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (500, PROBLEM, "server_error")
    assert answer.json()["request_id"] == answer["X-Request-ID"]
    assert b"a failure" not in answer.content


class Line(BytesIO):
    """A line that breaks off: what has come is read, then it is reset."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise ConnectionResetError(104, "the request took too long")


def test_a_body_that_breaks_off(ask: Any) -> None:
    more = {"data": b"{}", "content_type": "application/json"}
    broken = ask("POST", VALUES, **more, **{"wsgi.input": Line(), "CONTENT_LENGTH": "500"})
    assert_problem(broken, "reset")
    whole = BytesIO(json.dumps(FIGURE).encode())
    short = ask("POST", VALUES, **more, **{"wsgi.input": whole, "CONTENT_LENGTH": "500"})
    assert_problem(short, "ended early")
    assert (broken.status_code, short.status_code) == (400, 400)


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"null", b"1", b"true"])
@pytest.mark.parametrize("language", ["en", "he"])
def test_a_body_that_is_no_object_is_told_what_to_send(ask: Any, body: bytes, language: str) -> None:
    headers = {"accept-language": language}
    answer = ask("POST", VALUES, data=body, content_type="application/json", headers=headers)
    (line,) = answer.json()["errors"]
    sentence = {"en": "Send a JSON object.", "he": "יש לשלוח אובייקט JSON."}[language]
    assert (answer.status_code, line["pointer"], line["detail"]) == (400, "", sentence)
