"""The Makefile's stamps: what is said to be installed has been installed."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from educities.embedded.steps import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose `uv` only writes down what it is asked."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("run", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").touch()
    uv = tmp_path / ".venv" / "bin" / "uv"
    uv.write_text('#!/bin/sh\necho "$@" >> asked.txt\n')
    uv.chmod(0o755)
    return tmp_path


def make(folder: Path, stamp: str) -> list[str]:
    (folder / "asked.txt").write_text("")
    subprocess.run(["make", f".venv/{stamp}.stamp"], check=True, cwd=folder, capture_output=True)
    return [line.split()[-1] for line in (folder / "asked.txt").read_text().splitlines()]


def renew(folder: Path, name: str) -> None:
    time.sleep(0.02)
    (folder / "requirements" / f"{name}.txt").touch()


def test_newer_packages_are_installed_before_they_are_stamped(folder: Path) -> None:
    assert (make(folder, "run"), make(folder, "run")) == (["requirements/run.txt"], [])
    renew(folder, "run")
    assert make(folder, "run") == ["requirements/run.txt"]
    assert make(folder, "dev") == ["requirements/dev.txt"]
    assert make(folder, "run") == []
    renew(folder, "run")
    renew(folder, "dev")
    assert (make(folder, "run"), make(folder, "dev")) == (["requirements/dev.txt"], [])
