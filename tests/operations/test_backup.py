"""A backup takes no other file's place unasked."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from operations.management.commands import backup


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "make_backup", lambda path: pytest.fail(f"{path} was written over"))
    there = tmp_path / "city.backup"
    there.write_text("of yesterday")
    with pytest.raises(CommandError, match=r"is there already\. Choose another name, or --force to write over it"):
        call_command("backup", str(there))
    assert there.read_text() == "of yesterday"
