"""What is unpacked stays in its folder; a link is the file that it leads to."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from operations.actions.archives import unpack_archive
from operations.actions.backup import Facts, _write_archive

Making = Callable[[tarfile.TarFile], None]


def entry(name: str, kind: bytes = tarfile.REGTYPE, **more: Any) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type = kind
    for key, value in more.items():
        setattr(made, key, value)
    return made


def unpack(folder: Path, *entries: tuple[tarfile.TarInfo, bytes]) -> None:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as archive:
        for member, content in entries:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    whole.seek(0)
    with tarfile.open(fileobj=whole) as archive:
        unpack_archive(archive, folder)


def test_files_stand_below_the_folder_with_rights_that_harm_nobody(tmp_path: Path) -> None:
    unpack(
        tmp_path / "new",
        (entry("media/plan.txt", mode=0o4777), b"a plan"),
        (entry("media/linked.txt", tarfile.LNKTYPE, linkname="media/plan.txt"), b""),
        (entry("media/soft.txt", tarfile.SYMTYPE, linkname="plan.txt"), b""),
        (entry("secret", mode=0o000), b"kept"),
        (entry("empty", tarfile.DIRTYPE), b""),
    )
    made = tmp_path / "new"
    assert {path.name: path.read_bytes() for path in (made / "media").iterdir()} == dict.fromkeys(
        ("plan.txt", "linked.txt", "soft.txt"), b"a plan"
    )
    assert not any(path.is_symlink() for path in made.rglob("*"))
    assert (made / "media/plan.txt").stat().st_mode & 0o7777 == 0o755
    assert (made / "secret").stat().st_mode & 0o7777 == 0o600
    assert (made / "empty").is_dir()


@pytest.mark.parametrize(
    "member",
    [
        entry("../beside.txt"),
        entry("a/../../beside.txt"),
        entry("/beside.txt"),
        entry("out.txt", tarfile.SYMTYPE, linkname="../beside.txt"),
        entry("out.txt", tarfile.LNKTYPE, linkname="/etc/hostname"),
        entry("pipe", tarfile.FIFOTYPE),
        entry("device", tarfile.CHRTYPE),
    ],
    ids=lambda member: f"{member.name} {member.type.decode()}",
)
def test_what_leads_out_of_the_folder_is_refused(tmp_path: Path, member: tarfile.TarInfo) -> None:
    (tmp_path / "beside.txt").write_text("not of the archive")
    with pytest.raises(tarfile.TarError):
        unpack(tmp_path / "new", (member, b""))
    assert [path for path in (tmp_path / "new").rglob("*") if not path.is_dir()] == []
    assert (tmp_path / "beside.txt").read_text() == "not of the archive"


def test_uploads_on_another_disk_are_in_the_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """The folder of uploads is a link there: kept is what it leads to, not where."""
    there = tmp_path / "other-disk"
    there.mkdir()
    (there / "plan.txt").write_text("a plan")
    (tmp_path / "media").symlink_to(there)
    settings.MEDIA_ROOT = str(tmp_path / "media")
    monkeypatch.setattr("operations.actions.backup._dump_database", write_dump)
    monkeypatch.setattr("operations.actions.backup.write_ledger", lambda path: path.write_text("{}"))
    _write_archive(tmp_path / "night.tar")
    with tarfile.open(tmp_path / "night.tar") as archive:
        unpack_archive(archive, tmp_path / "again")
    assert (tmp_path / "again" / "media" / "plan.txt").read_text() == "a plan"


def write_dump(path: Path) -> Facts:
    path.write_bytes(b"")
    return Facts(made_at="2026-11-30T01:00:00+00:00", migrations=[], rows={})
