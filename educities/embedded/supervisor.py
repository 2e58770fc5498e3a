"""`make run`: services, set-up, then web, worker and beat in the foreground; everything ends together."""

import json
import os
import signal
import socket
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from educities.embedded.children import Child, KeepsDying, end
from educities.embedded.services import ServiceError, ensure_services, leave
from educities.embedded.steps import ROOT, StepFailed, run_steps

START_SECONDS = 30


class Stop(Exception):  # noqa: N818 (not an error: somebody asked us to stop)
    """Somebody asked us to stop."""


def say(text: str) -> None:
    print(text, flush=True)


def running(var: Path) -> dict[str, object] | None:
    """What the running supervisor of this folder wrote of itself; None when none runs (a stale note is cleared)."""
    note = var / "running.json"
    with suppress(OSError, ValueError):
        told = json.loads(note.read_text())
        command = Path(f"/proc/{told['pid']}/cmdline")
        alive = command.exists() and b"educities.embedded" in command.read_bytes() if command.parent.parent.exists() else True
        os.kill(int(told["pid"]), 0)
        if alive:
            return told
    note.unlink(missing_ok=True)
    return None


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def commands(port: int) -> dict[str, list[str]]:
    """The processes of an installation."""
    python = [sys.executable, "-m"]
    web = [*python, "gunicorn", "educities.wsgi:application", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    celery = [*python, "celery", "--app", "educities", "--quiet"]
    return {
        "web": [*web, "--threads", "4", "--worker-class", "gthread", "--worker-tmp-dir", "/dev/shm"]
        if Path("/dev/shm").is_dir()  # noqa: S108 (gunicorn's heartbeat file, in memory)
        else [*web, "--threads", "4", "--worker-class", "gthread"],
        "worker": [*celery, "worker", "--loglevel", "WARNING", "--concurrency", "2"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--schedule", str(ROOT / "var" / "beat"), "--pidfile", ""],
    }


def answers(port: int) -> bool:
    """Does the web process answer?"""
    with suppress(OSError):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=2) as response:
            return response.status == 200
    return False


def _raise_stop(*_: object) -> None:
    raise Stop


def run(var: Path, port: int) -> int:
    """Serve until told to stop. Returns the exit code: 0 after a stop, 1 when something failed and was said."""
    other = running(var)
    if other:
        say(f"It is running already: {other['address']} (process {other['pid']}). Stop that one first.")
        return 1
    if not port_is_free(port):
        say(f"Port {port} is taken by another program. Choose one: PORT=8010 make run")
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_stop)
    children: list[Child] = []
    try:
        return _serve(var, port, children)
    except Stop:
        say("\nStopping ...")
        return 0
    except (ServiceError, StepFailed, KeepsDying) as error:
        text = f"{error} keeps ending; its last lines are above." if isinstance(error, KeepsDying) else str(error)
        say(text)
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        end(children)
        (var / "running.json").unlink(missing_ok=True)
        leave(var)
        say("Stopped. The city's data is kept.")


def _serve(var: Path, port: int, children: list[Child]) -> int:
    address = f"http://127.0.0.1:{port}"
    env = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1", "BASE_URL": os.environ.get("BASE_URL", address)}
    (var).mkdir(parents=True, exist_ok=True)
    (var / "running.json").write_text(json.dumps({"pid": os.getpid(), "address": address}))
    ensure_services(var, stay=True)
    run_steps(var, env, say)
    for name, command in commands(port).items():
        child = Child(name, command, env, say)
        children.append(child)
        child.start()
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        for child in children:
            child.check()
        if time.monotonic() > deadline:
            raise ServiceError(f"The web process does not answer after {START_SECONDS} s; its lines are above.")
        time.sleep(0.1)
    welcome(var, address)
    while True:
        time.sleep(0.5)
        for child in children:
            child.check()


def welcome(var: Path, address: str) -> None:
    """Address, sign-ins and how to stop."""
    say(f"\n  EduCities is open: {address}\n")
    sign_ins = var / "practice-sign-ins.txt"
    if sign_ins.exists():
        say(sign_ins.read_text())
    say("  Stop with Ctrl-C. The data stays for the next start.\n")
