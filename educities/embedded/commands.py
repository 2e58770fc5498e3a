"""Management commands of a start, each in a process of its own that begins with Django loaded.

To load Django and the product takes longer than most of the steps, so one process loads it and forks for each command. A
command finds nothing in memory that another one has left there: no catalogue of before the languages were compiled, no
names of static files of before they were collected. Django loads its English texts at once, so what compiles them is run
before anything is loaded.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent
COMPILES_LANGUAGES = "words"


class StepFailed(RuntimeError):
    """A step of the set-up failed; its output was shown."""


@contextmanager
def command_runner(env: dict[str, str]) -> Iterator[Callable[[list[str]], str]]:
    """Gives what runs a command in the environment `env`: it says what the command said, and raises StepFailed when it did not end well.

    Nothing of it runs afterwards.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "educities.embedded.commands"],
        env=env,
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # so that the command that runs ends with it
    )
    try:
        yield lambda command: _run_command(process, command)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _run_command(process: "subprocess.Popen[str]", command: list[str]) -> str:
    with suppress(BrokenPipeError):
        _given_pipe(process.stdin).write(json.dumps(command) + "\n")
        _given_pipe(process.stdin).flush()
    line = _given_pipe(process.stdout).readline()
    # Without an answer it could not even be begun, and the process has ended with the reason.
    code, told = json.loads(line) if line else (1, _given_pipe(process.stderr).read())
    if code:
        raise StepFailed(f"manage.py {' '.join(command)} failed:\n{told}")
    return str(told)


def _given_pipe(found: IO[str] | None) -> IO[str]:
    assert found is not None  # noqa: S101 (pipes, as asked for)
    return found


def serve_commands() -> None:
    """Each line of the input is a command; for each a line says its exit code and what it said."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "educities.settings")
    for line in sys.stdin:
        command = json.loads(line)
        if command[0] != COMPILES_LANGUAGES:
            _load_product()
        with TemporaryFile("w+") as out, TemporaryFile("w+") as errors:
            pid = os.fork()
            if not pid:
                return _become_command(command, out, errors)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            told = [_read_from_start(one) for one in (out, errors)]
        answers.write(json.dumps([code, "".join(told)]) + "\n")
        answers.flush()
    return None


@cache
def _load_product() -> None:
    import django  # noqa: PLC0415 (the supervisor knows nothing of Django)
    from django.urls import get_resolver  # noqa: PLC0415

    django.setup()
    _loaded = get_resolver().url_patterns


def _read_from_start(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


def _become_command(command: list[str], out: IO[str], errors: IO[str]) -> None:
    """This process is `manage.py` from now on, and ends as it would."""
    with Path(os.devnull).open() as nothing:
        for number, file in enumerate((nothing, out, errors)):
            os.dup2(file.fileno(), number)
    sys.argv = ["manage.py", *command]
    import manage  # noqa: PLC0415 (it reads the arguments)

    manage.main()


if __name__ == "__main__":
    serve_commands()
