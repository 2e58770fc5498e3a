"""What a load balancer asks."""

import time
from contextlib import closing
from typing import Any

import psycopg2
from django.core.cache import caches
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from educities.tenancy.inspect import find_isolation_problems

_migrated: list[bool] = []
_wall: dict[str, float] = {"stood_at": 0.0}
WALL_SECONDS, KNOCK_SECONDS = 300, 2


def livez(request: HttpRequest) -> JsonResponse:
    """The process runs."""
    return JsonResponse({"status": "alive"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and the wall between cities stands. A broker that is away is said, and tolerated."""
    try:
        _check_new_connection()
        missing = _missing_migrations()
        holes = [] if missing else _isolation_problems()
    except (DatabaseError, psycopg2.Error):
        connections["default"].close()
        return _status_response(503, database="away")
    if missing:
        return _status_response(503, database="there", migrations=f"{missing} missing: run manage.py migrate")
    if holes:
        return _status_response(503, database="there", tenancy=f"{len(holes)} holes: run manage.py check_tenancy")
    return _status_response(200, database="there", tenancy="stands", broker=_broker_state())


def _check_new_connection() -> None:
    """A new connection answers soon; one that is open already would wait with a server that hangs."""
    told = {**connections["default"].get_connection_params(), "connect_timeout": KNOCK_SECONDS}
    told.pop("cursor_factory", None)
    with closing(psycopg2.connect(**told)) as visitor, visitor.cursor() as cursor:
        cursor.execute("SELECT 1")


def _missing_migrations() -> int:
    """How many of this code's migrations the database lacks. Once it has all of them it keeps them: tables only grow,
    so code of before goes on serving while newer tables come."""
    if not _migrated:
        executor = MigrationExecutor(connections["default"])
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            return len(plan)
        _migrated.append(True)
    return 0


def _isolation_problems() -> list[str]:
    if time.monotonic() - _wall["stood_at"] < WALL_SECONDS and _wall["stood_at"]:
        return []
    found = find_isolation_problems()
    if not found:
        _wall["stood_at"] = time.monotonic()
    return found


def _broker_state() -> str:
    try:
        broker: Any = caches["default"]
        broker._cache.get_client(None).ping()
    except Exception:  # noqa: BLE001 (whatever it is, the broker does not answer)
        return "away"
    return "there"


def _status_response(status: int, **parts: str) -> JsonResponse:
    response = JsonResponse({"status": "ready" if status == 200 else "not ready", **parts}, status=status)
    if status != 200:
        response["Retry-After"] = "5"
    return response
