"""Which city the running code works for, and how the database learns of it.

The number rides in the same message as the statement (`SET LOCAL app.city_id = 'N'; SELECT ...`), so it costs no
round trip, leaves nothing behind on the connection, and works behind a pooler in transaction mode.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

OWNER_ALIAS = "owner"
_current: ContextVar[int | None] = ContextVar("city_id", default=None)
_row: ContextVar[Any] = ContextVar("city_row", default=None)
# These must reach the server alone: a prefix before them would fall outside the savepoint they name.
_ALONE = re.compile(r"\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|SHOW|LISTEN)\b", re.IGNORECASE)


class NoCity(RuntimeError):
    """Tenant rows were asked for outside every city's scope."""


def current_city_id() -> int | None:
    """The city whose scope is open, or None."""
    return _current.get()


def require_city_id() -> int:
    """The city whose scope is open. Raises NoCity outside a scope."""
    city_id = _current.get()
    if city_id is None:
        msg = "no city scope is open: wrap the code in city_scope(city.pk)"
        raise NoCity(msg)
    return city_id


def current_city_row() -> Any:
    """The city's own row, where whoever opened the scope had it at hand; else None."""
    return _row.get()


@contextmanager
def city_scope(city_id: int | None, row: models.Model | None = None) -> Iterator[None]:
    """Inside, `Model.objects` and every SQL statement see the rows of this city alone; None closes the scope.

    `row`: the city itself, if it is at hand: rows read inside then know their city without asking the database.
    """
    token, row_token = _current.set(int(city_id) if city_id is not None else None), _row.set(row)
    try:
        yield
    finally:
        _current.reset(token)
        _row.reset(row_token)


@contextmanager
def write_for_any_city(city: Any) -> Iterator[None]:
    """Inside, querysets name `city`, an expression, where the scope's city stands: for statements that are kept.

    Nothing may be asked of the database inside.
    """
    token = _current.set(city)
    try:
        yield
    finally:
        _current.reset(token)


def prepend_city_setting(
    execute: Callable[..., Any], sql: Any, params: object, many: bool, context: dict[str, Any]
) -> Any:
    """Send the scope's city in the same message as the statement."""
    connection: BaseDatabaseWrapper = context["connection"]
    city_id = _current.get()
    # Outside a scope the empty value is sent only inside a transaction, where an earlier SET LOCAL still lives.
    if (city_id is None and not connection.in_atomic_block) or (isinstance(sql, str) and _ALONE.match(sql)):
        return execute(sql, params, many, context)
    prefix = f"SET LOCAL app.city_id = '{'' if city_id is None else city_id}'; "
    if not isinstance(sql, str):
        sql = sql.as_string(connection.connection)
    return execute(prefix + sql, params, many, context)


def _wrap_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.alias != OWNER_ALIAS and prepend_city_setting not in connection.execute_wrappers:
        # First, not last: Django's own `execute_wrapper` ends by taking the last one off, whoever put it there.
        connection.execute_wrappers.insert(0, prepend_city_setting)


def install_city_wrapper() -> None:
    """Wrap the connections there are and those still to come."""
    connection_created.connect(_wrap_connection, dispatch_uid="educities.tenancy")
    for connection in connections.all(initialized_only=True):
        _wrap_connection(connection)
