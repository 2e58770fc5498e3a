"""Who may sign in to the database: while it is replaced, its owner alone."""

import time

from django.core.management.base import CommandError
from django.db import connections

SERVING = ("default", "network")
# So long a connection that was closed may take to be gone.
LEAVING_SECONDS = 2.0
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = ANY(%s)
"""
ADMITTED = """
    SELECT CASE WHEN held.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(held.grantee::regrole::text) END
    FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) held
    WHERE d.datname = current_database() AND held.privilege_type = 'CONNECT' AND held.grantee <> d.datdba
"""
STILL_OPEN = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND has_database_privilege(oid, current_database(), 'CONNECT')"
SERVED = (
    "{} connections serve people. Stop web, worker and beat first; nothing was changed. Where they are stopped already, "
    "a PgBouncer before the database keeps its connections open: tell it RECONNECT and wait until they are gone."
)
NOT_OURS = (
    "Roles that serve people ({}) cannot be kept out: make the tables' owner the database's owner. Nothing was changed."
)


def block_db_logins() -> list[str]:
    """No role that serves people comes in, and none is in. Returns who is to be admitted again. Raises CommandError, and
    then the doors are as they were."""
    roles = [connections[alias].settings_dict["USER"] for alias in SERVING]
    for alias in SERVING:
        connections[alias].close()
    _refuse_while_served(roles)
    # A restore that was cut short admitted nobody again: then it is this one's to do.
    admitted = [name for (name,) in _fetch_rows(ADMITTED)] or [
        connections["owner"].ops.quote_name(role) for role in roles
    ]
    _change_connect_grant("REVOKE", "FROM", admitted)
    try:
        _refuse_half_shut(roles)
        _refuse_while_served(roles)
    except BaseException:
        restore_db_logins(admitted)
        raise
    return admitted


def restore_db_logins(admitted: list[str]) -> None:
    """They may sign in again."""
    _change_connect_grant("GRANT", "TO", admitted)


def _change_connect_grant(word: str, preposition: str, names: list[str]) -> None:
    owner = connections["owner"]
    database = owner.ops.quote_name(owner.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute(f"{word} CONNECT ON DATABASE {database} {preposition} {', '.join(names)}")


def _refuse_half_shut(roles: list[str]) -> None:
    if still := [name for (name,) in _fetch_rows(STILL_OPEN, [roles])]:
        raise CommandError(NOT_OURS.format(", ".join(still)))


def _refuse_while_served(roles: list[str]) -> None:
    """One that was closed a moment ago, our own among them, stands in PostgreSQL's list until its process has ended."""
    until = time.monotonic() + LEAVING_SECONDS
    while others := _fetch_rows(OTHERS, [roles])[0][0]:
        if time.monotonic() > until:
            raise CommandError(SERVED.format(others))
        time.sleep(0.05)


def _fetch_rows(sql: str, params: list[list[str]] | None = None) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
