"""The city's own spreadsheet comes back: a changed cell changes its row, a new line adds one, a missing line takes nothing
away. The preview does all of it and takes it back."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from stakeholders import verbs
from stakeholders.actions.imports import STALE, lift_limit
from stakeholders.actions.rosters import fill_roster_run, write_roster
from stakeholders.actions.sheet_kinds import LANGUAGES, REFERENCE, SHEETS, SheetKind
from stakeholders.actions.sheet_rows import Outcome, SheetRow
from stakeholders.imports.limits import MAX_ROWS_ABOVE, import_error, nothing_to_import
from stakeholders.imports.rows import Say
from stakeholders.imports.sheet_cells import clean_cell, list_labels
from stakeholders.imports.table import Sheet, cut_table, read_sheets
from stakeholders.models import ImportRun
from stakeholders.texts.sheets import CHANGED, HINTS, name_lines
from stakeholders.values import normalise_text

State = ImportRun.State
# So many lines of one file may be new or changed: each is an act of its own, with its line in the history.
MOST_CHANGES = 3_000
SAID_EVERY = 100
# What a row says of a value that it lacks.
EMPTY = {"blank", "null", "required"}
WORDS_OF_NOTES = ("column", "text")
KEPT = ("columns", "problems", "counts")


class _TakenBack(Exception):
    """What was written is taken back."""


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
    return [(line.name, {normalise_text(line.name), *list_labels(line.label)}) for line in SHEETS[kind].lines]


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
            raise DomainError(_("The person who brought this file imports it."), code="stakeholders.import_of_another")
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
    names = name_lines(run)
    left = [{**note, "name": names.get(note["row"], "")} for note in outcome.problems if note["code"] != CHANGED]
    if not counts["new"] + counts["changed"]:
        raise nothing_to_import()
    run.move(
        State.DONE,
        done_at=timezone.now(),
        lease_until=None,
        refusal="",
        rows=[],
        problems=left,
        touched=outcome.touched,
    )
    about: dict[str, Any] = {"title": run.file_name, "new": counts["new"], "changed": counts["changed"]}
    record(verbs.SHEET_APPLIED, run, actor=actor, notify=told, **about)


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


def write_rows(run: ImportRun, actor: User, say: Say | None = None) -> Outcome:
    """Each line that can be is written; of the others the outcome says why not. Must run in a transaction."""
    lift_limit()
    sheet = SHEETS[run.kind]
    out = Outcome(taken=sheet.taken())
    known = {str(row.pk): row for row in sheet.rows(actor)}
    below, numbers = cut_table(run.rows, run.heading)[1:], run.row_numbers[run.heading + 1 :]
    for number, texts in zip(numbers, below, strict=True):
        line = SheetRow(number, {name: clean_cell(texts[index]) for name, index in run.columns.items()}, None, out)
        _write_line(sheet, line, known, actor)
        if out.counts["new"] + out.counts["changed"] > MOST_CHANGES:
            raise import_error(
                "too_many_changes",
                _("More than 3,000 lines are new or changed. Divide the file and bring in one part first."),
            )
        out.counts["rows"] += 1
        if say and out.counts["rows"] % SAID_EVERY == 0:
            say(out.counts["rows"] / len(below))
    return out


def _write_line(sheet: SheetKind, line: SheetRow, known: dict[str, Any], actor: User) -> None:
    if reference := line.texts[REFERENCE]:
        # A row is changed once: a second line with its reference is one that was copied.
        line.row = known.pop(reference, None)
        if line.row is None:
            code = "reference_twice" if reference in line.out.read else "reference_unknown"
            line.refuse(_name_column(sheet, REFERENCE), code, reference)
        line.out.read.add(reference)
    if not line.is_wrong:
        _read_line(sheet, line, actor)
    line.out.problems += [note for note in line.notes if not line.is_wrong or note["code"] not in HINTS]
    line.out.counts[_name_count(line)] += 1


def _read_line(sheet: SheetKind, line: SheetRow, actor: User) -> None:
    for one in sheet.lines:
        if one.name in line.texts and one.name != REFERENCE:
            line.read(one)
    if not line.is_wrong and (line.values or line.row is None):
        _write_row(sheet, line, actor)


def _name_count(line: SheetRow) -> str:
    if line.is_wrong:
        return "refused"
    if line.row is None:
        return "new"
    return "changed" if line.values else "same"


def _write_row(sheet: SheetKind, line: SheetRow, actor: User) -> None:
    if line.row is not None and not actor.has_perm(sheet.may_change, line.row):
        line.refuse("", "may_not")
        return
    keys = sheet.keys(line.values)
    if line.row is None and keys & line.out.taken:
        said = next(one for one in sheet.lines[1:] if line.texts.get(one.name))
        line.refuse(str(said.label), sheet.twin, line.texts[said.name])
        return
    try:
        with transaction.atomic():
            values = join_words(line.row, line.values)
            row = sheet.add(values, actor) if line.row is None else sheet.change(line.row, values, actor)
            _keep_touched(line, line.row or row)
            _say_kept_name(sheet, line, row)
            line.out.taken |= keys
    except DomainError as error:
        _refuse_cell(sheet, line, error.field, "refused", str(error))
    except ValidationError as error:
        _refuse_values(sheet, line, error)


def _refuse_values(sheet: SheetKind, line: SheetRow, error: ValidationError) -> None:
    """Each column whose value the row does not take is named; of one that is empty it is said so."""
    for name, errors in (error.error_dict if hasattr(error, "error_dict") else {"": [error]}).items():
        if {one.code for one in errors} <= EMPTY:
            line.refuse(_name_column(sheet, name), "cell_missing")
        else:
            _refuse_cell(sheet, line, name, "refused", " ".join(ValidationError(errors).messages))


def _refuse_cell(sheet: SheetKind, line: SheetRow, name: str, code: str, text: str) -> None:
    """The line is left out because of the column that is called or begins so, and what stands there is shown."""
    value = next((said for column, said in line.texts.items() if name and column.startswith(name) and said), "")
    line.refuse(_name_column(sheet, name), code, value, text)


def _say_kept_name(sheet: SheetKind, line: SheetRow, row: Any) -> None:
    """Whoever is in the city already is called there as they call themselves, whatever the line says."""
    named = next((one for one in sheet.lines if one.name == "display_name"), None)
    typed = line.texts.get("display_name", "")
    if line.row is None and named and typed and clean_cell(named.write(row)) != typed:
        line.hint(str(named.label), "name_kept", typed)


def _keep_touched(line: SheetRow, row: models.Model) -> None:
    """The file knows which row its line has written, and what stood in each cell: undoing it needs both."""
    cells = {name: [before, line.texts[name]] for name, before in line.before.items()}
    line.out.touched.append({"row": line.number, "pk": row.pk, "is_new": line.row is None, "cells": cells})


def _name_column(sheet: SheetKind, name: str) -> str:
    return next((str(line.label) for line in sheet.lines if name and line.name.startswith(name)), "")


def join_words(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values with the columns of the languages as one text in several languages; those of the row that stay among them."""
    joined: dict[str, Any] = {}
    for name, value in values.items():
        word, _sign, language = name.rpartition("_")
        if language in LANGUAGES and word:
            texts = joined.setdefault(word, dict(getattr(row, word, {}) if row is not None else {}))
            texts.pop(language, None)
            if value:
                texts[language] = value
        else:
            joined[name] = value
    return joined
