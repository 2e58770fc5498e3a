"""What stands before the application: bodies are measured before they are read, whatever their framing."""

import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any

from gunicorn.http.errors import ParseException

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]
Draw = Callable[[dict[str, Any]], bytes]
TOO_LARGE = b"The body is too large.\n"
UNREADABLE = "The request could not be read to its end. Send it again."
# The page of a refused body has words and a look, and nothing else.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
# What a body that breaks off, or is framed wrongly, raises while it is read.
BROKEN = (ParseException, OSError)


class BodyLimits:
    """The application, asked only with bodies of at most `most` bytes; a larger one is 413 before it is read.

    A body in chunks (RFC 9112, section 7.1) has no length beforehand, and Django reads none without: it is read here,
    no further than it may be long, and gets its length. `larger`: addresses, as patterns, with a limit of their own.
    `draw`: makes the page that people read who have sent too much.
    """

    def __init__(
        self, application: Application, most: int, larger: Mapping[str, int] | None = None, draw: Draw | None = None
    ) -> None:
        self.application, self.most, self.draw = application, most, draw
        self.larger = [(re.compile(pattern, re.ASCII), limit) for pattern, limit in (larger or {}).items()]

    def limit_of(self, path: str) -> int:
        """How many bytes a body for this address may have."""
        return next((limit for pattern, limit in self.larger if pattern.fullmatch(path)), self.most)

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        most = self.limit_of(path)
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower() and environ.get("wsgi.input_terminated"):
            try:
                body = environ["wsgi.input"].read(most + 1)
            except BROKEN:
                return refuse_unreadable(path, start_response)
            environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
        length = environ.get("CONTENT_LENGTH") or ""
        # The API measures for itself, and answers with a problem.
        if length.isdigit() and int(length) > most and not is_api_path(path):
            return refuse_body(start_response, self._draw_page(environ))
        return self.application(environ, start_response)

    def _draw_page(self, environ: dict[str, Any]) -> bytes | None:
        is_page = self.draw and "text/html" in environ.get("HTTP_ACCEPT", "")
        return self.draw(environ) if self.draw and is_page else None


def is_api_path(path: str) -> bool:
    """Does a program read the answer of this address?"""
    return path.startswith("/api/")


def make_problem(status: int, code: str, title: str) -> bytes:
    """A problem of the API (RFC 9457), where no Django is there to make one."""
    found = {"type": f"urn:educities:problem:{code}", "title": title, "status": status, "code": code}
    return json.dumps({**found, "request_id": uuid.uuid4().hex}).encode()


def refuse_unreadable(path: str, start_response: Start) -> Iterable[bytes]:
    """400: the body broke off or its chunks are none. The connection ends."""
    kind, body = "text/plain; charset=utf-8", f"{UNREADABLE}\n".encode()
    if is_api_path(path):
        kind, body = "application/problem+json", make_problem(400, "bad_request", UNREADABLE)
    start_response("400 Bad Request", _headers_of(kind, body))
    return [body]


def _headers_of(kind: str, body: bytes) -> list[tuple[str, str]]:
    return [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("X-Content-Type-Options", "nosniff"),
        ("Connection", "close"),
    ]


def refuse_body(start_response: Start, page: bytes | None = None) -> Iterable[bytes]:
    """The caller is told, in a `page` if it reads one, and the connection ends: what follows on it is the rest of the body."""
    kind, body = ("text/html", page) if page else ("text/plain", TOO_LARGE)
    headers = _headers_of(f"{kind}; charset=utf-8", body)
    if page:
        headers += [("Content-Security-Policy", PAGE_POLICY), ("Cache-Control", "no-store")]
    start_response("413 Content Too Large", headers)
    return [body]
