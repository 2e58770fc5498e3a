"""Organisations from a file: a trial first, then all or nothing."""

from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.accounts.models import User
from educities.activity.actions.records import publish_each, record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row, refusing
from stakeholders import verbs
from stakeholders.imports.columns import COLUMNS, guess_columns
from stakeholders.imports.rows import ExistingData, ImportPreview, check_rows
from stakeholders.imports.table import Table, read_table
from stakeholders.models import ImportRun, Organisation

BATCH = 1000
NAMES = ("name_he", "name_ar", "name_en")
STALE = gettext_lazy("The list of organisations has changed. Load the page again and check the preview.")


@transaction.atomic
def check_file(data: bytes, file_name: str, *, sector: int | None, actor: User) -> ImportRun:
    """A trial of the file stands, its columns guessed; no organisation is written. Bad files raise DomainError."""
    table = read_table(data)
    run = ImportRun(file_name=file_name[:200] or _("file"), made_by_id=actor.pk, rows=table)
    run.columns, run.defaults = guess_columns(table), {"sector": sector, "repeats": "leave"}
    _check_run(run)
    run.save()
    record(verbs.IMPORT_CHECKED, run, actor=actor, title=run.file_name, **run.counts)
    return run


@transaction.atomic
def choose_columns(run: ImportRun, *, columns: dict[str, int], defaults: dict[str, Any], actor: User) -> ImportRun:
    """The trial is made anew with these columns and defaults."""
    run = _lock_run(run)
    width = len(run.rows[0]) if run.rows else 0
    run.columns = {line: index for line, index in columns.items() if line in COLUMNS and 0 <= index < width}
    run.defaults = defaults
    _check_run(run)
    _store_run(run, actor)
    return run


def apply_import(run: ImportRun, *, actor: User) -> int:
    """Every row that the trial would take is an organisation waiting to be verified; or none is. Returns their number.

    The rows are checked once more against the city as it is now: where that gives another outcome than the trial
    showed, the new trial is kept to be looked at and nothing is taken in. Applying twice is refused.
    """
    with transaction.atomic():
        run = _lock_run(run)
        shown = (run.counts, run.problems)
        checked = _check_run(run)
        is_as_shown = (run.counts, run.problems) == shown
        if is_as_shown:
            _take_in(run, checked, actor)
        else:
            _store_run(run, actor)
    if not is_as_shown:
        raise DomainError(STALE, code="stakeholders.import_stale")
    return len(checked.drafts)


def _take_in(run: ImportRun, checked: ImportPreview, actor: User) -> None:
    if not checked.drafts:
        raise DomainError(_("There is nothing in this file to import."), code="stakeholders.import_nothing")
    for draft in checked.drafts:
        draft.import_run = run
    _write_organisations(checked.drafts)
    run.move(ImportRun.State.DONE, done_at=timezone.now(), rows=[], problems=run.problems, counts=run.counts)
    record(verbs.IMPORT_APPLIED, run, actor=actor, title=run.file_name, count=len(checked.drafts))
    publish_each(verbs.ORGANISATION_IMPORTED, checked.drafts)


def _store_run(run: ImportRun, actor: User) -> None:
    run.save(update_fields=["columns", "defaults", "problems", "counts"])
    record(verbs.IMPORT_CHECKED, run, actor=actor, title=run.file_name, **run.counts)


@transaction.atomic
def discard_import(run: ImportRun, *, actor: User) -> None:
    """The trial and its rows are gone; its line stays."""
    run = _lock_run(run)
    run.move(ImportRun.State.DISCARDED, rows=[], problems=[])
    record(verbs.IMPORT_DISCARDED, run, actor=actor, title=run.file_name)


def _lock_run(run: ImportRun) -> ImportRun:
    run = lock_row(run)
    if run.state != ImportRun.State.CHECKED:
        raise DomainError(_("This file was already dealt with."), code="stakeholders.import_over")
    return run


def _check_run(run: ImportRun) -> ImportPreview:
    table: Table = run.rows
    if not any(line in run.columns for line in NAMES):
        checked = ImportPreview()
        checked.counts["rows"] = len(table) - 1
    else:
        checked = check_rows(table, run.columns, run.defaults, _existing_data())
    run.problems, run.counts = checked.problems, checked.counts
    return checked


def _existing_data() -> ExistingData:
    known = ExistingData()
    for name, number in Organisation.objects.known().values_list("name", "registry_no"):
        known.add(name, number)
    return known


def _write_organisations(drafts: list[Organisation]) -> None:
    _lift_limit()
    with refusing("stakeholders_registry_no", text=STALE, code="stakeholders.import_stale"):
        Organisation.objects.bulk_create(drafts, batch_size=BATCH)


def _lift_limit() -> None:
    """A large file may take longer than a page may."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [getattr(settings, "IMPORT_TIMEOUT_MS", 60_000)])
