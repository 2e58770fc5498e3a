"""The commands of a start share a process that loads Django, and nothing else."""

import os
import signal
import threading
from pathlib import Path

import psutil
import pytest

from educities.embedded.commands import StepFailed, command_runner
from educities.embedded.services import service_addresses
from educities.embedded.steps import STEPS
from educities.embedded.supervisor import Stop
from tests.installation import PATIENCE

pytestmark = pytest.mark.processes


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Of services that nobody starts: that their addresses are given says to manage.py that they run."""
    var = tmp_path / "var"
    return {**os.environ, **service_addresses(var), "EDUCITIES_VAR": str(var), "SECRET_KEY": "k" * 50}


def test_what_a_command_says_is_told_when_it_fails(env: dict[str, str]) -> None:
    with command_runner(env) as run_command:
        with pytest.raises(
            StepFailed, match=r"manage.py no_such_command failed:\n.*Unknown command: 'no_such_command'"
        ):
            run_command(["no_such_command"])
        assert "usage: manage.py migrate" in run_command(["help", "migrate"])
        with pytest.raises(StepFailed, match=r"manage.py migrate --nonsense failed:\n(?s:.)*usage: manage.py migrate"):
            run_command(["migrate", "--nonsense"])


def test_what_hinders_django_from_being_loaded_is_told(env: dict[str, str]) -> None:
    with command_runner({**env, "SECRET_KEY": ""}) as run_command:
        with pytest.raises(StepFailed, match=r"check_tenancy failed:\n(?s:.)*The SECRET_KEY setting must not be empty"):
            run_command(["check_tenancy"])
        with pytest.raises(StepFailed, match="load_areas failed"):
            run_command(["load_areas"])


def test_a_command_finds_nothing_that_another_has_left(env: dict[str, str], tmp_path: Path) -> None:
    """Each one is a process of its own, of the same parent: what one puts into memory no other sees."""
    kept = tmp_path / "seen.txt"
    code = (
        "import os, sys\n"
        f"open({str(kept)!r}, 'a').write(f'{{os.getpid()}} {{os.getppid()}} {{hasattr(sys, \"left\")}}\\n')\n"
        "sys.left = True\n"
    )
    with command_runner(env) as run_command:
        for _twice in range(2):
            run_command(["shell", "--no-imports", "--command", code])
    (first, parent, _), (second, same_parent, found) = [line.split() for line in kept.read_text().splitlines()]
    assert (first != second, parent == same_parent, found) == (True, True, "False")


def raise_stop(*_: object) -> None:
    raise Stop


def test_a_start_that_is_stopped_leaves_no_command(env: dict[str, str], tmp_path: Path) -> None:
    kept = tmp_path / "pid.txt"
    os.mkfifo(kept)
    code = (
        f"import os, time; file = open({str(kept)!r}, 'w'); file.write(str(os.getpid())); file.close(); time.sleep(900)"
    )
    found: list[psutil.Process] = []

    def stop_when_it_runs() -> None:
        process = psutil.Process(int(kept.read_text()))
        found.extend([process, process.parent()])
        os.kill(os.getpid(), signal.SIGUSR1)

    before = signal.signal(signal.SIGUSR1, raise_stop)
    try:
        with pytest.raises(Stop), command_runner(env) as run_command:
            threading.Thread(target=stop_when_it_runs).start()
            run_command(["shell", "--no-imports", "--command", code])
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert len(found) == 2
    assert psutil.wait_procs(found, timeout=PATIENCE)[1] == []


def test_languages_are_compiled_before_anything_is_loaded() -> None:
    assert STEPS[0].command == ["words", "compile"]
