"""The page of one spreadsheet or roster that was brought in: what it would do or has done, and the buttons on it."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from educities.kit.views import ActionView, RowPage
from stakeholders import actions
from stakeholders.actions.rosters import list_new_schools
from stakeholders.actions.sheet_kinds import name_columns
from stakeholders.actions.sheet_undo import MODELS, describe_why_sheet_stays, name_written
from stakeholders.actions.sheets import apply_sheet, choose_newer, may_read_lines
from stakeholders.actions.teachers import list_candidates
from stakeholders.imports.rows import LineNote, in_words
from stakeholders.imports.sheet_marks import MARK
from stakeholders.imports.table import cut_table
from stakeholders.imports.texts import PROBLEMS
from stakeholders.models import ImportRun
from stakeholders.queries.imports import find_progress
from stakeholders.renderers.sheets import render_sheet
from stakeholders.texts.imports import describe_checked, describe_imported
from stakeholders.texts.sheet_changers import find_changers
from stakeholders.texts.sheets import (
    CHANGED,
    HINTS,
    ROSTER_COUNTS,
    SHEET_COUNTS,
    list_unread,
    name_lines,
    say_changes,
    say_new_lines,
    say_problems,
    say_roster_problems,
)
from stakeholders.views.imports import take_in_as_shown

# More changes are the worker's: each line is an act of its own.
SMALL_CHANGES, SHOWN = 100, 50
State = ImportRun.State
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer_sheet(
    name: str, title: str, head: list[str], rows: list[list[str]], *, hidden: int | None = None
) -> HttpResponse:
    """The table as a file that nobody keeps on the way. `hidden`: the index of the column that nobody needs to see."""
    content = render_sheet(title, head, rows, right_to_left=get_language_bidi(), hidden=hidden)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


def _count_writes(run: ImportRun) -> int:
    """How many acts the file would be."""
    invited = run.counts.get("reachable", 0) if run.defaults.get("invite") else 0
    return int(run.counts.get("new", 0) + run.counts.get("changed", 0) + invited)


def list_written(run: ImportRun) -> tuple[list[LineNote], list[LineNote]]:
    """The lines that an imported file has added, and each cell that it has changed, with what the row is called now.

    One query; while the file can be undone it is known.
    """
    lines, names = name_columns(run.kind), name_written(run)
    added = [
        LineNote(one["row"], "", "", names[one["pk"]]) for one in run.touched if one["is_new"] and one["pk"] in names
    ]
    changed = [
        LineNote(one["row"], str(lines[column].label), lines[column].say(before), now, names.get(one["pk"], ""))
        for one in run.touched
        if not one["is_new"]
        for column, (before, now) in one["cells"].items()
    ]
    return added, changed


def list_schools(run: ImportRun) -> list[LineNote]:
    """The new schools of a roster, by name: those that it would bring, or has brought, each with its page."""
    if run.state == ImportRun.State.CHECKED:
        return [LineNote("", "", "", name) for name in list_new_schools(run)]
    rows = run.organisations.select_related("city").order_by("search", "pk")
    return [LineNote("", "", "", str(row), url=row.get_absolute_url()) for row in rows]


def say_imported(run: ImportRun) -> str:
    """How many lines were imported, and how many were not."""
    if run.kind == ImportRun.Kind.ROSTER:
        text = _("The roster was imported.")
        return f"{text} {describe_imported(run)}" if run.organisations.exists() else text
    taken, left = run.counts.get("new", 0) + run.counts.get("changed", 0), run.counts.get("refused", 0)
    text = ngettext("%(n)s line was imported.", "%(n)s lines were imported.", taken) % {"n": taken}
    if not left:
        return text
    more = ngettext(
        "%(n)s line was left out: below it says why.", "%(n)s lines were left out: below it says why.", left
    )
    return f"{text} {more % {'n': left}}"


def say_lines(run: ImportRun) -> dict[str, list[LineNote]]:
    """What the page of a spreadsheet says of its lines, by what it is about. `newer`: cells that the city alone has changed
    since the download; `both`: those that the file has changed too."""
    names, lines = name_lines(run) if run.problems else {}, name_columns(run.kind)
    changers = find_changers(MODELS[run.kind], run.problems)
    cells = {
        name: say_changes([note for note in run.problems if note["code"] == code], lines, names, changers)
        for name, code in (("changes", CHANGED), ("newer", "newer"), ("both", "newer_both"))
    }
    added = say_new_lines(run) if run.state == State.CHECKED else []
    if run.state == State.DONE:
        added, cells["changes"] = list_written(run)
    return {"problems": say_problems(run.problems, lines, names), "added": added, **cells}


def say_roster(run: ImportRun) -> dict[str, list[LineNote]]:
    """What the page of a roster says: what is wrong in its files, and the new schools."""
    return {
        "problems": say_roster_problems(run.problems),
        "added": list_schools(run),
    }


class SheetRunPage(RowPage):
    """The preview: what would be new, what changes from what to what, what is wrong."""

    template_name = "stakeholders/sheet_run.html"
    permission = "stakeholders.apply_importrun"
    model = ImportRun

    def get_queryset(self) -> Any:
        return ImportRun.objects.defer("file", "rows", "numbers")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # A register has a page of its own.
        return redirect(self.object) if self.object.is_register else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        is_roster = run.kind == ImportRun.Kind.ROSTER
        may_read = may_read_lines(run, self.actor)
        said = say_roster(run) if is_roster else say_lines(run) if may_read else {}
        words = ROSTER_COUNTS if is_roster else SHEET_COUNTS
        has_lines = not is_roster and run.state in {State.CHECKED, State.DONE} and bool(run.counts.get("refused"))
        return super().get_context_data(
            counts=[(label, run.counts[name], name) for name, label in words.items() if name in run.counts],
            **{name: notes[:SHOWN] for name, notes in said.items()},
            **{f"{name}_count": len(notes) for name, notes in said.items()},
            problem_rows=sum(note.times for note in said.get("problems", [])),
            file=self.city_url("wrong_rows", run.pk) if has_lines else "",
            invited=run.counts.get("reachable", 0) if is_roster and run.defaults.get("invite") else 0,
            to_write=_count_writes(run) if may_read else 0,
            is_of_another=not may_read,
            is_roster=is_roster,
            is_invitation=is_roster and not run.counts.get("new", 0) + run.counts.get("changed", 0),
            takes_newer=bool(run.defaults.get("takes_newer")) and any("since" in note for note in run.problems),
            columns_left=list_unread(run) if not is_roster and run.state == State.CHECKED else [],
            progress=self.city_url("import_progress", run.pk) if run.is_at_work else "",
            percent=find_progress(run),
            may_undo=not describe_why_sheet_stays(run),
            candidates=len(list_candidates(run)) if is_roster else 0,
            crumbs=[(self.city_url("sheets"), _("Spreadsheets"))],
            changes_language=False,
            **kwargs,
        )


class ApplySheet(ActionView):
    permission = "stakeholders.apply_importrun"
    model = ImportRun

    def act(self) -> None:
        if _count_writes(self.object) > SMALL_CHANGES:
            actions.ask_to_apply(self.object, actor=self.actor)
            self.success_message = _("The import has begun. You can leave this page.")
        elif take_in_as_shown(self.request, lambda: apply_sheet(self.object, actor=self.actor)):
            self.success_message = say_imported(self.object)


class TakeNewer(ActionView):
    """Cells that the file and the city have both changed since the download are taken from the file."""

    permission = "stakeholders.apply_importrun"
    model = ImportRun
    takes_file: ClassVar[bool] = True

    def act(self) -> None:
        choose_newer(self.object, takes_file=self.takes_file, actor=self.actor)
        self.object.refresh_from_db(fields=["state"])
        self.success_message: Any = describe_checked(self.object)


class LeaveNewer(TakeNewer):
    """They stay as the city has them."""

    takes_file: ClassVar[bool] = False


class WrongRows(RowPage):
    """The lines that are left out, as they were in the file, with a first column that says what is wrong: to be corrected
    and brought in again."""

    permission = "stakeholders.apply_importrun"
    model = ImportRun

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = self.object
        if not run.rows or run.kind == ImportRun.Kind.ROSTER or not may_read_lines(run, self.actor):
            # No lines are left of it, or it never had any.
            return redirect(run)
        head, *below = cut_table(run.rows, run.heading)
        wrong: dict[int | str, list[str]] = {}
        is_register = run.is_register
        said = in_words(run.problems, PROBLEMS.__getitem__) if is_register else say_lines(run)["problems"]
        hints = {note["row"] for note in run.problems if note["code"] in HINTS} - {
            note["row"] for note in run.problems if note["code"] not in HINTS
        }
        for note in (one for one in said if one.row not in hints):
            wrong.setdefault(note.row, []).append(f"{note.column}: {note.words}" if note.column else note.words)
        rows = zip(run.row_numbers[run.heading + 1 :], below, strict=True)
        lines = [["\n".join(wrong[number]), *cells] for number, cells in rows if number in wrong]
        hidden = run.columns[MARK] + 1 if MARK in run.columns else None
        title = _("What is wrong")
        return answer_sheet(f"import-{run.pk}-wrong", title, [title, *head], lines, hidden=hidden)
