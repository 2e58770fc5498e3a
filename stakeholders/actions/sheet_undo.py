"""An imported spreadsheet is undone line by line: what nobody has touched since is as it was before; of the rest it is said
why it stays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from educities.kit.rows import lock_row
from stakeholders import verbs
from stakeholders.actions.commitments import withdraw_commitment
from stakeholders.actions.imports import lift_limit
from stakeholders.actions.organisations import directors_of
from stakeholders.actions.representatives import end_representation
from stakeholders.actions.sheet_kinds import SHEETS, SheetKind, SheetLine
from stakeholders.actions.sheet_lines import join_words, say_in_each_language
from stakeholders.actions.sheets import may_read_lines
from stakeholders.actions.sites import archive_site
from stakeholders.actions.undo import remove_organisations
from stakeholders.imports.sheet_cells import CellError, clean_cell
from stakeholders.models import Commitment, ImportRun, Organisation, Profile, Representation, Site
from stakeholders.queries.imports import changed_since, find_named_organisations, find_named_people
from stakeholders.texts.imports import describe_why_import_stays

Kind, State = ImportRun.Kind, ImportRun.State
Touched = Mapping[str, Any]
MODELS: dict[str, type[models.Model]] = {
    Kind.ORGANISATIONS: Organisation,
    Kind.SITES: Site,
    Kind.COMMITMENTS: Commitment,
    Kind.REPRESENTATIVES: Representation,
    Kind.PEOPLE: Profile,
}


def _remove_organisation(row: Organisation, actor: User, _reason: str) -> None:
    record(verbs.ORGANISATION_REMOVED, row, actor=actor, title=row.name, sector=row.sector)
    remove_organisations([row.pk])


REMOVE_KEPT: Hook[Callable[[Profile, User, str], None]] = Hook(
    "stakeholders.remove_kept",
    "Called to remove a person without an account whom a file has added: (the person, who undoes it, why). DomainError "
    "refuses.",
)


def _remove_person(row: Profile, actor: User, reason: str) -> None:
    for remove in REMOVE_KEPT:
        remove(row, actor, reason)


# How a row that a line has added goes again.
TAKE_BACK: dict[str, Callable[[Any, User, str], Any]] = {
    Kind.ORGANISATIONS: _remove_organisation,
    Kind.SITES: lambda row, actor, _reason: archive_site(row, actor=actor),
    Kind.COMMITMENTS: lambda row, actor, reason: withdraw_commitment(row, actor=actor, reason=reason),
    Kind.REPRESENTATIVES: lambda row, actor, reason: end_representation(row, actor=actor, reason=reason),
    Kind.PEOPLE: _remove_person,
}


@dataclass
class UndoPlan:
    """The lines that would be undone, each with its row, and notes on those that stay, or of which a cell stays."""

    # What the rows are called now, by their numbers.
    names: Mapping[int, str] = field(default_factory=dict)
    going: list[tuple[Touched, Any]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)

    @property
    def stayed(self) -> int:
        """How many lines stay as a whole."""
        return len({note["row"] for note in self.kept} - {one["row"] for one, _row in self.going})

    @property
    def cells(self) -> int:
        """How many cells stay of lines of which others go back."""
        return sum(1 for note in self.kept if note["code"] == "undo_cell")

    @property
    def new(self) -> int:
        """How many rows that the file has added go."""
        return sum(1 for one, _row in self.going if one["is_new"])

    @property
    def changed(self) -> int:
        """How many rows are as they were before."""
        return len(self.going) - self.new

    def keep(self, touched: Touched, code: str, text: str | Mapping[str, str] = "", *, column: str = "") -> None:
        """The line stays, or its cell in the column alone, and it is said why."""
        note = {
            "row": touched["row"],
            "column": column,
            "code": code,
            "value": touched["cells"][column][1] if column else "",
            "name": self.names.get(touched["pk"], ""),
            "pk": touched["pk"],
        }
        self.kept.append({**note, "text": text} if text else note)


def describe_why_sheet_stays(run: ImportRun) -> str:
    """Why the import of the spreadsheet cannot be undone, in a sentence; "" while it can."""
    if run.state == State.DONE and run.kind == Kind.ROSTER:
        return _("A roster is not undone as a whole: archive each school on its own page.")
    if refusal := describe_why_import_stays(run):
        return refusal
    return "" if run.kind in MODELS and run.touched else _("This import can no longer be undone.")


def plan_undo(run: ImportRun, actor: User) -> UndoPlan:
    """What undoing would do now. Nothing is written."""
    # Who may not read the lines of the file reads no name here either.
    sheet, plan = SHEETS[run.kind], UndoPlan(names=name_written(run) if may_read_lines(run, actor) else {})
    numbers = {one["pk"] for one in run.touched}
    rows = {row.pk: row for row in sheet.rows(actor) if row.pk in numbers}
    used = _find_used(run, {one["pk"] for one in run.touched if one["is_new"]})
    for touched in run.touched:
        row = rows.get(touched["pk"])
        code = _find_obstacle(sheet, touched, row, used, actor)
        if code or row is None:
            plan.keep(touched, code)
        elif touched["is_new"]:
            plan.going.append((touched, row))
        else:
            _plan_cells(plan, sheet, touched, row)
    return plan


def _plan_cells(plan: UndoPlan, sheet: SheetKind, touched: Touched, row: models.Model) -> None:
    """Of a line that was changed each cell goes back that still says what the file said."""
    going = {line.name for line in sheet.lines if _is_as_written(line, touched, row)}
    for name in touched["cells"]:
        if name not in going:
            plan.keep(touched, "undo_cell" if going else "undo_changed", column=name)
    cells = {name: said for name, said in touched["cells"].items() if name in going}
    if cells:
        plan.going.append(({**touched, "cells": cells}, row))


def name_written(run: ImportRun) -> dict[int, str]:
    """What the rows that an imported file has written are called now, by their numbers. One query."""
    numbers = [one["pk"] for one in run.touched]
    if run.kind == Kind.REPRESENTATIVES:
        asked = Representation.objects.filter(pk__in=numbers).select_related("profile")
        return {one.pk: str(one.profile) for one in asked}
    return {row.pk: str(row) for row in MODELS[run.kind]._default_manager.filter(pk__in=numbers)}


def _find_used(run: ImportRun, numbers: set[int]) -> set[int]:
    """The rows that the file has added and that something was done with since."""
    rows = MODELS[run.kind]._default_manager.filter(pk__in=numbers)
    used = changed_since(rows, run.done_at) if run.done_at else set()
    if run.kind == Kind.ORGANISATIONS:
        return used | find_named_organisations(Organisation.objects.filter(pk__in=numbers))
    if run.kind == Kind.PEOPLE:
        return used | find_named_people(rows)
    if run.kind == Kind.REPRESENTATIVES:
        return used | set(rows.exclude(accepted_at=None).values_list("pk", flat=True))
    return used


def _find_obstacle(sheet: SheetKind, touched: Touched, row: models.Model | None, used: set[int], actor: User) -> str:
    """Why this line stays, as a code of SHEET_PROBLEMS; "" where it can be undone."""
    if row is None:
        return "undo_gone"
    if not actor.has_perm(sheet.may_change, row):
        return "may_not"
    return "undo_changed" if touched["is_new"] and row.pk in used else ""


def _is_as_written(line: SheetLine, touched: Touched, row: models.Model) -> bool:
    """Does the cell still say what the file said, if the file has changed it?"""
    if line.name not in touched["cells"]:
        return False
    try:
        return bool(line.read(clean_cell(line.write(row))) == line.read(touched["cells"][line.name][1]))
    except CellError:
        return False


@transaction.atomic
def undo_sheet(run: ImportRun, *, actor: User, reason: str, say: Callable[[float], object] = bool) -> int:
    """What the file has written is as it was before, but for lines that something was done with since; the run says which.

    The person who imported the file and the directors read why. Returns how many lines are undone. Refused after its days,
    and where no line could be undone. `say` hears which part is done.
    """
    run = lock_row(run)
    # What waits for the worker was asked for in time.
    refusal = "" if run.state == State.UNDOING else describe_why_sheet_stays(run)
    if refusal:
        raise DomainError(refusal, code="stakeholders.sheet_not_undone")
    lift_limit()
    # Whoever changes one of the rows waits, and finds it as it was before the file.
    rows = MODELS[run.kind]._default_manager.filter(pk__in=[one["pk"] for one in run.touched])
    list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    plan = plan_undo(run, actor)
    # From the last line to the first: what a line has freed, another one may have taken.
    gone, most = 0, len(plan.going)
    for number, (touched, row) in enumerate(reversed(plan.going)):
        gone += _undo_line(run, touched, row, actor, reason, plan)
        say(number / most)
    if not gone:
        raise DomainError(
            _("Every line of this file was changed since. Change each one by itself."),
            code="stakeholders.sheet_all_changed",
        )
    counts = {**run.counts, "undone": gone, "stayed": len(run.touched) - gone}
    kept = _name_kept(run, plan)
    # Whoever stayed at the page has seen it.
    people = {*directors_of(run.city_id), run.made_by} - {actor} | set(run.waiting_people)
    emptied: dict[str, Any] = {"touched": [], "rows": [], "undo_reason": "", "refusal": "", "lease_until": None}
    run.move(State.UNDONE, undone_at=timezone.now(), counts=counts, problems=kept, **emptied)
    record(verbs.SHEET_UNDONE, run, actor=actor, notify=people, reason=reason, title=run.file_name)
    return gone


def _name_kept(run: ImportRun, plan: UndoPlan) -> list[dict[str, Any]]:
    """The notes on what stays, with what the rows are called in each language: whoever reads them is not known yet."""
    names = {}
    for language, _name in settings.LANGUAGES if plan.kept else ():
        with override(language):
            names[language] = name_written(run)
    return [
        {**note, "name": {language: found.get(note["pk"], "") for language, found in names.items()}}
        for note in plan.kept
    ]


def _undo_line(run: ImportRun, touched: Touched, row: models.Model, actor: User, reason: str, plan: UndoPlan) -> bool:  # noqa: PLR0917
    def try_to_undo() -> dict[str, str]:
        return _try_to_undo(SHEETS[run.kind], touched, row, actor, reason)

    if refusals := try_to_undo():
        plan.keep(touched, "refused", say_in_each_language(refusals, try_to_undo)[""])
    return not refusals


def _try_to_undo(sheet: SheetKind, touched: Touched, row: models.Model, actor: User, reason: str) -> dict[str, str]:
    """The line is undone. Else why it is not, in the language of now."""
    try:
        with transaction.atomic():
            if touched["is_new"]:
                TAKE_BACK[sheet.kind](row, actor, reason)
            else:
                cells = touched["cells"]
                values = {line.name: line.read(cells[line.name][0]) for line in sheet.lines if line.name in cells}
                sheet.change(row, join_words(row, values, touched.get("orders", {})), actor)
    except (DomainError, ValidationError, CellError) as error:
        return {"": "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)}
    return {}
