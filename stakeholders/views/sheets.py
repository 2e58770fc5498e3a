"""People, organisations, representatives, commitments and sites out and in by the same spreadsheet."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_bidi, gettext_lazy, ngettext, ngettext_lazy, pgettext
from django.utils.translation import gettext as _

from educities.kit.views import ActionView, FormPage, Page, ReasonPage, RowPage
from stakeholders import actions, verbs
from stakeholders.actions.rosters import list_new_schools
from stakeholders.actions.sheet_kinds import SHEETS, make_table
from stakeholders.actions.sheet_undo import UndoPlan, describe_why_sheet_stays, name_written, plan_undo, undo_sheet
from stakeholders.actions.sheets import apply_sheet, check_sheet, may_read_lines
from stakeholders.actions.teachers import ask_teachers, list_candidates, name_candidate
from stakeholders.forms.sheets import SHEET_KINDS, SheetForm, TeachersForm
from stakeholders.imports.csv_archive import measure_archive
from stakeholders.imports.rows import LineNote, in_words
from stakeholders.imports.table import cut_table
from stakeholders.imports.texts import PROBLEMS
from stakeholders.models import ImportRun
from stakeholders.queries.imports import find_progress
from stakeholders.renderers.sheets import render_sheet
from stakeholders.texts.sheets import (
    HINTS,
    ROSTER_COUNTS,
    SHEET_COUNTS,
    list_unread,
    name_lines,
    say_changes,
    say_new_lines,
    say_problems,
)
from stakeholders.views.imports import take_in_as_shown

# A larger file, and more changes, are the worker's: each line is an act of its own.
SMALL_BYTES, SMALL_UNPACKED, SMALL_CHANGES, SHOWN = 16 * 1024, 512 * 1024, 100, 50
# What undoing does with the lines that a file has added.
NEW_GOES = {
    ImportRun.Kind.ORGANISATIONS: ngettext_lazy(
        "%(n)s new organisation is removed.", "%(n)s new organisations are removed.", "n"
    ),
    ImportRun.Kind.SITES: ngettext_lazy("%(n)s new site is archived.", "%(n)s new sites are archived.", "n"),
    ImportRun.Kind.COMMITMENTS: ngettext_lazy(
        "%(n)s new commitment is withdrawn, and the people concerned read why.",
        "%(n)s new commitments are withdrawn, and the people concerned read why.",
        "n",
    ),
    ImportRun.Kind.REPRESENTATIVES: ngettext_lazy(
        "%(n)s new representation ends, and the person reads why.",
        "%(n)s new representations end, and the people read why.",
        "n",
    ),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer_sheet(name: str, title: str, head: list[str], rows: list[list[str]]) -> HttpResponse:
    """The table as a file that nobody keeps on the way."""
    content = render_sheet(title, head, rows, right_to_left=get_language_bidi())
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


def _count_writes(run: ImportRun) -> int:
    """How many acts the file would be."""
    invited = run.counts.get("reachable", 0) if run.defaults.get("invite") else 0
    return int(run.counts.get("new", 0) + run.counts.get("changed", 0) + invited)


def _is_large(data: bytes) -> bool:
    """A zip of a few bytes may hold millions of lines, and each line of a table may be a row to write and take back."""
    if measure_archive(data) > SMALL_UNPACKED or len(data) > SMALL_BYTES:
        return True
    return not data.startswith(b"PK") and data.count(b"\n") > SMALL_CHANGES


def list_written(run: ImportRun) -> tuple[list[LineNote], list[LineNote]]:
    """The lines that an imported file has added, and each cell that it has changed, with what the row is called now.

    One query; while the file can be undone it is known.
    """
    labels = {line.name: str(line.label) for line in SHEETS[run.kind].lines}
    names = name_written(run)
    added = [
        LineNote(one["row"], "", "", names[one["pk"]]) for one in run.touched if one["is_new"] and one["pk"] in names
    ]
    changed = [
        LineNote(one["row"], labels[column], before, now, names.get(one["pk"], ""))
        for one in run.touched
        if not one["is_new"]
        for column, (before, now) in one["cells"].items()
    ]
    return added, changed


def list_schools(run: ImportRun) -> list[str]:
    """The new schools of a roster, by name: those that it would bring, or has brought."""
    if run.state == ImportRun.State.CHECKED:
        return list_new_schools(run)
    return [str(row) for row in run.organisations.order_by("search", "pk")]


def say_imported(run: ImportRun) -> str:
    """How many lines were imported, and how many were not."""
    if run.kind == ImportRun.Kind.ROSTER:
        return _("The roster was imported.")
    taken, left = run.counts.get("new", 0) + run.counts.get("changed", 0), run.counts.get("refused", 0)
    text = ngettext("%(n)s line was imported.", "%(n)s lines were imported.", taken) % {"n": taken}
    if not left:
        return text
    more = ngettext(
        "%(n)s line was left out: below it says why.", "%(n)s lines were left out: below it says why.", left
    )
    return f"{text} {more % {'n': left}}"


class SheetsPage(FormPage):
    """Each kind to download, and a file to bring in."""

    template_name = "stakeholders/sheets.html"
    permission = "stakeholders.import_organisation"
    form_class = SheetForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        light = ImportRun.objects.defer("file", "rows", "numbers", "other_sheets", "problems", "touched")
        runs = light.exclude(kind=ImportRun.Kind.REGISTER)[:10]
        crumbs = [(self.city_url("organisations"), _("Organisations"))]
        return super().get_context_data(kinds=SHEET_KINDS, runs=runs, crumbs=crumbs, **kwargs)

    def act(self, form: SheetForm) -> Any:
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        data = file.read()
        act = actions.ask_to_read if _is_large(data) else check_sheet
        return act(data, file.name, kind=kind, actor=self.actor, invite=form.cleaned_data["invite"])


class SheetFile(Page):
    """One kind as a spreadsheet; with it the same page takes it in again."""

    permission = "stakeholders.import_organisation"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("kind") or ImportRun.Kind.ORGANISATIONS.value
        if kind not in SHEETS:
            raise Http404
        title = str(ImportRun.Kind(kind).label)
        return answer_sheet(f"{kind}-{self.city.slug}", title, *make_table(SHEETS[kind], self.actor))


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
        words = ROSTER_COUNTS if is_roster else SHEET_COUNTS
        names = name_lines(run) if run.problems and not is_roster else {}
        problems, changes = say_problems(run.problems, names), say_changes(run.problems, names)
        added = say_new_lines(run) if run.state == ImportRun.State.CHECKED and not is_roster else []
        if run.state == ImportRun.State.DONE and not is_roster:
            added, changes = list_written(run)
        may_read = may_read_lines(run, self.actor)
        if not may_read:
            problems, added, changes = [], [], []
        if is_roster:
            added = [LineNote("", "", "", name) for name in list_schools(run)]
        return super().get_context_data(
            counts=[(label, run.counts[name], name) for name, label in words.items() if name in run.counts],
            problems=problems[:SHOWN],
            problem_count=len(problems),
            changes=changes[:SHOWN],
            change_count=len(changes),
            added=added[:SHOWN],
            added_count=len(added),
            file=self.city_url("wrong_rows", run.pk) if run.state == ImportRun.State.CHECKED and not is_roster else "",
            invited=run.counts.get("reachable", 0) if is_roster and run.defaults.get("invite") else 0,
            to_write=_count_writes(run) if may_read else 0,
            is_of_another=not may_read,
            is_roster=is_roster,
            columns_left=list_unread(run) if not is_roster else [],
            progress=self.city_url("import_progress", run.pk) if run.is_at_work else "",
            percent=find_progress(run),
            may_undo=not describe_why_sheet_stays(run),
            candidates=len(list_candidates(run)) if is_roster else 0,
            crumbs=[(self.city_url("sheets"), _("Spreadsheets"))],
            changes_language=False,
            **kwargs,
        )


class UndoSheet(ReasonPage):
    """Asked before it happens: how many lines are undone, which ones stay and why, who reads the reason."""

    template_name = "stakeholders/sheet_undo.html"
    permission = "stakeholders.undo_importrun"
    model = ImportRun
    ends = (verbs.SHEET_UNDONE,)
    step = staticmethod(undo_sheet)
    extra_context: ClassVar = {"label": gettext_lazy("Undo the import")}
    success_message = gettext_lazy("The import was undone.")

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("sheets"), _("Spreadsheets")), (self.object.get_absolute_url(), self.object.file_name)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        over = describe_why_sheet_stays(self.object)
        plan = UndoPlan() if over else plan_undo(self.object, self.actor)
        kept = say_problems(plan.kept)
        new_words = NEW_GOES[self.object.kind] % {"n": plan.new} if plan.new else ""
        shown = {"new_words": new_words, "kept": kept[:SHOWN], "kept_count": len(kept)}
        return super().get_context_data(over=over, plan=plan, **shown, **kwargs)


class AskTeachers(FormPage):
    """The teachers of an imported roster, each with the school: a director says who is asked to represent it."""

    template_name = "stakeholders/ask_teachers.html"
    permission = "stakeholders.undo_importrun"
    model = ImportRun
    form_class = TeachersForm

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [(name_candidate(one), f"{one['name']} · {school}") for one, school in list_candidates(self.object)]
        return {**super().get_form_kwargs(), "choices": choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.city_url("sheets"), _("Spreadsheets")), (self.object.get_absolute_url(), self.object.file_name)]
        return super().get_context_data(crumbs=crumbs, **kwargs)

    def act(self, form: TeachersForm) -> Any:
        asked = ask_teachers(self.object, chosen=form.cleaned_data["teachers"], actor=self.actor)
        text = ngettext("%(n)s teacher was asked.", "%(n)s teachers were asked.", asked.number) % {"n": asked.number}
        if asked.left:
            names = pgettext("between the parts of a list", ", ").join(asked.left)
            text = f"{text} {_('These could not be asked: %(names)s') % {'names': names}}"
        self.success_message: Any = text
        return self.object


class ApplySheet(ActionView):
    permission = "stakeholders.apply_importrun"
    model = ImportRun

    def act(self) -> None:
        if _count_writes(self.object) > SMALL_CHANGES:
            actions.ask_to_apply(self.object, actor=self.actor)
            self.success_message = _("The import has begun. You can leave this page.")
        elif take_in_as_shown(self.request, lambda: apply_sheet(self.object, actor=self.actor)):
            self.success_message = say_imported(self.object)


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
        said = in_words(run.problems, PROBLEMS.__getitem__) if run.is_register else say_problems(run.problems)
        hints = {note["row"] for note in run.problems if note["code"] in HINTS} - {
            note["row"] for note in run.problems if note["code"] not in HINTS
        }
        for note in (one for one in said if one.row not in hints):
            wrong.setdefault(note.row, []).append(f"{note.column}: {note.words}" if note.column else note.words)
        rows = zip(run.row_numbers[run.heading + 1 :], below, strict=True)
        lines = [["\n".join(wrong[number]), *cells] for number, cells in rows if number in wrong]
        return answer_sheet(f"import-{run.pk}-wrong", _("What is wrong"), [_("What is wrong"), *head], lines)
