"""Organisations from a file: a trial first, then all or nothing."""

from functools import partial
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
from stakeholders.imports.columns import (
    CHOICES,
    COLUMNS,
    guess_columns,
    has_own_numbers,
    normalise_value,
    read_value,
    says_no_sector,
)
from stakeholders.imports.headings import choose_sheet, find_heading
from stakeholders.imports.limits import SMALL_ROWS, nothing_to_import
from stakeholders.imports.rows import BATCH, NAME_LINES, ExistingData, ImportPreview, Say, Write, check_rows
from stakeholders.imports.table import Sheet, cut_table, read_sheets
from stakeholders.models import ImportRun, Organisation
from stakeholders.queries.imports import remembered_meanings

STALE = gettext_lazy("The list of organisations has changed. Load the page again and check the preview.")


@transaction.atomic
def check_file(data: bytes, file_name: str, *, sector: int | None, actor: User) -> ImportRun:
    """A trial of the file stands: its sheet, headings and columns guessed, its values read as in the city's earlier
    files; no organisation is written. Bad files raise DomainError."""
    run = build_run(file_name, sector=sector, actor=actor)
    fill_run(run, data)
    check_run(run)
    run.save()
    record(verbs.IMPORT_CHECKED, run, actor=actor, title=run.file_name, **run.counts)
    return run


def build_run(file_name: str, *, sector: int | None, actor: User) -> ImportRun:
    """A run of which nothing is read yet, not saved."""
    defaults = {"sector": sector, "repeats": "leave"}
    return ImportRun(file_name=file_name[:200] or _("file"), made_by_id=actor.pk, defaults=defaults)


def fill_run(run: ImportRun, data: bytes) -> None:
    """The run holds the rows of the file, and what their columns are by a guess; it is not saved. Raises DomainError."""
    sheets = read_sheets(data)
    del data
    chosen, heading = choose_sheet(sheets)
    run.meanings = remembered_meanings()
    run.other_sheets = [vars(sheet) for sheet in sheets if sheet is not chosen and sheet.rows]
    _read_from(run, chosen, heading)


@transaction.atomic
def choose_heading(run: ImportRun, *, sheet: str, number: int | None, actor: User) -> ImportRun:
    """The trial is made anew (`_try_again`) from this sheet, with the row of this number as its headings; without one it
    is found.

    The columns are guessed anew. A sheet or row that is not there changes nothing.
    """
    run = lock_run(run)
    sheets = [Sheet(run.sheet, run.rows, run.row_numbers), *(Sheet(**other) for other in run.other_sheets)]
    chosen = next((one for one in sheets if one.name == sheet), sheets[0])
    places = {row_number: index for index, row_number in enumerate(chosen.numbers)}
    heading = places[number] if number in places else find_heading(chosen)
    run.other_sheets = [vars(one) for one in sheets if one is not chosen]
    _read_from(run, chosen, heading)
    _try_again(run, actor, "sheet", "rows", "numbers", "heading", "other_sheets")
    return run


def _read_from(run: ImportRun, sheet: Sheet, heading: int) -> None:
    table = cut_table(sheet.rows, heading)
    run.columns = guess_columns(table)
    if run.defaults.get("sector") and says_no_sector(table, run.columns, run.meanings.get("sector", {})):
        del run.columns["sector"]
    run.defaults["repeats"] = "take" if has_own_numbers(table, run.columns) else "leave"
    run.sheet, run.rows, run.numbers, run.heading = sheet.name[:100], sheet.rows, sheet.numbers, heading


@transaction.atomic
def choose_columns(
    run: ImportRun,
    *,
    columns: dict[str, int],
    defaults: dict[str, Any],
    actor: User,
    meanings: dict[str, dict[str, str]] | None = None,
) -> ImportRun:
    """The trial is made anew (`_try_again`) with these columns and defaults.

    `meanings`: by line, what values of the file mean ("" = nothing). They are kept for the city's next files.
    """
    run = lock_run(run)
    width = len(cut_table(run.rows, run.heading)[0]) if run.rows else 0
    run.columns = {line: index for line, index in columns.items() if line in COLUMNS and 0 <= index < width}
    run.defaults = defaults
    run.meanings = {line: run.meanings.get(line, {}) | _chosen_meanings(run, line, meanings or {}) for line in CHOICES}
    _try_again(run, actor)
    return run


def _try_again(run: ImportRun, actor: User, *fields: str) -> None:
    """The trial is made anew: of a large file by the worker, for whoever chose would wait for seconds."""
    if len(run.rows) <= SMALL_ROWS:
        check_run(run)
        _store_run(run, actor, *fields)
        return
    run.save(update_fields=["columns", "defaults", "meanings", *fields])
    run.move(ImportRun.State.READING, asked_by=actor, attempts=0, lease_until=None, refusal="")


