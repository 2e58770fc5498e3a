"""A backup takes no other file's place unasked."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from operations.actions.backup import make_backup
from operations.management.commands import backup


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "make_backup", lambda path: pytest.fail(f"{path} was written over"))
    there = tmp_path / "city.backup"
    there.write_text("of yesterday")
    with pytest.raises(CommandError, match=r"is there already\. Choose another name, or --force to write over it"):
        call_command("backup", str(there))
    assert there.read_text() == "of yesterday"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A slip of the pen, or a disk that was not mounted."""
    with pytest.raises(CommandError, match="the folder is not there"):
        make_backup(tmp_path / "no-disk" / "a.tar")
    assert not (tmp_path / "no-disk").exists()
