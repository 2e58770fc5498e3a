"""A backup is the database again: whole or not at all, and nothing that may have gone out before goes out by itself."""

import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader

from educities.operations.backup import DUMP, FACTS, MEDIA, Facts, counted
from educities.operations.tools import owner, run

OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = ANY(%s)
"""
# What the world has seen since the backup is not known here: mail waits for a person's word, followers of the event log
# read all anew, and no sign-in or token from before opens a door.
SETTLE = (
    "UPDATE activity_message SET state = 'held', lease_token = NULL, lease_until = NULL WHERE state IN ('pending', 'leased')",
    "DELETE FROM activity_eventepoch",
    "DELETE FROM django_session",
    "DELETE FROM allauth_idp_oidc_token",
)
# Programs of PostgreSQL 17 and later write a setting that older servers do not know.
NEWER_SETTING = b"SET transaction_timeout"


def restore_backup(source: Path) -> Facts:
    """The database is what `source` holds, on today's tables; mail that waited is held. Raises CommandError, and then
    everything is as it was."""
    with _opened(source) as folder:
        facts = _facts(folder)
        _refuse_newer(facts)
        _refuse_while_served()
        for alias in connections:
            connections[alias].close()
        _replace(folder / DUMP)
        _compare(facts)
        _put_media_back(folder)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        for statement in SETTLE:
            cursor.execute(statement)
    cache.clear()
    call_command("check_tenancy", verbosity=0)
    return facts


@contextmanager
def _opened(source: Path) -> Iterator[Path]:
    if not source.is_file():
        msg = f"There is no file {source}."
        raise CommandError(msg)
    with tempfile.TemporaryDirectory(prefix="educities-restore-") as folder:
        try:
            with tarfile.open(source) as archive:
                archive.extractall(folder, filter="data")
        except tarfile.TarError as error:
            msg = f"{source} is not a backup of EduCities: {error}"
            raise CommandError(msg) from error
        yield Path(folder)


def _facts(folder: Path) -> Facts:
    try:
        facts = Facts(**json.loads((folder / FACTS).read_text()))
        run("pg_restore", "--list", str(folder / DUMP), stdout=subprocess.DEVNULL)
    except (OSError, ValueError, TypeError) as error:
        msg = f"This is not a backup of EduCities: {error}"
        raise CommandError(msg) from error
    return facts


def _refuse_newer(facts: Facts) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if newer := sorted(set(facts.migrations) - known):
        msg = f"The backup comes from a newer version ({newer[-1]}). Install that version first."
        raise CommandError(msg)


def _refuse_while_served() -> None:
    roles = [connections[alias].settings_dict["USER"] for alias in ("default", "network")]
    for alias in ("default", "network"):
        connections[alias].close()
    with connections["owner"].cursor() as cursor:
        cursor.execute(OTHERS, [roles])
        (others,) = cursor.fetchone()
    if others:
        msg = f"{others} connections serve people. Stop web, worker and beat first; nothing was changed."
        raise CommandError(msg)


def _replace(dump: Path) -> None:
    """In one transaction everything of the owner goes and what the backup holds comes."""
    script = dump.with_suffix(".sql")
    run("pg_restore", "--no-owner", f"--file={script}", str(dump))
    plain = dump.with_suffix(".plain.sql")
    with script.open("rb") as before, plain.open("wb") as after:
        header = True
        for line in before:
            header = header and not line.startswith((b"CREATE ", b"COPY "))
            if not (header and line.startswith(NEWER_SETTING)):
                after.write(line)
    drop = f'DROP OWNED BY "{owner()["PGUSER"]}" CASCADE'
    how = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    run("psql", *how, f"--command={drop}", f"--file={plain}", stdout=subprocess.DEVNULL)


def _compare(facts: Facts) -> None:
    with connections["owner"].cursor() as cursor:
        found = counted(cursor)
    wrong = [f"{table}: {found.get(table)} of {n}" for table, n in facts.rows.items() if found.get(table) != n]
    if wrong:
        msg = "Rows are missing after the restore; do not serve people: " + ", ".join(wrong)
        raise CommandError(msg)


def _put_media_back(folder: Path) -> None:
    """Every file of the backup lies where it lay; files that came later stay."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted((folder / MEDIA).rglob("*")):
        target = root / path.relative_to(folder / MEDIA)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
