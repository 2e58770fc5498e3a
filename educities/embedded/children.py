"""The processes of a running installation: started, watched, restarted, ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
TOO_OFTEN, WITHIN_SECONDS = 3, 60.0


class KeepsDying(RuntimeError):
    """A process ended three times within a minute."""


class Ends:
    """When a process ended: three times within a minute are too many."""

    def __init__(self) -> None:
        self.at: deque[float] = deque(maxlen=TOO_OFTEN)

    def note(self, name: str) -> None:
        """It ended now. Raises KeepsDying."""
        self.at.append(time.monotonic())
        if len(self.at) == TOO_OFTEN and self.at[-1] - self.at[0] < WITHIN_SECONDS:
            raise KeepsDying(name)


def _die_with_parent() -> None:
    """A child does not outlive a supervisor that was killed; it leads its own group, so Ctrl-C reaches us alone."""
    os.setsid()
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process with a name; its lines are printed behind the name."""

    name: str
    command: list[str]
    env: dict[str, str]
    say: Callable[[str], None]
    process: subprocess.Popen[str] | None = None
    ends: Ends = field(default_factory=Ends)

    def start(self) -> None:
        """The process runs."""
        self.process = subprocess.Popen(
            self.command,
            env=self.env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 (no threads of ours hold locks a fork could copy)
        )
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self.say(f"{self.name:<7}| {line.rstrip()}")

    def check(self) -> None:
        """A process that ended is started again; three ends within a minute raise KeepsDying."""
        if self.process is None or self.process.poll() is None:
            return
        self.ends.note(self.name)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # what it started must not hold its port
        self.say(f"{self.name} ended with code {self.process.returncode}; starting it again")
        self.start()

    def signal(self, number: int) -> None:
        """The process and those it started get the signal."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)


def stop_children(children: list[Child], seconds: float = 10) -> None:
    """Every process is gone: asked first, then made to."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(c.process and c.process.poll() is None for c in children):
        time.sleep(0.05)
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process:
            child.process.wait(timeout=5)
