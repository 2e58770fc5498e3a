"""A backup's archive, unpacked in a folder and nowhere else, in every Python that the product runs in."""

import shutil
import tarfile
from pathlib import Path

# Of the rights of a file these are kept; its owner may always read and write.
KEPT_RIGHTS, OWNERS = 0o755, 0o600


def unpack_archive(archive: tarfile.TarFile, folder: Path) -> None:
    """The files of the archive stand below `folder`. `extractall(filter="data")` needs Python 3.11.4.

    A link is the file that it leads to inside the archive. Raises tarfile.TarError for what lies outside `folder`, for a
    link that leads out of the archive, and for what is neither file nor folder.
    """
    root = folder.resolve()
    for member in archive:
        target = (root / member.name).resolve()
        if not target.is_relative_to(root):
            msg = f"{member.name} lies outside the archive"
            raise tarfile.TarError(msg)
        if member.isdir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            _write_file(archive, member, target)


def _write_file(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    try:
        content = archive.extractfile(member)
    except KeyError:
        content = None
    if content is None:
        msg = f"{member.name} is no file"
        raise tarfile.TarError(msg)
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, target.open("wb") as written:
        shutil.copyfileobj(content, written)
    target.chmod(member.mode & KEPT_RIGHTS | OWNERS)
