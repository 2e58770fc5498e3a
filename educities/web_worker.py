"""gunicorn's worker with threads, which waits for nobody for ever: who sends slowly is sent away.

A proxy that takes requests in whole is still needed (docs/operations.md, where the times stand): with this a handful of slow
callers cost others up to half a minute instead of the site.
"""

import time
from typing import Any

from gunicorn.http.errors import ParseException
from gunicorn.http.unreader import SocketUnreader
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import _DEFER, TConn, ThreadWorker

from educities.body_limits import UNREADABLE, is_api_path, make_problem
from educities.settings_env import env_number

# A request may take so long, and a second more for each RATE bytes that have come of it.
READ_SECONDS, RATE = env_number("WEB_READ_SECONDS", 10), 8_000
# Who takes an answer no faster than this is not waited for.
SEND_SECONDS = 60


class TimedUnreader(SocketUnreader):
    """Reads a socket until the request's time is over; then the connection counts as reset."""

    def __init__(self, sock: Any) -> None:
        super().__init__(sock)
        self.begin()

    def begin(self) -> None:
        """Another request begins on this connection."""
        self.deadline = time.monotonic() + READ_SECONDS

    def chunk(self, size_hint: int | None = None) -> bytes:
        self.sock.settimeout(max(self.deadline - time.monotonic(), 0.001))
        try:
            data: bytes = super().chunk(size_hint)
        except TimeoutError as error:
            raise ConnectionResetError(104, "the request took too long") from error
        finally:
            self.sock.settimeout(SEND_SECONDS)
        self.deadline += len(data) / RATE
        return data


class TimedWorker(ThreadWorker):
    """A connection holds a thread only while something of a request comes over it, and in time."""

    def handle(self, conn: TConn) -> Any:
        # gunicorn lets each new connection hold a thread for five seconds before its first byte.
        if not conn.initialized and not conn.wait_for_data(0):
            return _DEFER
        conn.init()
        if not conn.is_http2:
            if not isinstance(conn.parser.unreader, TimedUnreader):
                conn.parser.unreader = TimedUnreader(conn.sock)
            conn.parser.unreader.begin()
        return super().handle(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """What the server itself refuses (a length below nothing, a header that is none) is a problem below /api too."""
        path = getattr(req or getattr(exc, "req", None), "path", "") or ""
        if not (isinstance(exc, ParseException) and is_api_path(path)):
            super().handle_error(req, client, addr, exc)
            return
        body = make_problem(400, "bad_request", UNREADABLE)
        head = (
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        try:
            write_nonblock(client, head.encode() + body)
        except OSError:
            self.log.debug("Failed to send error message.")
