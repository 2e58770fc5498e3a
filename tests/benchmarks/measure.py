"""Start a server, ask it, count."""

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent


class Speed(NamedTuple):
    """Median milliseconds of one caller, and answers a second to four."""

    p50: float
    per_second: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(application: str, env: dict[str, str]) -> Iterator[int]:
    """gunicorn with two workers serves the application; yields its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--threads", "2", "--worker-class", "gthread", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def ask(connection: HTTPConnection, path: str, headers: dict[str, str]) -> None:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)


def speed(port: int, path: str, headers: dict[str, str] | None = None, *, count: int = 150) -> Speed:
    """Warm up, then time."""
    headers = headers or {}
    one = HTTPConnection("127.0.0.1", port, timeout=30)
    for _n in range(10):
        ask(one, path, headers)
    times = []
    for _n in range(count):
        start = time.perf_counter()
        ask(one, path, headers)
        times.append((time.perf_counter() - start) * 1000)
    one.close()

    def caller() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        for _n in range(count):
            ask(connection, path, headers)
        connection.close()

    callers = [threading.Thread(target=caller) for _ in range(4)]
    start = time.perf_counter()
    for thread in callers:
        thread.start()
    for thread in callers:
        thread.join()
    return Speed(statistics.median(times), 4 * count / (time.perf_counter() - start))
