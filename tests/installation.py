"""An installation in a folder of its own, with every process that `make run` starts."""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import psycopg2
import pytest

from educities.embedded.services import service_addresses, socket_dir
from educities.embedded.steps import ROOT

WORDS = [sys.executable, "-m", "educities.embedded", "run"]
OURS = ("EDUCITIES_", "PYTEST_", "DATABASE_", "TEST_DB", "PORT", "HOST", "BASE_URL", "DJANGO_", "STATEMENT_", "LOCK_")
# Seconds after which something is given up; only a fault takes so long, on a busy machine too.
PATIENCE = 600


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """A folder of its own and the supervisor that serves it. `root`: where its code lies, ours unless told otherwise."""

    root: Path = ROOT

    def __init__(self, home: Path, **more: str) -> None:
        self.more = more
        self.var, self.port = home / "var", free_port()
        self.said, self.process = home / "said.txt", None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def practice_password(self) -> str:
        """The password of the practice city's people, as the start told it."""
        return re.search(r"Sign in with the password\s+(\S+)", self.said.read_text())[1]

    def environment(self, **more: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
        return {**kept, "EDUCITIES_VAR": str(self.var), "PORT": str(self.port), "PRACTICE": "0", **self.more, **more}

    def command(self, **more: str) -> subprocess.CompletedProcess[str]:
        env = self.environment(**more)
        return subprocess.run(WORDS, check=False, env=env, capture_output=True, text=True, timeout=PATIENCE, cwd=ROOT)

    def start(self) -> None:
        self.said.write_text("")
        with self.said.open("a") as out:
            self.process = subprocess.Popen(
                WORDS, env=self.environment(), stdout=out, stderr=out, cwd=self.root, start_new_session=True
            )
        self.wait_for("EduCities is open")

    def wait_for(self, words: str, seconds: float = PATIENCE, times: int = 1) -> None:
        until = time.monotonic() + seconds
        while self.said.read_text().count(words) < times:
            assert time.monotonic() < until, self.said.read_text()
            assert self.process.poll() is None, self.said.read_text()
            time.sleep(0.05)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)

    def ask(self, path: str, **headers: str) -> HTTPResponse | HTTPError:
        try:
            return urlopen(Request(f"http://127.0.0.1:{self.port}{path}", headers=headers), timeout=PATIENCE)
        except HTTPError as refused:
            return refused

    def becomes(self, path: str, status: int, seconds: float = PATIENCE) -> None:
        until = time.monotonic() + seconds
        while (found := self._status(path)) != status:
            assert time.monotonic() < until, f"{path} answers {found}\n{self.said.read_text()}"
            time.sleep(0.1)

    def _status(self, path: str) -> int | str:
        try:
            return self.ask(path).status
        except OSError as error:
            return str(error)

    def web_process(self) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if "gunicorn" in " ".join(child.cmdline()))

    def processes(self) -> list[psutil.Process]:
        """Everything that belongs to this folder: what was started by us or names it, but not this test."""
        found = []
        for process in psutil.process_iter():
            try:
                told = " ".join([*process.cmdline(), process.environ().get("EDUCITIES_VAR", "")])
            except psutil.Error:
                continue
            if str(self.var) in told or str(socket_dir(self.var)) in told:
                found.append(process)
        return found


@contextmanager
def owner(var: Path) -> Iterator[Any]:
    """A cursor of the tables' owner."""
    connection = psycopg2.connect(service_addresses(var)["DATABASE_OWNER_URL"])
    with connection, connection.cursor() as cursor:
        yield cursor
    connection.close()


def open_to_all(home: Path) -> None:
    """Every account of the machine may enter the folder: root starts the database as somebody else."""
    for folder in (home, *home.parents):
        mode = folder.stat().st_mode
        if folder != home and mode & 0o005 == 0o005:
            break
        folder.chmod(mode | 0o755)


def laid_out(factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation with its practice city that was started once and has ended; one for all workers."""
    place = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    home = place / "laid-out"
    with (place / "laid-out.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "ready").exists():
            # What an earlier try has left half done is in nobody's way.
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            open_to_all(home)
            made = Installation(home, PRACTICE="1")
            made.start()
            made.stop()
            (home / "ready").touch()
    return home


@contextmanager
def installed(factory: pytest.TempPathFactory, **more: str) -> Iterator[Installation]:
    """An installation that does not run yet; nothing of it runs on afterwards. `more`: its environment.

    It was started before, with a practice city, so that only its own start is waited for.
    """
    with empty_installation(factory, **more) as made:
        subprocess.run(["cp", "-a", str(laid_out(factory) / "var"), str(made.var)], check=True)
        yield made


@contextmanager
def empty_installation(factory: pytest.TempPathFactory, **more: str) -> Iterator[Installation]:
    """An installation of which nothing is there yet; nothing of it runs on afterwards."""
    home = factory.mktemp("run")
    open_to_all(home)
    made = Installation(home, **more)
    yield made
    if made.process and made.process.poll() is None:
        made.stop()
    for process in made.processes():
        process.kill()
