"""A request that waits for a database that hangs is freed; one that works on, or whose statement is short, is left alone."""

import threading
import time
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection

from educities.health.query_watchdog import cancel_hung_queries, watch_connection
from educities.settings_database import parse_seconds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [("5s", 5), ("60s", 60), ("500ms", 0.5), ("2min", 120), ("0", 0), ("1500 ms", 1.5), ("1h", 3600)],
)
def test_times_are_read_with_their_unit(text: str, found: float) -> None:
    assert parse_seconds(text) == found


def wait_until_it_sleeps() -> None:
    """The other connection's statement has reached the server."""
    until = time.monotonic() + 240
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(%'"
                " AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < until, "the statement never came"
            time.sleep(0.01)


def test_the_line_of_a_statement_that_hangs_is_cut(settings: Any) -> None:
    settings.DATABASE_HANGS_SECONDS = 1000
    came: list[Any] = []

    def wait() -> None:
        with watch_connection(lambda: 1):
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SET statement_timeout = 0")
                    # Far longer than a busy machine may take from the wait below to the cut.
                    cursor.execute("SELECT pg_sleep(600)")
            except Exception as error:
                came.append(error)
            finally:
                connection.close()

    request = threading.Thread(target=wait)
    request.start()
    wait_until_it_sleeps()
    start = time.monotonic()
    assert cancel_hung_queries(start) == 0
    assert cancel_hung_queries(start + 500) == 0, "the server itself lets a statement run so long"
    assert cancel_hung_queries(time.monotonic() + 1001) == 1
    request.join(120)
    # A statement that came to its end by itself would raise nothing.
    assert [type(error) for error in came] in ([OperationalError], [InterfaceError])


def test_a_request_that_goes_on_is_left_alone() -> None:
    begun = iter(range(100))
    with watch_connection(lambda: next(begun)), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        for later in range(0, 60, 5):
            assert cancel_hung_queries(time.monotonic() + later) == 0
    with watch_connection(lambda: 1), connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # it has been answered: whoever takes long now computes
        for later in range(0, 60, 5):
            assert cancel_hung_queries(time.monotonic() + later) == 0
