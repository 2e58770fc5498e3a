"""One file that holds everything that counts: the database as of one moment, the media files, and what was counted."""

import errno
import json
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from operations.actions.ledger import LEDGER, write_ledger
from operations.actions.pg_tools import run_pg_tool

FACTS, DUMP, MEDIA = "facts.json", "database.dump", "media"
TABLES = """
    SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = current_schema() ORDER BY 1
"""


@dataclass(frozen=True)
class Facts:
    """What a backup says of itself: when, from which migrations, and how many rows each table had."""

    made_at: str
    migrations: list[str]
    rows: dict[str, int]

    @property
    def moment(self) -> datetime:
        """The moment of which the backup is."""
        return datetime.fromisoformat(self.made_at)

    @property
    def total(self) -> int:
        """All rows together."""
        return sum(self.rows.values())


def make_backup(target: Path) -> Facts:
    """`target` holds database and media; it appears whole or not at all. Raises CommandError."""
    try:
        return _write_archive(target)
    except OSError as error:
        msg = f"{target} cannot be written: {error}"
        raise CommandError(msg) from error


def _write_archive(target: Path) -> Facts:
    # A folder that is not there is a slip of the pen, or a disk that was not mounted.
    if not target.parent.is_dir():
        raise NotADirectoryError(errno.ENOENT, "the folder is not there", str(target.parent))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        facts = _dump_database(Path(folder) / DUMP)
        write_ledger(Path(folder) / LEDGER)
        (Path(folder) / FACTS).write_text(json.dumps(asdict(facts), indent=1))
        whole = Path(folder) / "whole.tar"
        whole.touch(mode=0o600)
        # Files and folders may be links, as when uploads lie on another disk: kept is what they lead to.
        with tarfile.open(whole, "w", dereference=True) as archive:
            for name in (FACTS, DUMP, LEDGER):
                archive.add(Path(folder) / name, name)
            if Path(settings.MEDIA_ROOT).is_dir():
                archive.add(settings.MEDIA_ROOT, MEDIA)
        whole.replace(target)
    return facts


def _dump_database(path: Path) -> Facts:
    """Counted and dumped in one snapshot, so that the numbers are those of the file, whoever writes meanwhile."""
    connection = connections["owner"]
    with transaction.atomic("owner"), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        facts = Facts(timezone.now().isoformat(), applied_migrations(), count_rows(cursor))
        run_pg_tool("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={path}")
    return facts


def applied_migrations() -> list[str]:
    """The migrations that the database has."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connections["owner"]).applied_migrations())


def count_rows(cursor: CursorWrapper) -> dict[str, int]:
    """How many rows each table has."""
    cursor.execute(TABLES)
    rows = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        rows[table] = cursor.fetchone()[0]
    return rows
