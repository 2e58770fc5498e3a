"""The city's own spreadsheet comes back: a changed cell changes its row, a new line adds one, a missing line takes nothing
away. The preview does all of it and takes it back."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from stakeholders import verbs
from stakeholders.actions.imports import STALE
from stakeholders.actions.rosters import fill_roster_run, write_roster
from stakeholders.actions.sheet_kinds import REFERENCE, SHEETS, SheetKind, SheetLine
from stakeholders.actions.sheet_lines import write_rows
from stakeholders.actions.sheet_rows import Outcome
from stakeholders.imports.limits import MAX_ROWS_ABOVE, import_error, nothing_to_import
from stakeholders.imports.rows import Say
from stakeholders.imports.sheet_cells import list_labels
from stakeholders.imports.sheet_marks import MARK, MARK_LABEL
from stakeholders.imports.table import Sheet, read_sheets
from stakeholders.models import ImportRun
from stakeholders.texts.sheets import CHANGED, HINTS, name_lines
from stakeholders.values import normalise_text

State = ImportRun.State
WORDS_OF_NOTES = ("column", "text")
KEPT = ("columns", "problems", "counts")
# Of a file with more lines the worker makes the trial anew.
MOST_AT_ONCE = 100
OF_ANOTHER = gettext_lazy("The person who brought this file imports it.")


def check_sheet(data: bytes, file_name: str, *, kind: str, actor: User, invite: bool = False) -> ImportRun:
    """A preview of the spreadsheet or roster stands; nothing else is written. Raises DomainError for a file that is none of
    ours. `invite`: whether the teachers of a roster get a mail."""
    about: dict[str, Any] = {"kind": kind, "defaults": {"invite": invite}, "made_by_id": actor.pk}
    run = ImportRun(file_name=file_name[:200] or _("file"), **about)
    fill_sheet_run(run, data, actor)
    with transaction.atomic():
        run.save()
        record(verbs.SHEET_CHECKED, run, actor=actor, title=run.file_name)
    return run


def fill_sheet_run(run: ImportRun, data: bytes, actor: User, say: Say | None = None) -> None:
    """The run holds the lines of the file and what they would do; it is not saved."""
    if run.kind == ImportRun.Kind.ROSTER:
        fill_roster_run(run, data)
        return
    sheets = [sheet for sheet in read_sheets(data) if sheet.rows]
    found = [
        (find_columns(SHEETS[run.kind], row), sheet, index)
        for sheet in sheets
        for index, row in enumerate(sheet.rows[: MAX_ROWS_ABOVE + 1])
    ]
    # Of equally good ones the first: titles above the headings name no column.
    columns, sheet, run.heading = max(found, key=lambda one: len(one[0]), default=({}, Sheet(), 0))
    if REFERENCE not in columns:
        raise import_error(
            "not_ours",
            _(
                "This file has no column of references. Download the spreadsheet here and fill it in. A register of others "
                "comes in under “Import organisations”."
            ),
        )
    _refuse_other_kind(run.kind, sheet.rows[run.heading])
    run.sheet, run.rows, run.numbers, run.columns = sheet.name[:100], sheet.rows, sheet.numbers, columns
    _keep_outcome(run, try_out(run, actor, say))


def try_again(run: ImportRun, actor: User, say: Say | None = None) -> None:
    """The run holds what its lines would do now; it is not saved."""
    _keep_outcome(run, try_out(run, actor, say))


@transaction.atomic
def choose_newer(run: ImportRun, *, takes_file: bool, actor: User) -> ImportRun:
    """Cells that the file and the city have both changed since the download are taken from the file, or left as they are.

    A new preview stands; of a large file the worker makes it.
    """
    run = lock_sheet_run(run)
    if not may_read_lines(run, actor):
        raise DomainError(OF_ANOTHER, code="stakeholders.import_of_another")
    run.defaults = {**run.defaults, "takes_newer": takes_file}
    if len(run.rows) > MOST_AT_ONCE:
        run.move(State.READING, defaults=run.defaults, asked_by=actor, attempts=0, lease_until=None, refusal="")
        return run
    try_again(run, actor)
    run.save(update_fields=[*KEPT, "defaults"])
    record(verbs.SHEET_CHECKED, run, actor=actor, title=run.file_name)
    return run


def _refuse_other_kind(kind: str, header: Sequence[str]) -> None:
    """Raises DomainError where the headings are those of another kind: its references would be read as of this one."""
    fits = {other: len(find_columns(SHEETS[other], header)) for other in SHEETS}
    best = max(fits, key=lambda other: (fits[other], other == kind))
    if best != kind:
        text = _("These are the headings of the spreadsheet “%(kind)s”. Choose that kind, and bring the file in again.")
        raise import_error("other_kind", text % {"kind": ImportRun.Kind(best).label})


@cache
def spell_headings(kind: str) -> list[tuple[str, set[str]]]:
    """Of each column its name, and its headings in all languages as they are compared."""
    spelled = [(line.name, {normalise_text(line.name), *_list_headings(line)}) for line in SHEETS[kind].lines]
    return [*spelled, (MARK, {normalise_text(MARK), *list_labels(MARK_LABEL)})]


def _list_headings(line: SheetLine) -> set[str]:
    """A heading that says that nobody changes the column may be cut down to its name."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {normalise_text(text) for text in (str(line.label), line.heading)}
    return found


