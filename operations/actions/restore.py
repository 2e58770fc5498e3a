"""A backup is the database again: whole or not at all, and nothing that may have gone out before goes out by itself."""

import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from cities.actions import announce_restore
from educities.accounts.models import Erasure
from operations.actions.archives import unpack_archive
from operations.actions.backup import DUMP, FACTS, MEDIA, Facts
from operations.actions.city_removal import remove_again
from operations.actions.db_logins import block_db_logins, restore_db_logins
from operations.actions.ledger import drop_kept_ledger, erase_again, keep_ledger, work_as_owner
from operations.actions.pg_tools import pg_env, run_pg_tool
from operations.actions.post_restore import post_restore_sql

# Programs of PostgreSQL 17 and later write a setting that older servers do not know.
NEWER_SETTING = b"SET transaction_timeout"
STAGED = ".restoring"
AFTERWARDS = (
    "The database is the backup’s, and nothing of it goes out by itself; but then: {}\n"
    "Web, worker and beat are kept out until a restore ends well. Mend this, then run it once more."
)


def restore_backup(source: Path, further_ledger: Path | None = None) -> tuple[Facts, int, int]:
    """The database is what `source` holds, on today's tables, with nothing in it that goes out or opens a door by itself.

    Whoever was erased since stays erased: so says the ledger of the database that is replaced, and `further_ledger`. Each
    city's directors are told of when its data are. Returns also how many people were erased again, and how many cities removed again.

    Whoever serves people is kept out meanwhile. Raises CommandError: either nothing was changed, or, where a step after
    the database's own transaction fails (files, migrations), the message says so, and they stay kept out.
    """
    with _unpacked_backup(source) as folder:
        facts = _read_facts(folder)
        _refuse_newer(facts)
        ledger = keep_ledger(further_ledger)
        with _staged_media(folder / MEDIA) as media:
            admitted = block_db_logins()
            try:
                _replace_data(folder / DUMP, facts)
            except BaseException:
                restore_db_logins(admitted)
                raise
            erased, removed = _finish_restore(media, ledger, facts.moment)
    drop_kept_ledger()
    restore_db_logins(admitted)
    call_command("check_tenancy", verbosity=0)
    return facts, erased, removed


def _finish_restore(media: Path | None, ledger: list[Erasure], as_of: datetime) -> tuple[int, int]:
    try:
        if media:
            _put_media_back(media)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        with work_as_owner():
            erased, removed = erase_again(ledger), remove_again(ledger)
            announce_restore(as_of)
        cache.clear()
    except Exception as error:
        raise CommandError(AFTERWARDS.format(error)) from error
    return erased, removed


@contextmanager
def _unpacked_backup(source: Path) -> Iterator[Path]:
    if not source.is_file():
        msg = f"There is no file {source}."
        raise CommandError(msg)
    with tempfile.TemporaryDirectory(prefix="educities-restore-") as folder:
        try:
            with tarfile.open(source) as archive:
                unpack_archive(archive, Path(folder))
        except tarfile.TarError as error:
            msg = f"{source} is not a backup of EduCities: {error}"
            raise CommandError(msg) from error
        yield Path(folder)


def _read_facts(folder: Path) -> Facts:
    try:
        facts = Facts(**json.loads((folder / FACTS).read_text()))
        run_pg_tool("pg_restore", "--list", str(folder / DUMP), stdout=subprocess.DEVNULL)
    except (OSError, ValueError, TypeError) as error:
        msg = f"This is not a backup of EduCities: {error}"
        raise CommandError(msg) from error
    return facts


def _refuse_newer(facts: Facts) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if newer := sorted(set(facts.migrations) - known):
        msg = f"The backup comes from a newer version ({newer[-1]}). Install that version first."
        raise CommandError(msg)


def _replace_data(dump: Path, facts: Facts) -> None:
    """In one transaction everything of the owner goes, what the backup holds comes, is counted and settled."""
    for alias in connections:
        connections[alias].close()
    script = dump.with_suffix(".sql")
    run_pg_tool("pg_restore", "--no-owner", f"--file={script}", str(dump))
    plain = dump.with_suffix(".plain.sql")
    with script.open("rb") as before, plain.open("wb") as after:
        header = True
        for line in before:
            header = header and not line.startswith((b"CREATE ", b"COPY "))
            if not (header and line.startswith(NEWER_SETTING)):
                after.write(line)
    drop = f'DROP OWNED BY "{pg_env()["PGUSER"]}" CASCADE'
    how = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    settled = dump.with_suffix(".settled.sql")
    settled.write_text(post_restore_sql(facts.rows))
    run_pg_tool("psql", *how, f"--command={drop}", f"--file={plain}", f"--file={settled}", stdout=subprocess.DEVNULL)


@contextmanager
def _staged_media(media: Path) -> Iterator[Path | None]:
    """The backup's files lie on the disk where they belong, in a folder of their own, before anything is replaced."""
    if not media.is_dir():
        yield None
        return
    stage = Path(settings.MEDIA_ROOT) / STAGED
    try:
        shutil.rmtree(stage, ignore_errors=True)
        stage.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(media, stage)
    except OSError as error:
        msg = f"The backup's files cannot be put into {stage.parent} ({error}); nothing was changed."
        raise CommandError(msg) from error
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _put_media_back(stage: Path) -> None:
    """Every file of the backup lies where it lay; files that came later stay."""
    for path in sorted(stage.rglob("*")):
        target = stage.parent / path.relative_to(stage)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            path.replace(target)
