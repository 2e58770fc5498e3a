"""Start a server, ask it, count."""

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count as counting
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
_numbers = counting()


class Speed(NamedTuple):
    """Median milliseconds of one caller, processor's milliseconds an answer, and answers a second to four callers."""

    p50: float
    cpu: float
    per_second: float


@dataclass
class Server:
    """A server that answers, the process that leads it, and how long it took to the first answer."""

    port: int
    process: subprocess.Popen[bytes]
    seconds: float = 0.0

    def workers(self) -> list[int]:
        """The processes that answer."""
        leader = self.process.pid
        return [int(pid) for pid in Path(f"/proc/{leader}/task/{leader}/children").read_text().split()]

    def cpu(self) -> float:
        """Processor's seconds of all workers until now."""
        return sum(spent_by(pid) for pid in self.workers())

    def memory(self) -> float:
        """Megabytes of the largest worker, what it shares included."""
        found = []
        for pid in self.workers():
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            found += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")]
        return max(found)


def work_seconds(act: Callable[[], Any]) -> float:
    """Processor's seconds of `act` in this process and in the database process that serves it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        served_by = cursor.fetchone()[0]
    before = time.process_time() + spent_by(served_by)
    act()
    return time.process_time() + spent_by(served_by) - before


def spent_by(pid: int) -> float:
    """Processor's seconds of a process until now."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def say(what: str, value: str) -> None:
    print(f"  {what:<58}{value}", flush=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(application: str, env: dict[str, str], *, first: str = "/") -> Iterator[Server]:
    """The application as in production: gunicorn with two workers. Yields it when `first` has been answered."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--config", "python:educities.web"]
    start = time.perf_counter()
    given = {**os.environ, **env, "PORT": str(port), "WEB_WORKERS": "2"}
    process = subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env=given, stdout=subprocess.DEVNULL)
    try:
        _wait(port, first)
        yield Server(port, process, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int, path: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
        except OSError:
            time.sleep(0.01)
        else:
            return
        finally:
            connection.close()


def ask(connection: HTTPConnection, path: str, headers: dict[str, str]) -> None:
    connection.request("GET", path.format(n=next(_numbers)), headers=headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)


def speed(server: Server, path: str, headers: dict[str, str] | None = None, *, count: int = 150) -> Speed:
    """Warm up, then time. `{n}` in the path is another number each time.

    The four callers open a new connection after every ten answers. With four kept ones the first accepts would decide
    for the whole measure how many of the workers have anything to do.
    """
    headers = headers or {}
    one = HTTPConnection("127.0.0.1", server.port, timeout=30)
    for _n in range(10):
        ask(one, path, headers)
    times = []
    for _n in range(count):
        start = time.perf_counter()
        ask(one, path, headers)
        times.append((time.perf_counter() - start) * 1000)
    one.close()

    def caller() -> None:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        for n in range(count):
            ask(connection, path, headers)
            if n % 10 == 9:
                connection.close()
        connection.close()

    callers = [threading.Thread(target=caller) for _ in range(4)]
    start, before = time.perf_counter(), server.cpu()
    for thread in callers:
        thread.start()
    for thread in callers:
        thread.join()
    seconds, used = time.perf_counter() - start, server.cpu() - before
    return Speed(statistics.median(times), used / (4 * count) * 1000, 4 * count / seconds)
