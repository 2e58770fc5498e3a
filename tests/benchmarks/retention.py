"""A night of retention with a million rows that are due, beside as many that are not: against one bare DELETE."""

import time
from typing import Any

from django.db import connection, connections, transaction

from cities.models import City
from educities.activity.actions.retention import forget_old_rows
from educities.tenancy.scope import city_scope
from tests.benchmarks.measure import say

HALF = 500_000
# Rows of each kind that are due, then as many that are not.
FILL = {
    "activity_notice": """
        INSERT INTO activity_notice (city_id, user_id, verb, target_type, target_id, url, data, created_at)
        SELECT %(city)s, (SELECT min(id) FROM accounts_user), 'labs.seat_given', 'labs.lab', n::text, '', '{"title": "A"}',
            now() - make_interval(days => CASE WHEN n <= %(half)s THEN 400 ELSE 10 END)
        FROM generate_series(1, 2 * %(half)s) n""",
    "activity_message": """
        INSERT INTO activity_message (city_id, user_id, channel, kind, dedupe_key, recipient, payload, state, priority,
            created_at, available_at, attempts, last_error)
        SELECT %(city)s, (SELECT min(id) FROM accounts_user), 'mail', 'labs.seat_given', 'bench-' || n, 'a@example.org', '{}',
            'sent', 5, now() - make_interval(days => CASE WHEN n <= %(half)s THEN 100 ELSE 10 END), now(), 1, ''
        FROM generate_series(1, 2 * %(half)s) n""",
}


def fill_tables(city: City) -> None:
    with city_scope(city.pk), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for statement in FILL.values():
            cursor.execute(statement, {"city": city.pk, "half": HALF})
    with connections["owner"].cursor() as cursor:
        for table in FILL:
            cursor.execute(f"ANALYZE {table}")
            cursor.execute(f"CREATE TABLE bench_{table} AS SELECT * FROM {table}")


def delete_plainly() -> float:
    """The same rows, in one statement each, of tables without an index, a key or a policy."""
    start = time.perf_counter()
    with connections["owner"].cursor() as cursor:
        for table, days in (("activity_notice", 365), ("activity_message", 90)):
            cursor.execute(f"DELETE FROM bench_{table} WHERE created_at < now() - interval '{days} days'")
            cursor.execute(f"DROP TABLE bench_{table}")
    return time.perf_counter() - start


def measure(city: City) -> None:
    print("\nRetention:")
    fill_tables(city)
    start = time.perf_counter()
    with city_scope(city.pk):
        gone: Any = forget_old_rows(city.today())
        seconds = time.perf_counter() - start
        assert gone >= 2 * HALF
        again = time.perf_counter()
        forget_old_rows(city.today())
    bare = delete_plainly()
    say(
        f"{gone:,} of {4 * HALF:,} rows gone, and a second night",
        f"{seconds:7.1f} s  {time.perf_counter() - again - bare:7.1f} s",
    )
    say("against one bare DELETE", f"{seconds / bare:7.1f} times")
