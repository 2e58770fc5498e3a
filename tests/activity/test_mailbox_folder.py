"""The embedded post: its mails hold links that sign in."""

import stat
from typing import Any

import pytest

from educities.activity.backends import mailbox_dir


def test_nobody_else_on_the_machine_reads_the_mails(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("EDUCITIES_MAILBOX", str(tmp_path / "mailbox"))
    assert stat.S_IMODE(mailbox_dir().stat().st_mode) == 0o700


def test_a_folder_that_was_open_before_is_closed(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("EDUCITIES_MAILBOX", str(tmp_path / "mailbox"))
    (tmp_path / "mailbox").mkdir(mode=0o755)
    assert stat.S_IMODE(mailbox_dir().stat().st_mode) == 0o700
