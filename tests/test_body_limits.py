"""Bodies are measured before they are read."""

import json
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from gunicorn.http.errors import InvalidChunkSize

from educities.body_limits import BodyLimits

MOST = 10


class Body(BytesIO):
    """What a client sends; knows how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


def ask(sent: bytes, **environ: Any) -> tuple[str, bytes, Body]:
    """(the status, what the application read, the body that was sent)."""
    statuses, body = [], Body(sent)

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))]

    given = {"PATH_INFO": "/", "wsgi.input": body, **environ}
    answer = BodyLimits(application, MOST)(given, lambda status, _headers: statuses.append(status))
    return statuses[0], b"".join(answer), body


CHUNKED = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}


def test_a_body_with_its_length_is_passed_on() -> None:
    assert ask(b"12345", CONTENT_LENGTH="5")[:2] == ("200 OK", b"12345")


def test_a_body_in_chunks_is_passed_on_with_its_length() -> None:
    assert ask(b"12345", **CHUNKED)[:2] == ("200 OK", b"12345")


@pytest.mark.parametrize("path", ["/", "/c/practice/", "/apiary/"])
def test_a_body_that_is_too_large_is_refused_unread(path: str) -> None:
    status, _answer, body = ask(b"x" * 99, CONTENT_LENGTH="99", PATH_INFO=path)
    assert (status, body.taken) == ("413 Content Too Large", 0)


def test_a_body_in_chunks_is_read_no_further_than_it_may_be_long() -> None:
    status, _answer, body = ask(b"x" * 99, **CHUNKED)
    assert (status, body.taken) == ("413 Content Too Large", MOST + 1)


def test_the_api_measures_for_itself() -> None:
    assert ask(b"x" * 99, **CHUNKED, PATH_INFO="/api/v1/me")[0] == "200 OK"


class Broken(Body):
    def read(self, size: int | None = -1, /) -> bytes:
        raise InvalidChunkSize(b"zz")


@pytest.mark.parametrize("path", ["/", "/api/v1/me"])
def test_chunks_that_are_none_are_refused_in_the_shape_of_the_address(path: str) -> None:
    headers: dict[str, str] = {}
    environ = {**CHUNKED, "PATH_INFO": path, "wsgi.input": Broken(b"zz")}
    answer = b"".join(BodyLimits(lambda *_: [], MOST)(environ, lambda _status, found: headers.update(found)))
    assert int(headers["Content-Length"]) == len(answer)
    if path == "/":
        assert headers["Content-Type"].startswith("text/plain")
    else:
        assert headers["Content-Type"] == "application/problem+json"
        assert {"type", "title", "status", "code", "request_id"} <= json.loads(answer).keys()


def test_the_web_server_asks_through_it() -> None:
    from educities import wsgi

    assert isinstance(wsgi.application, BodyLimits)


@pytest.mark.parametrize(
    ("path", "is_larger"),
    [
        ("/c/bat-galim/challenges/7/idea/", True),
        ("/c/bat-galim/ideas/7/photo/", True),
        ("/c/bat-galim/challenges/7/idea/more", False),
        ("/c/bat-galim/challenges/7/", False),
        ("/c/bat-galim/organisations/import/", True),
        ("/c/bat-galim/organisations/import/7/", False),
    ],
)
def test_where_a_photo_is_sent_a_body_may_be_larger(path: str, is_larger: bool) -> None:
    from educities import wsgi

    most = wsgi.application.limit_of(path)
    assert most == (16 * 1024 * 1024 if is_larger else settings.MAX_BODY)


@pytest.mark.parametrize(("language", "words"), [("en", "What you sent is too large"), ("ar", 'lang="ar" dir="rtl"')])
def test_people_read_a_page_in_their_language_with_the_way_back(language: str, words: str) -> None:
    from educities.health.too_large import draw_too_large

    shown: list[Any] = []
    environ = {
        "PATH_INFO": "//evil.example/<b>/",
        "QUERY_STRING": "who=1",
        "REQUEST_METHOD": "POST",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "CONTENT_LENGTH": "99",
        "HTTP_ACCEPT": "text/html,*/*",
        "HTTP_ACCEPT_LANGUAGE": language,
        "wsgi.input": Body(b"x" * 99),
        "wsgi.url_scheme": "http",
    }
    limits = BodyLimits(lambda *_: pytest.fail("asked"), MOST, draw=draw_too_large)
    page = b"".join(limits(environ, lambda status, headers: shown.append((status, dict(headers))))).decode()
    status, headers = shown[0]
    assert (status, headers["Content-Type"]) == ("413 Content Too Large", "text/html; charset=utf-8")
    assert headers["Connection"] == "close"
    assert environ["wsgi.input"].taken == 0
    assert words in page
    assert 'href="/evil.example/%3Cb%3E/?who=1"' in page


def test_programs_read_a_line() -> None:
    assert ask(b"x" * 99, CONTENT_LENGTH="99", HTTP_ACCEPT="application/json")[0] == "413 Content Too Large"
