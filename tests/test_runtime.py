"""`make run` with real processes: start, stop, a taken port, kills, and what it answers while the database is away."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psutil
import psycopg2
import pytest

from educities.embedded import postgres, valkey
from educities.embedded.children import Child, KeepsDying
from educities.embedded.paths import as_database_user, database_home
from educities.embedded.services import ensure_services, service_addresses, services_lock, socket_dir
from educities.embedded.steps import ROOT
from tests.installation import PATIENCE, Installation, installed, open_to_all, owner

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory) as made:
        yield made


@pytest.fixture
def running(installation: Installation) -> Installation:
    if installation.process is None or installation.process.poll() is not None:
        installation.start()
    return installation


def test_start_answers_and_second_one_finds_it(running: Installation) -> None:
    ready = json.load(running.ask("/readyz"))
    assert ready == {"status": "ready", "database": "there", "tenancy": "stands", "broker": "there"}
    assert running.ask("/").status == 200
    second = running.command()
    assert (second.returncode, f"127.0.0.1:{running.port}" in second.stdout) == (0, True)


def test_a_body_in_chunks_is_read(running: Installation) -> None:
    """Without it the form would be empty, and another error named: no grant was asked for."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
    form = b"grant_type=client_credentials&client_id=nobody&client_secret=wrong"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/identity/o/api/token", iter([form[:20], form[20:]]), headers, encode_chunked=True)
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["error"]) == (401, "invalid_client")
    connection.close()


def test_web_process_that_dies_is_started_again(running: Installation) -> None:
    first = running.web_process()
    first.kill()
    running.wait_for("web ended with code -9; starting it again")
    running.becomes("/livez", 200)
    assert running.web_process().pid != first.pid


def test_page_says_in_the_readers_language_that_the_database_is_away(running: Installation) -> None:
    home = database_home(running.var)
    stop = [str(postgres.binaries_dir() / "pg_ctl"), "-D", str(home), "-m", "immediate", "-w", "stop"]
    with services_lock(socket_dir(running.var)):  # so that it is not started again meanwhile
        subprocess.run(stop, check=True, cwd="/", stdout=subprocess.DEVNULL, **as_database_user())
        page = running.ask("/c/nowhere/", **{"Accept-Language": "he"})
        assert (page.status, page.headers["Retry-After"]) == (503, "5")
        assert 'lang="he" dir="rtl"' in page.read().decode()
        problem = running.ask("/api/v1/cities/nowhere/")
        assert (problem.status, problem.headers["Content-Type"]) == (503, "application/problem+json")
        assert (running.ask("/livez").status, running.ask("/readyz").status) == (200, 503)
    running.wait_for("PostgreSQL ended; starting it again")
    running.becomes("/readyz", 200)
    running.becomes("/", 200)


def test_services_that_are_killed_are_started_again(running: Installation) -> None:
    said = running.said.read_text().count("PostgreSQL ended")
    postmaster = int((database_home(running.var) / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(postmaster, signal.SIGKILL)
    running.wait_for("PostgreSQL ended; starting it again", times=said + 1)
    running.becomes("/readyz", 200)
    assert running.ask("/").status == 200
    cache = next(p for p in running.processes() if "valkey-server" in " ".join(p.cmdline()))
    cache.kill()
    running.wait_for("Valkey ended; starting it again")
    deadline = time.monotonic() + PATIENCE
    while not valkey.is_answering(socket_dir(running.var)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_killed_installation_heals_at_the_next_start(running: Installation) -> None:
    with owner(running.var) as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    children = psutil.Process(running.process.pid).children(recursive=True)
    running.process.kill()
    running.process.wait()
    assert psutil.wait_procs(children, timeout=PATIENCE)[1] == []
    for process in running.processes():  # the services outlive it; now they are gone without a word as well
        process.kill()
    assert not valkey.is_answering(socket_dir(running.var))
    running.start()
    with owner(running.var) as cursor:
        cursor.execute("SELECT seven FROM kept")
        assert cursor.fetchall() == [(7,)]


def test_stop_leaves_no_process(running: Installation) -> None:
    assert running.stop(signal.SIGINT) == 0
    assert running.processes() == []
    assert not (running.var / "running.json").exists()


def test_taken_port_gets_a_clear_message(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = str(other.getsockname()[1])
        refused = installation.command(PORT=taken)
    assert (refused.returncode, f"Port {taken} is taken" in refused.stdout) == (1, True)


def test_port_that_is_no_number_gets_a_clear_message(installation: Installation) -> None:
    refused = installation.command(PORT="eighty")
    assert (refused.returncode, "PORT must be a number" in refused.stdout) == (2, True)


def test_process_that_keeps_dying_stops_the_whole() -> None:
    said: list[str] = []
    child = Child("web", [sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ), said.append)
    child.start()
    with pytest.raises(KeepsDying):
        while True:
            child.process.wait()
            child.check()
    assert said == ["web ended with code 3; starting it again"] * 2


def test_services_start_once_and_the_last_user_stops_them(tmp_path: Path) -> None:
    var = tmp_path / "deep" / ("x" * 90) / "var"  # too long for a socket: they lie elsewhere
    open_to_all(tmp_path)
    code = "import sys; from educities.embedded.services import *; from pathlib import Path; ensure_services(Path(sys.argv[1])); print('there', flush=True); input()"
    users = [
        subprocess.Popen([sys.executable, "-c", code, str(var)], stdin=-1, stdout=-1, text=True, cwd=ROOT)
        for _ in range(3)
    ]
    assert [user.stdout.readline() for user in users] == ["there\n"] * 3
    assert len(str(socket_dir(var))) < 90
    users[0].kill()  # leaves without signing out
    for user in users[1:]:
        assert valkey.is_answering(socket_dir(var))
        user.communicate("\n", timeout=PATIENCE)
    assert not valkey.is_answering(socket_dir(var))
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(service_addresses(var)["DATABASE_URL"])
    shutil.rmtree(socket_dir(var))


def test_addresses_need_no_running_service(tmp_path: Path) -> None:
    told = service_addresses(tmp_path)
    assert sorted(told) == ["DATABASE_OWNER_URL", "DATABASE_URL", "NETWORK_DATABASE_URL", "REDIS_URL"]
    assert not socket_dir(tmp_path).exists()
    assert callable(ensure_services)
