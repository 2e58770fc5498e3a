"""What stands before the application: bodies are measured before they are read, whatever their framing."""

import re
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]
TOO_LARGE = b"The body is too large.\n"


class BodyLimits:
    """The application, asked only with bodies of at most `most` bytes; a larger one is 413 before it is read.

    A body in chunks (RFC 9112, section 7.1) has no length beforehand, and Django reads none without: it is read here,
    no further than it may be long, and gets its length. `larger`: addresses, as patterns, with a limit of their own.
    """

    def __init__(self, application: Application, most: int, larger: Mapping[str, int] | None = None) -> None:
        self.application, self.most = application, most
        self.larger = [(re.compile(pattern, re.ASCII), limit) for pattern, limit in (larger or {}).items()]

    def limit_of(self, path: str) -> int:
        """How many bytes a body for this address may have."""
        return next((limit for pattern, limit in self.larger if pattern.fullmatch(path)), self.most)

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        most = self.limit_of(path)
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower() and environ.get("wsgi.input_terminated"):
            body = environ["wsgi.input"].read(most + 1)
            environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
        length = environ.get("CONTENT_LENGTH") or ""
        # The API measures for itself, and answers with a problem.
        if length.isdigit() and int(length) > most and not path.startswith("/api/"):
            return refuse_body(start_response)
        return self.application(environ, start_response)


def refuse_body(start_response: Start) -> Iterable[bytes]:
    """The caller is told, and the connection ends: what follows on it is the rest of the body."""
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(TOO_LARGE))),
        ("X-Content-Type-Options", "nosniff"),
        ("Connection", "close"),
    ]
    start_response("413 Content Too Large", headers)
    return [TOO_LARGE]
