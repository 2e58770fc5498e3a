"""`make clean`: what lies outside the folder goes too, and nothing goes while somebody uses it."""

import fcntl
import shutil
from pathlib import Path

from educities.embedded import postgres, valkey
from educities.embedded.paths import ServiceError, database_home, socket_dir
from educities.embedded.services import services_lock, user_files


class InUse(RuntimeError):
    """Somebody uses the data; the message says who."""


def remove_data(var: Path) -> None:
    """The services of the folder are down, their data and sockets are gone. Raises InUse."""
    _refuse_while_served(var)
    run = socket_dir(var)
    if run.exists():
        with services_lock(run):
            if found := user_files(run):
                raise InUse(f"Processes {', '.join(path.name for path in found)} use the services.")
            _stop_services(var, run)
    home = database_home(var)
    for path in (run, home, home.with_name("postgres.new"), home.with_name("programs")):
        shutil.rmtree(path, ignore_errors=True)
    if home.parent != var.resolve():
        shutil.rmtree(home.parent, ignore_errors=True)


def _refuse_while_served(var: Path) -> None:
    lock = var / "running.lock"
    if not lock.exists():
        return
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse("`make run` is running: stop it with Ctrl-C first.") from None


def _stop_services(var: Path, run: Path) -> None:
    """After a kill -9 the services outlive who started them."""
    valkey.stop_valkey(run)
    try:
        postgres.stop_postgres(var)
    except (ServiceError, OSError) as error:
        if postgres.is_there(run):
            raise InUse(f"PostgreSQL runs and does not stop: {error}") from error
