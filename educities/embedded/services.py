"""The embedded PostgreSQL and Valkey: where they answer, and that they run. Knows nothing of Django.

Users of the services sign in with a file named by their process; the last one to leave stops them.
"""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from educities.embedded import postgres, valkey
from educities.embedded.paths import ServiceError, ensure_system_user, make_private_dir, socket_dir

__all__ = [
    "ServiceError",
    "crashed_services",
    "ensure_services",
    "release_services",
    "restart_service",
    "service_addresses",
    "services_lock",
    "socket_dir",
    "user_files",
]
SERVICES = {"PostgreSQL": postgres.is_there, "Valkey": valkey.is_there}
STARTS = {"PostgreSQL": postgres.start_postgres, "Valkey": valkey.start_valkey}


def service_addresses(var: Path) -> dict[str, str]:
    """Where the services answer, whether they run or not."""
    run = socket_dir(var)
    owner, rw, network = (f"postgresql://{role}@/{postgres.DATABASE}?host={run}" for role in postgres.ROLES)
    broker = f"unix://{run}/valkey.sock?db=0"
    return {"DATABASE_OWNER_URL": owner, "DATABASE_URL": rw, "NETWORK_DATABASE_URL": network, "REDIS_URL": broker}


def ensure_services(var: Path, *, stay: bool = False) -> dict[str, str]:
    """Both services answer, with roles and database. This process counts as a user until it ends.

    `stay=True` leaves signing out to the caller: for the supervisor, which does so after its children.
    """
    (var / "log").mkdir(parents=True, exist_ok=True)
    run = socket_dir(var)
    ensure_system_user()
    make_private_dir(run)
    (run / "users").mkdir(exist_ok=True)
    with services_lock(run):
        (run / "users" / str(os.getpid())).write_text(_process_start(os.getpid()))
        postgres.start_postgres(var, run)
        valkey.start_valkey(var, run)
    if not stay:
        atexit.register(release_services, var, os.getpid())
    return service_addresses(var)


def release_services(var: Path, pid: int | None = None) -> None:
    """This process no longer uses the services; the last one stops them."""
    if pid is not None and pid != os.getpid():
        return  # a forked child inherits the exit handler, not the membership
    run = socket_dir(var)
    if not run.exists():
        return
    with services_lock(run):
        (run / "users" / str(os.getpid())).unlink(missing_ok=True)
        if not user_files(run):
            valkey.stop_valkey(run)
            postgres.stop_postgres(var)


def crashed_services(var: Path) -> list[str]:
    """The names of the services that ended though they are in use."""
    run = socket_dir(var)
    return [name for name, is_there in SERVICES.items() if not is_there(run)]


def restart_service(var: Path, name: str) -> None:
    """A service that ended answers again."""
    run = socket_dir(var)
    with services_lock(run):
        STARTS[name](var, run)


@contextmanager
def services_lock(run: Path) -> Iterator[None]:
    """Nobody starts or stops the services meanwhile."""
    with (run / "lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _process_start(pid: int) -> str:
    """When a living process began, so that its number, given out anew, is not taken for it; "" when it is gone."""
    with suppress(OSError):
        state, *rest = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return "" if state == "Z" else rest[18]
    if Path("/proc/self").exists():
        return ""
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return "alive"
    return ""


def user_files(run: Path) -> list[Path]:
    """The files of processes that use the services; those of dead ones are cleared away."""
    kept = []
    for path in (run / "users").glob("*"):
        if _process_start(int(path.name)) and path.read_text() in {"", _process_start(int(path.name))}:
            kept.append(path)
        else:
            path.unlink(missing_ok=True)
    return kept
