"""The set-up steps of a start; a step whose inputs did not change is skipped."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from educities.embedded import postgres
from educities.embedded.paths import socket_dir

ROOT = Path(__file__).resolve().parent.parent.parent
PRACTICE = "practice city"
FONTS = "educities/kit/management/commands/subset_fonts.py"


class StepFailed(RuntimeError):
    """A step of the set-up failed; its output was shown."""


def files_digest(patterns: Iterable[str]) -> str:
    """A digest of the files that match."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Step:
    """A management command, needed again when the files of `reads` change or what it `makes` is gone."""

    name: str
    command: list[str]
    reads: tuple[str, ...]
    makes: str = ""
    in_database: bool = False


STEPS = (
    Step(
        "tables",
        ["migrate", "--database", "owner", "--verbosity", "0"],
        ("*/migrations/*.py", "educities/*/migrations/*.py", "requirements/run.txt"),
        in_database=True,
    ),
    Step("languages", ["words", "compile"], ("locale/*/LC_MESSAGES/*.po",), "locale/he/LC_MESSAGES/django.mo"),
    Step("fonts", ["subset_fonts"], (FONTS,), "var/static/fonts/rubik-latin.woff2"),
    Step(
        "static files",
        [
            "collectstatic",
            "--noinput",
            "--clear",
            "--ignore",
            "rest_framework",
            "--ignore",
            "redoc",
            "--verbosity",
            "0",
        ],
        ("static/**/*.*", FONTS, "requirements/run.txt"),
        "var/collected/staticfiles.json",
    ),
    Step("vocabulary", ["load_areas"], ("stakeholders/data/*",), in_database=True),
    Step(PRACTICE, ["practice_city"], ("reports/management/practice/**/*.py",), in_database=True),
)


def run_steps(var: Path, env: dict[str, str], say: Callable[[str], None]) -> None:
    """Tables, languages, fonts, static files, vocabulary and practice city are up to date; the wall stands.

    With PRACTICE=0 in the environment no practice city is laid out.
    """
    stamps = var / "stamps"
    stamps.mkdir(parents=True, exist_ok=True)
    for step in STEPS:
        stamp, now = stamps / step.name.replace(" ", "-"), _step_state(step, var)
        if step.name == PRACTICE and env.get("PRACTICE") == "0":
            continue
        if not any(any(ROOT.glob(pattern)) for pattern in step.reads) or (
            _is_made(step, var) and _read_stamp(stamp) == now
        ):
            continue
        say(f"{step.name} ...")
        run_manage(step.command, env)
        stamp.write_text(now)
    run_manage(["check_tenancy"], env)


def _step_state(step: Step, var: Path) -> str:
    """The files the step reads, and which database it wrote to: a new one needs everything again."""
    database = postgres.system_identifier(socket_dir(var)) if step.in_database else 0
    return f"{files_digest(step.reads)} {database}"


def _is_made(step: Step, var: Path) -> bool:
    path = var / step.makes.removeprefix("var/") if step.makes.startswith("var/") else ROOT / step.makes
    return path.exists()


def _read_stamp(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def run_manage(command: list[str], env: dict[str, str]) -> None:
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
