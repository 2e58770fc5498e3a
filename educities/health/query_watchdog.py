"""No request waits for ever for a database that hangs: after a while its line is cut, and the answer is 503.

A statement that runs too long is ended by the server itself (`statement_timeout`). A server that was stopped, or whose
disk hangs, ends nothing; its sockets stay open, and every thread would wait behind them.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.extensions import TRANSACTION_STATUS_ACTIVE

LOOK_SECONDS = 1.0


@dataclass
class WatchedConnection:
    """The connection of one request: how many statements it had begun when we last looked, and since when."""

    connection: BaseDatabaseWrapper
    begun: Callable[[], int]
    seen: int = -1
    since: float = field(default_factory=time.monotonic)

    def hangs(self, now: float) -> bool:
        """The same statement has been running for longer than the server itself would let it."""
        begun, raw = self.begun(), self.connection.connection
        if raw is None or begun != self.seen or raw.info.transaction_status != TRANSACTION_STATUS_ACTIVE:
            self.seen, self.since = begun, now
        return now - self.since > settings.DATABASE_HANGS_SECONDS

    def cut(self) -> None:
        """Whoever waits at the line is told that it broke."""
        with suppress(Exception), socket.socket(fileno=os.dup(self.connection.connection.fileno())) as end:
            end.shutdown(socket.SHUT_RDWR)


_lines: dict[int, WatchedConnection] = {}
_watched_in: list[int] = []


@contextmanager
def watch_connection(begun: Callable[[], int]) -> Iterator[None]:
    """Inside, this thread's connection is watched. `begun`: how many statements have been sent."""
    if os.getpid() not in _watched_in:
        _watched_in[:] = [os.getpid()]  # a thread does not follow into a forked process
        threading.Thread(target=_watch_forever, name="patience", daemon=True).start()
    key = threading.get_ident()
    _lines[key] = WatchedConnection(connections[DEFAULT_DB_ALIAS], begun)
    try:
        yield
    finally:
        _lines.pop(key, None)


def _watch_forever() -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        cancel_hung_queries(time.monotonic())


def cancel_hung_queries(now: float) -> int:
    """Lines that hang are cut. Returns how many."""
    hung = [line for line in list(_lines.values()) if line.hangs(now)]
    for line in hung:
        line.cut()
    return len(hung)
