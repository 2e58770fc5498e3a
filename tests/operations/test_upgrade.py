"""The upgrade of docs/operations.md while people use the platform: code of before, new tables under it, new code.

What it shows: the code of some migrations ago, taken from the repository's history and with a database that it made itself,
goes on answering pages and forms while the migrations of today run and afterwards; the code of today then serves the same
database, beside the old one and alone; nobody is answered by a 5xx. The new code is not ready before the tables are.

What it cannot show: packages of before (both run with those of today), how long a migration holds a table: a page that waits
longer than LOCK_TIMEOUT is a 503 in an installation, which a loaded machine has shown here, so both wait longer in this test;
upgrades over more migrations than it goes back, several hosts. Where the history is not there (an archive, a
shallow clone) it is skipped.
"""

import signal
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Event, Thread

import pytest

from educities.embedded.commands import command_runner
from educities.embedded.steps import ROOT
from operations.actions.archives import unpack_archive
from tests.faults.visitor import Visitor
from tests.installation import PATIENCE, Installation, empty_installation, free_port

pytestmark = pytest.mark.processes
# Here a page waits for a table as long as a slow machine needs to change it; in an installation two seconds.
PATIENT = {"LOCK_TIMEOUT": "60s", "STATEMENT_TIMEOUT": "60s"}
# So many steps of the history that brought migrations lie between the code of before and ours.
BACK = 5
PAGES = (
    "/",
    "/c/practice/",
    "/c/practice/challenges/",
    "/c/practice/today/",
    "/c/practice/organisations/",
    "/c/practice/labs/",
    "/c/practice/program/",
    "/accounts/me/",
)
FORM = "/c/practice/organisations/new/"


def git(*words: str) -> bytes:
    return subprocess.run(["git", *words], check=True, cwd=ROOT, capture_output=True).stdout


def commit_of_before() -> str:
    """The commit before the migrations of late. Skips where the history does not reach back to it."""
    asked = ("log", "--first-parent", "-m", "--diff-filter=A", "--format=%H %P", "--", "*/migrations/0*.py")
    try:
        rows = [row.split() for row in git(*asked).decode().splitlines()]
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("THE HISTORY IS NOT THERE: no code of before to upgrade from")
    parents = [row[1] for row in rows[:BACK] if len(row) > 1]
    if not parents:
        pytest.skip("THE HISTORY IS NOT THERE: no code of before to upgrade from")
    return parents[-1]


@pytest.fixture
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The practice city as the code of before laid it out and serves it."""
    commit = commit_of_before()
    with empty_installation(tmp_path_factory, PRACTICE="1", **PATIENT) as made:
        made.root = made.var.parent / "code-of-before"
        with tarfile.open(fileobj=BytesIO(git("archive", commit))) as archive:
            unpack_archive(archive, made.root)
        made.start()
        yield made


class Today:
    """The code of today on the database of before, with static files of its own and a web process at a port of its own."""

    def __init__(self, before: Installation) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.env = before.environment(PORT=str(self.port), STATIC_ROOT=str(before.var.parent / "collected"))

    @contextmanager
    def serve(self) -> Iterator[Visitor]:
        """The web process of today runs; somebody who is not signed in is at it."""
        command = [sys.executable, "-m", "gunicorn", "educities.wsgi:application", "--config", "python:educities.web"]
        process = subprocess.Popen([*command, "--bind", f"127.0.0.1:{self.port}"], env=self.env, cwd=ROOT)
        try:
            visitor = Visitor(self.address)
            wait_until(lambda: is_alive(visitor))
            yield visitor
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE)


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def is_alive(visitor: Visitor) -> bool:
    try:
        return visitor.get("/livez") == 200
    except OSError:
        return False


class Traffic(Thread):
    """The director, who reads page after page and proposes an organisation, again and again, until told to stop."""

    def __init__(self, address: str, password: str) -> None:
        super().__init__(daemon=True)
        self.visitor, self.rounds, self.enough = Visitor(address), 0, Event()
        self.answers, self.seen = Counter[tuple[str, int]](), []
        self.visitor.signs_in("ruth@practice.example", password)

    def run(self) -> None:
        while not self.enough.is_set():
            for path in (*PAGES, FORM):
                self.note(path, self.visitor.get(path))
            if self.visitor.status == 200:
                name = f"Workshop {self.visitor.base[-5:]}-{self.rounds}"
                self.note(FORM, self.visitor.send(FORM, {"name_en": name, "sector": "2", "field": "other"}))
            self.rounds += 1

    def note(self, path: str, status: int) -> None:
        self.answers[path, status] += 1
        if status != 200:
            self.seen.append(self.visitor.text[:2000])

    def go_round_again(self) -> None:
        """A whole round begins and ends from now on."""
        wanted = self.rounds + 2
        wait_until(lambda: self.rounds >= wanted or not self.is_alive())

    def stop(self) -> dict[tuple[str, int], int]:
        """What was not answered by its page, the form too."""
        assert self.is_alive(), "a connection broke: its error is among the warnings"
        self.enough.set()
        self.join(PATIENCE)
        assert self.seen == []
        return {one: count for one, count in self.answers.items() if one[1] != 200}


def test_nobody_meets_an_error_while_the_tables_grow_and_the_code_changes(before: Installation) -> None:
    today, password = Today(before), before.practice_password
    with command_runner(today.env) as run_command:
        run_command(["subset_fonts"])
        run_command(["collectstatic", "--noinput", "--verbosity", "0"])
    with today.serve() as visitor:
        assert visitor.get("/readyz") == 503
        assert "migrations" in visitor.text
    of_before = Traffic(before.address, password)
    of_before.start()
    with command_runner(today.env) as run_command:
        run_command(["migrate", "--database", "owner", "--verbosity", "0"])
        run_command(["load_areas"])
        run_command(["check_tenancy"])
    of_before.go_round_again()
    with today.serve() as visitor:
        assert visitor.get("/readyz") == 200
        of_today = Traffic(today.address, password)
        of_today.start()
        of_today.go_round_again()
        of_before.go_round_again()
        assert of_today.stop() == {}
    assert of_before.stop() == {}
