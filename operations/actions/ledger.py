"""The ledger of erasures outlives a restore: it is read before the database is replaced, and erases anew before anybody
comes in. It holds numbers and moments, nothing of a person."""

import json
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections

from consents.actions.erasure import repeat_erasures
from educities.accounts.actions.erasures import add_erasures
from educities.accounts.models import Erasure

LEDGER = "erasures.json"
COLUMNS = ("number", "row_made_at", "city_number", "keeps_texts", "is_city", "at")
THERE = "SELECT to_regclass('accounts_erasure')"
# A database of an older version lacks some of them.
ROWS = "SELECT * FROM accounts_erasure ORDER BY id"
# Whoever may sign in as whom: the owner alone is let in while the database is replaced.
IDENTITY = ("USER", "PASSWORD")


def read_ledger() -> list[Erasure]:
    """The ledger of the database as it is now; empty where there is none."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(THERE)
        if cursor.fetchone()[0] is None:
            return []
        cursor.execute(ROWS)
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [Erasure(**{name: row[name] for name in COLUMNS if name in row}) for row in rows]


def keep_ledger(further: Path | None) -> list[Erasure]:
    """The ledger of the database that is about to go, with `further` and that of a restore that was cut short; it lies beside
    the data until a restore ends well, because the database that it stood in is gone by then."""
    kept = _kept_path()
    files = [path for path in (kept, further) if path and (path == further or path.exists())]
    ledger = [*read_ledger(), *(row for path in files for row in read_ledger_file(path))]
    _write_rows(kept, ledger)
    return ledger


def drop_kept_ledger() -> None:
    """The restored database holds it."""
    _kept_path().unlink(missing_ok=True)


def _kept_path() -> Path:
    return Path(settings.VAR_DIR) / "erasures-to-repeat.json"


def write_ledger(path: Path) -> int:
    """The file holds the ledger of now. Returns how many lines."""
    rows = read_ledger()
    _write_rows(path, rows)
    return len(rows)


def _write_rows(path: Path, rows: Iterable[Erasure]) -> None:
    lines = [{name: _plain_value(getattr(row, name)) for name in COLUMNS} for row in rows]
    path.write_text(json.dumps(lines, indent=1))


def _plain_value(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def read_ledger_file(path: Path) -> list[Erasure]:
    """The ledger of a file that `write_ledger` made, or of a backup. Raises CommandError for anything else."""
    try:
        lines = json.loads(_read_text(path))
        return [
            Erasure(**{**line, **{at: datetime.fromisoformat(line[at]) for at in ("row_made_at", "at")}})
            for line in lines
        ]
    except (OSError, ValueError, TypeError, KeyError, tarfile.TarError) as error:
        msg = f"{path} is no ledger of erasures: {error}"
        raise CommandError(msg) from error


def _read_text(path: Path) -> str:
    if not tarfile.is_tarfile(path):
        return path.read_text()
    with tarfile.open(path) as archive:
        found = archive.extractfile(LEDGER)
        return found.read().decode() if found else ""


def erase_again(ledger: Iterable[Erasure]) -> int:
    """Whoever was erased since the backup is erased in what it brought, and the ledger holds both. Returns how many people."""
    add_erasures(ledger)
    return repeat_erasures(Erasure.objects.filter(is_city=False))


@contextmanager
def work_as_owner() -> Iterator[None]:
    """What runs after a restore, while nobody but the owner may sign in; each city's rows by its own scope all the same."""
    default, owner = connections["default"], connections["owner"]
    before = {key: default.settings_dict[key] for key in IDENTITY}
    default.close()
    default.settings_dict.update({key: owner.settings_dict[key] for key in IDENTITY})
    try:
        yield
    finally:
        default.close()
        default.settings_dict.update(before)
