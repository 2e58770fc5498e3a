"""The practice city, laid out once for all workers of a run; whoever walks it gets a copy of that database.

The original stays until the next run lays out its own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from cities.models import City
from reports.management.practice import SLUG, build_practice_city
from tests import database

PRACTICE_LOCK = 20_261_129
# The workers of one run have it from the first of them; a run in a single process is known by its number.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"process {os.getpid()} of {timezone.now().isoformat()}")


def name_original() -> str:
    """The database in which the city is laid out: one for each part of the work (TEST_DB)."""
    return f"{database.test_name().rpartition('_')[0]}_practice"


def name_day() -> str:
    """What is laid out is of one run and one day: whoever comes after midnight lays it out once more."""
    return f"{RUN} on {timezone.localdate()}"


def _comment_of(cursor: Any, name: str) -> str:
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
    return "".join(text or "" for (text,) in cursor.fetchall())


def _lay_out(cursor: Any, name: str) -> None:
    database.drop_database(name)
    database.copy_database(cursor, database.migrated_template(cursor), name)
    with use_database(name):
        call_command("load_areas", verbosity=0)
        build_practice_city("practice-password-9")
    cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [name_day()])


@contextmanager
def use_database(name: str) -> Iterator[None]:
    """Every alias leads to the database of that name, and afterwards to the one of before."""
    before = connections["default"].settings_dict["NAME"]
    database.point_to(name)
    try:
        yield
    finally:
        database.point_to(before)


@contextmanager
def practice_copy() -> Iterator[City]:
    """The practice city, in a database that whoever asks may change as they like: it is gone afterwards."""
    original, copy = name_original(), f"{database.test_name()}_practice"
    with database.owner_cursor("postgres") as cursor:
        # Workers come at the same moment: the first one lays it out, and nobody copies a city half made.
        cursor.execute("SELECT pg_advisory_lock(%s)", [PRACTICE_LOCK])
        if _comment_of(cursor, original) != name_day():
            _lay_out(cursor, original)
        database.drop_database(copy)
        database.copy_database(cursor, original, copy)
    try:
        with use_database(copy):
            yield City.objects.get(slug=SLUG)
    finally:
        database.drop_database(copy)
