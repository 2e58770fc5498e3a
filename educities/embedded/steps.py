"""The set-up steps of a start; a step whose inputs did not change is skipped."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from educities.embedded import postgres
from educities.embedded.commands import ROOT, StepFailed, command_runner
from educities.embedded.paths import socket_dir

__all__ = ["ROOT", "STEPS", "Step", "StepFailed", "files_digest", "run_steps"]
PRACTICE = "practice city"
FONTS = "educities/kit/management/commands/subset_fonts.py"


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
    # The first one: English texts are loaded with Django.
    Step("languages", ["words", "compile"], ("locale/*/LC_MESSAGES/*.po",), "locale/he/LC_MESSAGES/django.mo"),
    Step(
        "tables",
        ["migrate", "--database", "owner", "--verbosity", "0"],
        ("*/migrations/*.py", "educities/*/migrations/*.py", "requirements/run.txt"),
        in_database=True,
    ),
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
    """Languages, tables, fonts, static files, vocabulary and practice city are up to date; the wall stands.

    With PRACTICE=0 in the environment no practice city is laid out.
    """
    stamps = var / "stamps"
    stamps.mkdir(parents=True, exist_ok=True)
    with command_runner(env) as run_command:
        for step in STEPS:
            stamp, now = stamps / step.name.replace(" ", "-"), _step_state(step, var)
            if _is_left_out(step, env) or (_is_made(step, var) and _read_stamp(stamp) == now):
                continue
            say(f"{step.name} ...")
            run_command(step.command)
            stamp.write_text(now)
        run_command(["check_tenancy"])


def _is_left_out(step: Step, env: dict[str, str]) -> bool:
    """The practice city where it is not wanted, and what has nothing to read."""
    is_unwanted = step.name == PRACTICE and env.get("PRACTICE") == "0"
    return is_unwanted or not any(any(ROOT.glob(pattern)) for pattern in step.reads)


def _step_state(step: Step, var: Path) -> str:
    """The files the step reads, and which database it wrote to: a new one needs everything again."""
    database = postgres.system_identifier(socket_dir(var)) if step.in_database else 0
    return f"{files_digest(step.reads)} {database}"


def _is_made(step: Step, var: Path) -> bool:
    path = var / step.makes.removeprefix("var/") if step.makes.startswith("var/") else ROOT / step.makes
    return path.exists()


def _read_stamp(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""
