"""Where the embedded services keep their data and sockets, and as whom the database runs."""

import errno
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SYSTEM_USER = "educities"
LONGEST_SOCKET = 90


class ServiceError(RuntimeError):
    """A service does not start; the message says what to do."""


def socket_dir(var: Path) -> Path:
    """The folder of the sockets: below `var`, or a short one where the path would be too long for a socket."""
    inside = var.resolve() / "run"
    if len(str(inside)) < LONGEST_SOCKET and check_path_access(inside):
        return inside
    return Path(tempfile.gettempdir()) / f"educities-{os.getuid()}-{short_digest(inside)}"


def database_home(var: Path) -> Path:
    """The folder of the data: beside the other things, or where the database's own user can reach it."""
    inside = var.resolve() / "postgres"
    if check_path_access(inside):
        return inside
    return Path("/var/lib") / f"educities-{short_digest(inside)}" / "postgres"


def short_digest(*facts: object) -> str:
    """A short name for these facts."""
    return hashlib.sha256(" ".join(map(str, facts)).encode()).hexdigest()[:10]


def check_path_access(path: Path) -> bool:
    """As root the database runs as another user, who must be able to walk to its folder."""
    if os.getuid() != 0:
        return True
    return all(p.stat().st_mode & 0o001 for p in path.parents if p.exists())


def ensure_system_user() -> None:
    """PostgreSQL refuses to run as root: there a system user of its own runs it."""
    if os.getuid() != 0:
        return
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        program = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
        if program is None:
            text = "PostgreSQL does not run as root, and useradd is missing. Run as another user, or give DATABASE_URL."
            raise ServiceError(text) from None
        subprocess.run([program, "--system", "--user-group", "--no-create-home", SYSTEM_USER], check=True)


def as_database_user() -> dict[str, Any]:
    """What `subprocess.run` needs so that a command runs as the database's own user."""
    if os.getuid() != 0:
        return {}
    return {"user": SYSTEM_USER, "group": SYSTEM_USER, "extra_groups": []}


def make_private_dir(path: Path) -> None:
    """The folder is there and closed to everybody but us and the database: its door asks for no password."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    holder = os.getuid()
    if holder == 0:
        if not check_path_access(path):
            path.parent.chmod(path.parent.stat().st_mode | 0o011)
        shutil.chown(path, SYSTEM_USER, SYSTEM_USER)
        holder = pwd.getpwnam(SYSTEM_USER).pw_uid
    if path.stat().st_uid != holder:
        text = f"{path} belongs to another user. Start as that user, or choose a folder: EDUCITIES_VAR=~/educities make run"
        raise ServiceError(text)
    path.chmod(0o700)


def package_home(name: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ServiceError(f"The package {name} is not installed. Give DATABASE_URL and REDIS_URL, or install it.")
    return Path(spec.origin).parent


def somebody_listens(path: Path) -> bool:
    """Does a living process listen at this socket?"""
    with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        return client.connect_ex(str(path)) not in {errno.ECONNREFUSED, errno.ENOENT}
    return True


def run_logged(command: list[str], log: Path, **more: Any) -> None:
    """The command ended well, its lines are in `log`. Raises ServiceError with the last of them."""
    try:
        with log.open("ab") as out:
            done = subprocess.run(
                command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, check=False, cwd="/", **more
            )
    except OSError as error:
        raise ServiceError(f"{Path(command[0]).name} cannot be started: {error}") from error
    if done.returncode:
        tail = log.read_text(errors="replace")[-1500:]
        raise ServiceError(f"{Path(command[0]).name} failed; {log} says:\n{tail}")