def _chosen_meanings(run: ImportRun, line: str, meanings: dict[str, dict[str, str]]) -> dict[str, str]:
    """What differs from how the values are read by themselves, or from what was chosen before."""
    known = run.meanings.get(line, {})
    chosen = {normalise_value(text): meaning for text, meaning in meanings.get(line, {}).items()}
    return {
        word: meaning
        for word, meaning in chosen.items()
        if word and (word in known or meaning != read_value(line, word))
    }


class _OutcomeChanged(Exception):
    """The rows give another outcome than the trial showed."""


def apply_import(run: ImportRun, *, actor: User, say: Say | None = None) -> int:
    """Every row that the trial would take is an organisation waiting to be verified; or none is. Returns their number.

    The rows are checked once more against the city as it is now: where that gives another outcome than the trial
    showed, the new trial is kept to be looked at and nothing is taken in. Applying twice is refused.
    """
    is_as_shown = True
    with transaction.atomic():
        run = lock_run(run, ImportRun.State.APPLYING)
        shown = (run.counts, run.problems)
        lift_limit()
        try:
            with transaction.atomic():
                _take_in(run, shown, actor, say)
        except _OutcomeChanged:
            is_as_shown = False
            if run.state == ImportRun.State.APPLYING:
                run.move(ImportRun.State.CHECKED, lease_until=None, refusal=str(STALE))
            _store_run(run, actor)
    if not is_as_shown:
        raise DomainError(STALE, code="stakeholders.import_stale")
    return int(run.counts["new"])


def _take_in(run: ImportRun, shown: tuple[Any, Any], actor: User, say: Say | None) -> None:
    with refusing("stakeholders_registry_no", text=STALE, code="stakeholders.import_stale"):
        check_run(run, write=partial(_write_organisations, run), say=say)
    if (run.counts, run.problems) != shown:
        raise _OutcomeChanged
    if not run.counts["new"]:
        raise nothing_to_import()
    told = run.waiting_people
    run.move(ImportRun.State.DONE, done_at=timezone.now(), lease_until=None, refusal="", rows=[], other_sheets=[])
    record(verbs.IMPORT_APPLIED, run, actor=actor, notify=told, title=run.file_name, count=run.counts["new"])


def _store_run(run: ImportRun, actor: User, *fields: str) -> None:
    run.save(update_fields=["columns", "defaults", "meanings", "problems", "counts", *fields])
    record(verbs.IMPORT_CHECKED, run, actor=actor, title=run.file_name, **run.counts)


@transaction.atomic
def discard_import(run: ImportRun, *, actor: User) -> None:
    """The trial and its rows are gone; its line stays."""
    run = lock_run(run)
    run.move(ImportRun.State.DISCARDED, rows=[], other_sheets=[], problems=[])
    record(verbs.IMPORT_DISCARDED, run, actor=actor, title=run.file_name)


def lock_run(run: ImportRun, *also: str) -> ImportRun:
    """The run while it is a preview, or in a state of `also`; nobody else changes it. Else refused."""
    run = lock_row(run)
    if run.state not in {ImportRun.State.CHECKED, *also}:
        raise DomainError(
            str(ImportRun.ALREADY.get(run.state) or _("This file was already dealt with.")),
            code="stakeholders.import_over",
        )
    return run


def check_run(run: ImportRun, *, write: Write | None = None, say: Say | None = None) -> None:
    """The run's problems and counts are those of the city as it is now; it is not saved. `write` is given what would be new."""
    table = cut_table(run.rows, run.heading)
    if not any(line in run.columns for line in NAME_LINES):
        checked = ImportPreview()
        checked.counts["rows"] = len(table) - 1
    else:
        numbers = run.row_numbers[run.heading + 1 :]
        defaults = {**run.defaults, "meanings": run.meanings}
        write = write or list.clear
        known = _existing_data(by_number=defaults.get("repeats") == "take")
        checked = check_rows(table, run.columns, defaults, known, numbers, write=write, say=say)
    run.problems, run.counts = checked.problems, checked.counts


def _existing_data(*, by_number: bool) -> ExistingData:
    known, rows = ExistingData(), Organisation.objects.known().values_list("name", "registry_no")
    for name, number in rows.iterator(chunk_size=BATCH):
        known.add(name, number, by_number=by_number)
    return known


def _write_organisations(run: ImportRun, drafts: list[Organisation]) -> None:
    for draft in drafts:
        draft.import_run = run
    Organisation.objects.bulk_create(drafts, batch_size=BATCH)
    publish_each(verbs.ORGANISATION_IMPORTED, drafts)


def lift_limit() -> None:
    """A large file may take longer than a page may."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [getattr(settings, "IMPORT_TIMEOUT_MS", 60_000)])
