"""Callers who send slowly hold no thread of the web server for long."""

import gc
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from educities.embedded.steps import ROOT

pytestmark = pytest.mark.processes
HEAD = b"POST /anywhere/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"


def plain(environ: dict, start_response: object) -> list[bytes]:
    """A whole application: it reads the body and answers."""
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Frozen", str(gc.get_freeze_count()))])  # type: ignore[operator]
    return [b"here"]


@pytest.fixture
def port() -> Iterator[int]:
    """A server of one process and two threads, which waits a second for a request."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "tests.test_read_limits:plain", "--config", "python:educities.web"]
    given = {"PORT": str(number), "WEB_WORKERS": "1", "WEB_THREADS": "2", "WEB_READ_SECONDS": "1"}
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **given})
    try:
        for _try in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", number)) == 0:
                    break
            time.sleep(0.1)
        yield number
    finally:
        server.terminate()
        server.wait(20)


def slow_callers(port: int, first: bytes) -> list[socket.socket]:
    callers = [socket.create_connection(("127.0.0.1", port)) for _n in range(6)]
    for caller in callers:
        caller.sendall(first)
    return callers


def seconds_to_answer(port: int) -> float:
    began = time.monotonic()
    with urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
        assert answer.read() == b"here"
    return time.monotonic() - began


def test_connections_without_a_byte_hold_nobody_up(port: int) -> None:
    callers = slow_callers(port, b"")
    assert seconds_to_answer(port) < 1.5
    assert len(callers) == 6


@pytest.mark.parametrize("first", [HEAD, HEAD + b"\r\nslow="], ids=["a head without an end", "a body without an end"])
def test_unfinished_requests_end_with_their_time(port: int, first: bytes) -> None:
    callers = slow_callers(port, first)
    time.sleep(0.2)
    # Three turns of two threads, a second each.
    assert seconds_to_answer(port) < 9
    assert len(callers) == 6


def test_a_body_that_trickles_ends_too(port: int) -> None:
    callers, began = slow_callers(port, HEAD + b"\r\n"), time.monotonic()
    while time.monotonic() - began < 3:
        for caller in callers:
            try:
                caller.sendall(b"x")
            except OSError:
                continue
        time.sleep(0.2)
    # Besides, gunicorn takes up to two seconds for closing each.
    assert seconds_to_answer(port) < 20


def test_a_worker_does_not_search_what_was_read_at_the_start_for_garbage(port: int) -> None:
    with urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
        assert int(answer.headers["Frozen"]) > 1000


@pytest.mark.parametrize("header", [b"Content-Length: -5", b"Content-Length: five"])
def test_what_the_server_refuses_itself_is_a_problem_below_the_api(port: int, header: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as caller:
        caller.sendall(b"POST /api/v1/me HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
        answer = b"".join(iter(lambda: caller.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"Content-Type: application/problem+json" in answer
