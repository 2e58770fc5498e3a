"""Each line of one of the city's own spreadsheets is written, by the acts of the pages; of the others it is said why not."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from educities.accounts.models import User
from educities.kit.errors import DomainError
from educities.tenancy.scope import require_city_id
from stakeholders.actions.imports import lift_limit
from stakeholders.actions.sheet_acts import MOST_DIGITS
from stakeholders.actions.sheet_kinds import LANGUAGES, REFERENCE, SHEETS, SheetKind
from stakeholders.actions.sheet_rows import Outcome, SheetRow
from stakeholders.imports.limits import import_error
from stakeholders.imports.rows import Say
from stakeholders.imports.sheet_cells import clean_cell
from stakeholders.imports.sheet_marks import MARK, read_mark
from stakeholders.imports.table import cut_table
from stakeholders.models import ImportRun
from stakeholders.texts.sheets import HINTS

# Why a line is not written, by the field of its row.
Refusals = dict[str, str]
# So many lines of one file may be new or changed: each is an act of its own, with its line in the history.
MOST_CHANGES = 3_000
SAID_EVERY = 100
# What a row says of a value that it lacks.
EMPTY = {"blank", "null", "required"}


def write_rows(run: ImportRun, actor: User, say: Say | None = None) -> Outcome:
    """Each line that can be is written; of the others the outcome says why not. Must run in a transaction."""
    lift_limit()
    sheet = SHEETS[run.kind]
    out = Outcome(taken=sheet.taken(), takes_newer=bool(run.defaults.get("takes_newer")))
    below, numbers = cut_table(run.rows, run.heading)[1:], run.row_numbers[run.heading + 1 :]
    _lock_rows(sheet, actor, {row[run.columns[REFERENCE]] for row in below})
    known = {str(row.pk): row for row in sheet.rows(actor)}
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


def _lock_rows(sheet: SheetKind, actor: User, references: set[str]) -> None:
    """The rows of the file are locked by their numbers, as undoing does: in whatever order the lines stand, nobody waits for
    somebody who waits for them."""
    numbers = [int(text) for said in references if (text := clean_cell(said)).isdecimal() and len(text) <= MOST_DIGITS]
    rows = sheet.rows(actor).model._default_manager.filter(pk__in=numbers).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _write_line(sheet: SheetKind, line: SheetRow, known: dict[str, Any], actor: User) -> None:
    if reference := line.texts[REFERENCE]:
        # A row is changed once: a second line with its reference is one that was copied.
        line.row = known.pop(reference, None)
        if line.row is None:
            code = "reference_twice" if reference in line.out.read else "reference_unknown"
            line.refuse(REFERENCE, code, reference)
        line.out.read.add(reference)
        _read_mark(sheet, line)
    if not line.is_wrong:
        _read_line(sheet, line, actor)
    line.out.problems += [note for note in line.notes if not line.is_wrong or note["code"] not in HINTS]
    name = _name_count(line)
    line.out.counts[name] += 1
    if name == "changed" and line.mark is None:
        line.out.count("unmarked")


def _read_mark(sheet: SheetKind, line: SheetRow) -> None:
    """What stood in the row when the line was downloaded. A mark of another row shows that cells have moved: refused."""
    mark = line.mark = read_mark(line.texts.get(MARK, ""))
    if mark is None or line.is_wrong:
        return
    if mark.city != require_city_id():
        line.refuse(REFERENCE, "mark_other_city", line.texts[REFERENCE])
    elif (mark.kind, mark.pk) != (sheet.kind, line.row.pk):
        line.refuse(REFERENCE, "mark_other_line", line.texts[REFERENCE])


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
        line.refuse(said.name, sheet.twin, line.texts[said.name])
        return
    refusals = _try_to_write(sheet, line, actor)
    if refusals:
        _refuse_cells(sheet, line, actor, refusals)
    else:
        line.out.taken |= keys


def _try_to_write(sheet: SheetKind, line: SheetRow, actor: User) -> Refusals:
    """The line is written. Else, by column, why it is not, in the language of now; "" where the cell is empty."""
    try:
        with transaction.atomic():
            values = join_words(line.row, line.values)
            orders = (
                {name: list(getattr(line.row, name)) for name in values if isinstance(values[name], dict)}
                if line.row
                else {}
            )
            row = sheet.add(values, actor) if line.row is None else sheet.change(line.row, values, actor)
            _keep_touched(line, line.row or row, orders)
            _say_kept_name(line, row, sheet)
    except DomainError as error:
        return {error.field or "": str(error)}
    except ValidationError as error:
        found = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
        return {
            name: "" if {one.code for one in errors} <= EMPTY else " ".join(ValidationError(errors).messages)
            for name, errors in found.items()
        }
    return {}


def say_in_each_language(refusals: Refusals, attempt: Callable[[], Refusals]) -> dict[str, dict[str, str]]:
    """What was refused, in each language: the attempt is made again in each, and refused alike."""
    texts: dict[str, dict[str, str]] = {name: {} for name in refusals}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for name, text in attempt().items():
                texts.setdefault(name, {})[language] = text
    return texts


def _refuse_cells(sheet: SheetKind, line: SheetRow, actor: User, refusals: Refusals) -> None:
    """The line is left out because of columns that are called or begin so; whoever reads it reads why in their language."""
    texts = say_in_each_language(refusals, lambda: _try_to_write(sheet, line, actor))
    for name, text in refusals.items():
        column = _find_column(sheet, name)
        if text:
            line.refuse(column, "refused", _find_cell(line, name), texts[name])
        else:
            line.refuse(column, "cell_missing")


def _find_cell(line: SheetRow, name: str) -> str:
    return next((said for column, said in line.texts.items() if name and column.startswith(name) and said), "")


def _say_kept_name(line: SheetRow, row: Any, sheet: SheetKind) -> None:
    """Whoever is in the city already is called there as they call themselves, whatever the line says."""
    named = next((one for one in sheet.lines if one.name == "display_name"), None)
    typed = line.texts.get("display_name", "")
    if line.row is None and named and typed and clean_cell(named.write(row)) != typed:
        line.hint(named.name, "name_kept", typed)


def _keep_touched(line: SheetRow, row: models.Model, orders: dict[str, list[str]]) -> None:
    """The file knows which row its line has written, and what stood in each cell: undoing it needs both. `orders`: of each
    text in several languages in which order they stood, as lists are sorted by the first."""
    cells = {name: [before, line.texts[name]] for name, before in line.before.items()}
    line.out.touched.append(
        {"row": line.number, "pk": row.pk, "is_new": line.row is None, "cells": cells, "orders": orders}
    )


def _find_column(sheet: SheetKind, name: str) -> str:
    return next((line.name for line in sheet.lines if name and line.name.startswith(name)), "")


def join_words(
    row: Any, values: dict[str, Any], orders: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> dict[str, Any]:
    """The values with the columns of the languages as one text in several languages; those of the row that stay among them.

    `orders`: in which order the languages of a text stand; else in that of the row, the new ones last.
    """
    joined: dict[str, Any] = {}
    for name, value in values.items():
        word, _sign, language = name.rpartition("_")
        if language in LANGUAGES and word:
            texts = joined.setdefault(word, dict(getattr(row, word, {}) if row is not None else {}))
            texts[language] = value
        else:
            joined[name] = value
    return {name: _sort_languages(value, orders.get(name, ())) for name, value in joined.items()}


def _sort_languages(value: Any, order: Sequence[str]) -> Any:
    if not isinstance(value, dict):
        return value
    codes = [*(code for code in order if code in value), *(code for code in value if code not in order)]
    return {code: value[code] for code in codes if value[code]}
