"""Do the tests see faults? `make mutants` puts each of `tests/mutants` into a copy of the project and runs the tests beside it.

A mutant is killed when its tests fail, and has survived when they pass: then a test is missing. Some may be named, as
parts of their paths: `make mutants ARGS="labs/rules roles"`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants.mutant import Mutant
from tests.mutants.table import MUTANTS

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "node_modules")
# Seconds after which a mutant's tests are ended: a fault that hangs has been seen too.
PATIENCE = 900
PASSED, FAILED = 0, 1


class Stale(SystemExit):
    """The table speaks of a text that the code does not have (once)."""


def read(place: Path, mutant: Mutant) -> str:
    """The file as it is. Raises Stale unless the mutant's text stands in it exactly once."""
    text = (place / mutant.path).read_text() if (place / mutant.path).is_file() else ""
    if (count := text.count(mutant.old)) != 1:
        raise Stale(f"tests/mutants: {count} times in {mutant.path} instead of once:\n{mutant.old}")
    return text


def write(file: Path, text: str) -> None:
    """The file reads so, and nothing compiled before is taken for it."""
    file.write_text(text)
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()


class Copy:
    """A copy of the project with a database that all runs share."""

    def __init__(self, home: Path) -> None:
        self.home = home / "project"
        shutil.copytree(ROOT, self.home, ignore=LEFT_OUT)
        var = os.environ.get("EDUCITIES_VAR", str(ROOT / "var"))
        self.env = {**os.environ, "EDUCITIES_VAR": var, "TEST_DB": os.environ.get("TEST_DB", "mutants")}

    def run(self, *tests: str, database: str = "there") -> tuple[int, str]:
        """How these tests ended, and which was the first to fail."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not browser and not processes", *tests]
        try:
            done = subprocess.run(
                command,
                check=False,
                cwd=self.home,
                env={**self.env, "TEST_DB_SHARED": database},
                capture_output=True,
                text=True,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return FAILED, "they hang"
        lines = done.stdout.strip().splitlines() or done.stderr.strip().splitlines()
        return done.returncode, next(
            (line for line in lines if line.startswith(("FAILED tests", "ERROR tests"))), lines[-1]
        )

    def kills(self, mutant: Mutant) -> tuple[bool, str]:
        """Do the mutant's tests fail of it? And the first that does."""
        file, text = self.home / mutant.path, read(self.home, mutant)
        write(file, text.replace(mutant.old, mutant.new))
        try:
            code, said = self.run(*mutant.tests.split())
        finally:
            write(file, text)
        if code not in {PASSED, FAILED} and not said.startswith("ERROR"):
            raise SystemExit(f"The tests of {mutant.path} do not run: {said}")
        return code != PASSED, said


def main(arguments: list[str]) -> int:
    """Prints each mutant's end; 1 when one has survived. `--trust`: the tests are not run without mutants first."""
    trust, parts = "--trust" in arguments, [one for one in arguments if not one.startswith("-")]
    chosen = [one for one in MUTANTS if not parts or any(part in one.path for part in parts)]
    for mutant in chosen:
        read(ROOT, mutant)
    survivors = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as home:
        copy = Copy(Path(home))
        # Quicker, for whoever knows that the tests pass: the shortest of them makes the database.
        all_of_them = sorted({test for mutant in chosen for test in mutant.tests.split()})
        code, said = copy.run(*(["tests/tenancy/test_carrier.py"] if trust else all_of_them), database="new")
        if code != PASSED:
            raise SystemExit(f"The tests fail without any mutant: {said}")
        for number, mutant in enumerate(chosen, start=1):
            begun = time.monotonic()
            killed, said = copy.kills(mutant)
            survivors += [] if killed else [mutant]
            end = "killed  " if killed else "SURVIVED"
            print(
                f"{number:3} {end} {time.monotonic() - begun:4.0f} s  {mutant.path}: {mutant.new[:60]!r}  {said[:90]}",
                flush=True,
            )
    print(f"{len(chosen)} mutants, {len(survivors)} survived")
    for mutant in survivors:
        print(f"\nSURVIVED {mutant.path}\n- {mutant.old}\n+ {mutant.new}\n  {mutant.tests}")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
