"""The test database: made and migrated by its owner, used as the role that serves people."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2.errors import InsufficientPrivilege

OWNER, SERVING = "owner", ("default", "network")
TEMPLATE_PREFIX, TEMPLATE_LOCK = "test_template_", 20_261_126
# "new": the database is made and stays for later runs, "there": it is used as an earlier run left it.
SHARED = os.environ.get("TEST_DB_SHARED", "")
GRANTS = """
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {rw};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {rw};
"""


def test_name() -> str:
    """One database for each part of the work (TEST_DB) and each xdist worker."""
    part = os.environ.get("TEST_DB", "main").replace("-", "_")
    return f"test_{part}_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}"


def owner_connection(name: str | None = None) -> Any:
    """A connection of the tables' owner beside Django, which blocks other aliases inside a test; autocommit."""
    params = connections[OWNER].get_connection_params()
    connection = psycopg2.connect(
        host=params.get("host"),
        port=params.get("port"),
        user=params.get("user"),
        password=params.get("password"),
        dbname=name or connections["default"].settings_dict["NAME"],
    )
    connection.autocommit = True
    return connection


def _maintenance(statement: str) -> None:
    with owner_cursor("postgres") as cursor:
        cursor.execute(statement)


def leave(name: str) -> None:
    """Nobody serves people from this database. Threads of a live server leave connections; each role ends its own."""
    for alias in SERVING:
        params = {**connections[alias].get_connection_params(), "dbname": "postgres"}
        link = psycopg2.connect(**{key: params.get(key) for key in ("host", "port", "user", "password", "dbname")})
        link.autocommit = True
        with link.cursor() as cursor:
            ours = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
            )
            cursor.execute(ours, [name])
        link.close()


def _exists(name: str) -> bool:
    with owner_cursor("postgres") as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return bool(cursor.rowcount)


def drop_database(name: str) -> None:
    """No database of that name stands.

    PostgreSQL may be tidying its tables at that moment, by a process that our role may not end: then once more.
    """
    leave(name)
    for last in (*[False] * 20, True):
        try:
            _maintenance(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        except InsufficientPrivilege:
            if last:
                raise
            time.sleep(0.5)
        else:
            return


@contextmanager
def owner_cursor(name: str | None = None) -> Iterator[Any]:
    """A cursor of the tables' owner, for mutations of the wall."""
    connection = owner_connection(name)
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def point_to(name: str) -> None:
    """Every alias leads to the database `name` from now on."""
    for alias in (OWNER, *SERVING):
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def make() -> str:
    """A fresh, migrated database stands; returns its name. The migrations run once for all workers and later runs."""
    name = test_name()
    if SHARED == "there" and _exists(name):
        point_to(name)
        return name
    drop_database(name)
    with owner_cursor("postgres") as cursor:
        # Workers come at the same moment: the first one migrates, and nobody copies a half-made template.
        cursor.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        copy_database(cursor, migrated_template(cursor), name)
    point_to(name)
    return name


def copy_database(cursor: Any, template: str, name: str) -> None:
    """A database of that name stands, with the tables and rows of the other one, to which nobody is connected."""
    cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    # A copy has the template's tables, not its grants.
    cursor.execute(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")


def migrated_template(cursor: Any) -> str:
    """The name of a database that these migrations have made; those of other migrations are gone."""
    template = f"{TEMPLATE_PREFIX}{_migrations_digest()}"
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{TEMPLATE_PREFIX}%"])
    existing = {name for (name,) in cursor.fetchall()}
    for other in existing - {template}:
        cursor.execute(f"DROP DATABASE {other} WITH (FORCE)")
    if template not in existing:
        cursor.execute(f"CREATE DATABASE {TEMPLATE_PREFIX}unfinished")
        _migrate(f"{TEMPLATE_PREFIX}unfinished")
        cursor.execute(f"ALTER DATABASE {TEMPLATE_PREFIX}unfinished RENAME TO {template}")
    return template


def _migrate(name: str) -> None:
    point_to(name)
    roles = {"owner": settings.DATABASES[OWNER]["USER"], **settings.DATABASE_ROLES}
    with connections[OWNER].cursor() as cursor:
        cursor.execute(GRANTS.format(**roles))
    call_command("migrate", database=OWNER, verbosity=0, interactive=False)
    for alias in (OWNER, *SERVING):
        connections[alias].close()


def _migrations_digest() -> str:
    """Changes whenever a migration of ours, a package that brings some, or the first grants change."""
    digest = hashlib.sha256(GRANTS.encode())
    for package in ("django", "django-allauth"):
        digest.update(version(package).encode())
    for path in sorted(Path(settings.BASE_DIR).glob("*/**/migrations/*.py")):
        if ".venv" not in path.parts:
            digest.update(path.name.encode() + path.read_bytes())
    # Migrations draw policies and keys from the code of the wall.
    for path in sorted(Path(settings.BASE_DIR, "educities", "tenancy").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def drop(name: str) -> None:
    """The database is gone, unless it is shared."""
    for alias in (OWNER, *SERVING):
        connections[alias].close()
    if not SHARED:
        drop_database(name)


def empty() -> None:
    """Every table is empty again and counts from one, by the owner's hand: the role that serves people may not truncate.

    Few tables hold a row after a test, so theirs are deleted: a TRUNCATE makes new files for all ninety. One statement
    deletes in all of them, so that foreign keys are looked at when the last row is gone.
    """
    with owner_cursor() as cursor:
        filled = _filled_tables(cursor)
        if not filled:
            return
        for table in filled:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        parts = ", ".join(f'd{number} AS (DELETE FROM "{table}")' for number, table in enumerate(filled))
        cursor.execute(f"WITH {parts} SELECT 1")
        for table in filled:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        cursor.execute(
            "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S' AND relname !~ '^django_migrations'"
        )


def _filled_tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'django_migrations'"
    )
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for (table,) in cursor.fetchall()]
    cursor.execute(" UNION ALL ".join(asked))
    return [table for (table,) in cursor.fetchall()]
