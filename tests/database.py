"""The test database: made and migrated by its owner, used as the role that serves people."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections

OWNER, SERVING = "owner", ("default", "network")
GRANTS = """
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {rw};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {rw};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT ON TABLES TO {network};
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


def _gone(name: str) -> None:
    """No database of that name stands."""
    leave(name)
    _maintenance(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


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
    """A fresh, migrated database stands; returns its name."""
    name = test_name()
    _gone(name)
    _maintenance(f"CREATE DATABASE {name}")
    _maintenance(f"ALTER DATABASE {name} SET synchronous_commit = off")
    _maintenance(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")
    point_to(name)
    roles = {"owner": settings.DATABASES[OWNER]["USER"], **settings.DATABASE_ROLES}
    with connections[OWNER].cursor() as cursor:
        cursor.execute(GRANTS.format(**roles))
    call_command("migrate", database=OWNER, verbosity=0, interactive=False)
    return name


def drop(name: str) -> None:
    """The database is gone."""
    for alias in (OWNER, *SERVING):
        connections[alias].close()
    _gone(name)


def empty() -> None:
    """Every table is empty again, by the owner's hand: the role that serves people may not truncate."""
    with owner_cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables "
            "WHERE schemaname = current_schema() AND tablename <> 'django_migrations'"
        )
        (tables,) = cursor.fetchone()
        cursor.execute("ALTER TABLE activity_auditentry DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        cursor.execute("ALTER TABLE activity_auditentry ENABLE TRIGGER USER")
