"""`make run`: services, set-up, then web, worker and beat in the foreground; everything ends together."""

import errno
import fcntl
import json
import os
import re
import signal
import socket
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from educities.embedded.children import Child, Ends, KeepsDying, stop_children
from educities.embedded.services import (
    ServiceError,
    crashed_services,
    ensure_services,
    release_services,
    restart_service,
)
from educities.embedded.steps import StepFailed, run_steps

START_SECONDS = 30
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):
    """Somebody asked us to stop."""


class CannotStart(RuntimeError):
    """Something outside stands in the way; the message says what to do."""


class RunsAlready(RuntimeError):
    """Another supervisor serves this folder; the message says where."""


@dataclass
class Place:
    """Where it runs: the folder of its data, and its address."""

    var: Path
    host: str = "127.0.0.1"
    port: int = 8000
    children: list[Child] = field(default_factory=list)
    service_ends: dict[str, Ends] = field(default_factory=lambda: defaultdict(Ends))

    @property
    def address(self) -> str:
        shown = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 (what people ask for in a container)
        return f"http://{shown}:{self.port}"


def print_line(text: str) -> None:
    print(text, flush=True)  # noqa: T201 (to whoever started it)


@contextmanager
def only_one(place: Place) -> Iterator[None]:
    """No other supervisor serves the folder meanwhile. A lock that its holder's end frees, however it ended."""
    note = place.var / "running.json"
    with _lock_file(place.var) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            told = json.loads(note.read_text() or "{}") if note.exists() else {}
            raise RunsAlready(f"{told.get('address', 'it is just starting')} (process {told.get('pid')})") from None
        _check_port(place, seconds=5 if note.exists() else 0)
        note.write_text(json.dumps({"pid": os.getpid(), "address": place.address}))
        try:
            yield
        finally:
            note.unlink(missing_ok=True)


def _lock_file(var: Path) -> IO[str]:
    try:
        var.mkdir(parents=True, exist_ok=True)
        return (var / "running.lock").open("a")
    except OSError as error:
        text = (
            f"Nothing can be written to {var} ({error.strerror}). Choose a folder: EDUCITIES_VAR=~/educities make run"
        )
        raise CannotStart(text) from error


def _check_port(place: Place, seconds: float) -> None:
    """After a kill -9 the web process of before may need a moment to end."""
    until = time.monotonic() + seconds
    while refused := _bind_error(place):
        if refused.errno != errno.EADDRINUSE or time.monotonic() > until:
            raise CannotStart(_bind_advice(place, refused))
        time.sleep(0.1)


def _bind_error(place: Place) -> OSError | None:
    """Why we cannot listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError as error:
            return error
    return None


def _bind_advice(place: Place, refused: OSError) -> str:
    if refused.errno == errno.EADDRINUSE:
        return f"Port {place.port} is taken by another program. Choose one: PORT=8010 make run"
    if refused.errno == errno.EACCES:
        return f"Port {place.port} is for the system's administrator alone. Choose one above 1023: PORT=8010 make run"
    return f"{place.host} is no address of this machine ({refused.strerror}). HOST=0.0.0.0 make run opens all of them."


def process_commands(place: Place) -> dict[str, list[str]]:
    """The processes of an installation."""
    python = [sys.executable, "-m"]
    web = [*python, "gunicorn", "educities.wsgi:application", "--config", "python:educities.web"]
    celery = [*python, "celery", "--app", "educities", "--quiet"]
    worker = [*celery, "worker", "--loglevel", "WARNING", "--hostname"]
    return {
        "web": [*web, "--bind", f"{place.host}:{place.port}"],
        "worker": [*worker, "worker@%h", "--concurrency", "2", "--queues", "celery"],
        "mail": [*worker, "mail@%h", "--pool", "solo", "--queues", "mail"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--schedule", str(place.var / "beat"), "--pidfile", ""],
    }


def is_answering(place: Place) -> bool:
    """Does the web process answer?"""
    address = f"{place.address}/livez"
    with suppress(OSError), urllib.request.urlopen(address, timeout=2) as response:  # noqa: S310 (our own address)
        return response.status == 200
    return False


def run_installation(place: Place) -> int:
    """Serve until told to stop. Returns the exit code: 0 after a stop, 1 when something failed and was said."""
    _on_signals(_raise_stop)
    try:
        with only_one(place):
            return _serve_and_end(place)
    except RunsAlready as told:
        print_line(f"It is running already: {told}. Stop that one with Ctrl-C in its window, or kill its process.")
        return 0
    except CannotStart as told:
        print_line(str(told))
        return 1


def _on_signals(handler: object) -> None:
    for number in SIGNALS:
        signal.signal(number, handler)  # type: ignore[arg-type]


def _raise_stop(*_: object) -> None:
    _on_signals(signal.SIG_IGN)
    raise Stop


def _serve_and_end(place: Place) -> int:
    try:
        _serve_forever(place)
    except Stop:
        print_line("\nStopping ...")
        return 0
    except KeepsDying as error:
        print_line(f"{error} keeps ending; its last lines are above. The rest is stopped too.")
    except (ServiceError, StepFailed) as error:
        print_line(str(error))
    finally:
        _on_signals(signal.SIG_IGN)
        stop_children(place.children)
        _stop_all(place)
    return 1


def _stop_all(place: Place) -> None:
    try:
        release_services(place.var)
    except ServiceError as error:
        print_line(str(error))
    print_line("Stopped. The city's data is kept.")


def _serve_forever(place: Place) -> None:
    given = {"PORT": str(place.port), "PYTHONUNBUFFERED": "1", "EDUCITIES_VAR": str(place.var)}
    env = {"BASE_URL": place.address, **os.environ, **given, **_bytecode_place(place)}
    ensure_services(place.var, stay=True)
    run_steps(place.var, env, print_line)
    patient = {**env, "STATEMENT_TIMEOUT": "60s"}  # a report may take what a page may not
    for name, command in process_commands(place).items():
        child = Child(name, command, env if name == "web" else patient, print_line)
        place.children.append(child)
        child.start()
        if name == "web":  # first, so that nobody waits for the others
            _wait_for_web(place)
    print_welcome(place)
    while True:
        time.sleep(1)
        _check_children(place)


def _bytecode_place(place: Place) -> dict[str, str]:
    """Where no compiled code may lie beside the code, it lies among our data: each process would compile all of it anew."""
    if not sys.dont_write_bytecode or sys.pycache_prefix:
        return {}
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(place.var / "pycache")}


def _wait_for_web(place: Place) -> None:
    until = time.monotonic() + START_SECONDS
    while not is_answering(place):
        _check_children(place)
        if time.monotonic() > until:
            raise ServiceError(f"The web process does not answer after {START_SECONDS} s; its lines are above.")
        time.sleep(0.1)


def _check_children(place: Place) -> None:
    for name in crashed_services(place.var):
        place.service_ends[name].note(name)
        print_line(f"{name} ended; starting it again")
        restart_service(place.var, name)
    for child in place.children:
        child.check()


def print_welcome(place: Place) -> None:
    """Address, sign-ins and how to stop are said."""
    print_line(f"\n  EduCities is open: {place.address}\n")
    sign_ins = place.var / "practice-sign-ins.txt"
    if sign_ins.exists():
        print_line(re.sub(r"https?://[^/\s]+(?=/c/)", os.environ.get("BASE_URL", place.address), sign_ins.read_text()))
    print_line("  Stop with Ctrl-C. The data stays for the next start.\n")