def find_columns(sheet: SheetKind, header: Sequence[str]) -> dict[str, int]:
    """`{name of the line: index of its column}`, by its heading in any of our languages."""
    spelled = [normalise_text(text) for text in header]
    found: dict[str, int] = {}
    for name, words in spell_headings(sheet.kind):
        index = next((n for n, text in enumerate(spelled) if text in words), None)
        if index is not None and index not in found.values():
            found[name] = index
    return found


def try_out(run: ImportRun, actor: User, say: Say | None = None) -> Outcome:
    """What the file would do: it is done, and taken back."""
    with transaction.atomic():
        outcome = write_rows(run, actor, say)
        transaction.set_rollback(True)
    return outcome


def apply_sheet(run: ImportRun, *, actor: User, say: Say | None = None) -> Any:
    """Every line does what the preview showed, or none does: where the city has changed since, a new preview stands."""
    with transaction.atomic():
        run = lock_sheet_run(run, State.APPLYING)
        if not may_read_lines(run, actor):
            raise DomainError(OF_ANOTHER, code="stakeholders.import_of_another")
        is_roster = run.kind == ImportRun.Kind.ROSTER
        is_as_shown = write_roster(run, actor) if is_roster else _write_as_shown(run, actor, say)
        if not is_as_shown:
            run.save(update_fields=KEPT)
            if run.state == State.APPLYING:
                run.move(State.CHECKED, lease_until=None, refusal=str(STALE))
    if not is_as_shown:
        raise DomainError(STALE, code="stakeholders.import_stale")
    return run.counts


def _write_as_shown(run: ImportRun, actor: User, say: Say | None) -> bool:
    """Every line is written, or, where they would do anything else than the preview showed, none, and the run holds that."""
    shown = (run.counts, _leave_out_words(run.problems))
    with transaction.atomic():
        outcome = write_rows(run, actor, say)
        is_as_shown = (outcome.counts, _leave_out_words(outcome.problems)) == shown
        transaction.set_rollback(not is_as_shown)
    _keep_outcome(run, outcome)
    if is_as_shown:
        _close_run(run, outcome, actor)
    return is_as_shown


def _leave_out_words(notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The notes without what is said in the language in which the file was looked at: it may be taken in in another one."""
    return [{key: value for key, value in note.items() if key not in WORDS_OF_NOTES} for note in notes]


def _close_run(run: ImportRun, outcome: Outcome, actor: User) -> None:
    counts, told = outcome.counts, run.waiting_people
    names: dict[int, dict[str, str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for row, name in name_lines(run).items():
                names.setdefault(row, {})[language] = name
    left = [{**note, "name": names.get(note["row"], "")} for note in outcome.problems if note["code"] != CHANGED]
    if not counts["new"] + counts["changed"]:
        raise nothing_to_import()
    run.move(
        State.DONE,
        done_at=timezone.now(),
        lease_until=None,
        refusal="",
        problems=left,
        **_keep_left(run, left),
        touched=outcome.touched,
    )
    about: dict[str, Any] = {"title": run.file_name, "new": counts["new"], "changed": counts["changed"]}
    record(verbs.SHEET_APPLIED, run, actor=actor, notify=told, **about)


def _keep_left(run: ImportRun, notes: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the file's lines those that were left out stay, below their headings: to be corrected and brought in again."""
    wrong = {note["row"] for note in notes if note["code"] not in HINTS}
    lines = list(zip(run.row_numbers, run.rows, strict=True))
    kept = [one for index, one in enumerate(lines) if index == run.heading or (index > run.heading and one[0] in wrong)]
    if len(kept) == 1:
        return {"rows": [], "numbers": []}
    return {"rows": [row for _number, row in kept], "numbers": [number for number, _row in kept], "heading": 0}


def may_read_lines(run: ImportRun, reader: User) -> bool:
    """Of people without an account nobody reads more than who keeps them, and who brings a file of them keeps those it adds."""
    return run.kind != ImportRun.Kind.PEOPLE or run.made_by_id == reader.pk


def lock_sheet_run(run: ImportRun, *also: str) -> ImportRun:
    """The run while it is a preview, or in a state of `also`. Else refused."""
    run = lock_row(run)
    if run.kind not in {*SHEETS, ImportRun.Kind.ROSTER}:
        raise DomainError(_("This file is none of the city’s own spreadsheets."), code="stakeholders.import_no_sheet")
    if run.state not in {State.CHECKED, *also}:
        text = str(ImportRun.ALREADY.get(run.state) or _("This file was already dealt with."))
        raise DomainError(text, code="stakeholders.import_over")
    return run


def _keep_outcome(run: ImportRun, outcome: Outcome) -> None:
    run.counts, run.problems = outcome.counts, outcome.problems
