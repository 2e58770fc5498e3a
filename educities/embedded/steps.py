"""The set-up steps of a start; a step whose inputs did not change is skipped."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class StepFailed(RuntimeError):
    """A step of the set-up failed; its output was shown."""


def fingerprint(patterns: Iterable[str]) -> str:
    """A digest of the files that match."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


# (what is said, command, files that make it necessary)
STEPS: list[tuple[str, list[str], list[str]]] = [
    ("tables", ["migrate", "--database", "owner", "--verbosity", "0"], ["*/migrations/*.py", "educities/*/migrations/*.py", "requirements/run.txt"]),
    ("languages", ["words", "compile"], ["locale/*/LC_MESSAGES/*.po"]),
    ("fonts", ["subset_fonts"], ["educities/kit/management/commands/subset_fonts.py"]),
    ("static files", ["collectstatic", "--noinput", "--verbosity", "0"], ["static/**/*.*", "requirements/run.txt"]),
    ("vocabulary", ["load_areas"], ["stakeholders/data/*"]),
    ("practice city", ["practice_city"], ["reports/practice/*.py"]),
]
MAKES = {"languages": "locale/he/LC_MESSAGES/django.mo", "fonts": "var/static/fonts/rubik-latin.woff2"}


def run_steps(var: Path, env: dict[str, str], say: Callable[[str], None]) -> None:
    """Tables, languages, fonts, static files, vocabulary and practice city are up to date."""
    stamps = var / "stamps"
    stamps.mkdir(parents=True, exist_ok=True)
    for name, command, patterns in STEPS:
        if not any(any(ROOT.glob(pattern)) for pattern in patterns):
            continue
        stamp, now = stamps / name.replace(" ", "-"), fingerprint(patterns)
        made = MAKES.get(name)
        if stamp.exists() and stamp.read_text() == now and (made is None or (ROOT / made).exists()):
            continue
        say(f"{name} ...")
        manage(command, env)
        stamp.write_text(now)
    manage(["check_tenancy"], env)


def manage(command: list[str], env: dict[str, str]) -> None:
    """The management command has run. Raises StepFailed when it did not end well."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StepFailed(f"manage.py {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
