"""People, organisations, representatives, commitments and sites out and in by the same spreadsheet."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext

from educities.kit.views import FormPage, Page, ReasonPage
from stakeholders import actions, verbs
from stakeholders.actions.import_jobs import ask_to_undo
from stakeholders.actions.sheet_kinds import SHEETS, make_table, name_columns
from stakeholders.actions.sheet_undo import UndoPlan, describe_why_sheet_stays, plan_undo, undo_sheet
from stakeholders.actions.sheets import check_sheet
from stakeholders.actions.teachers import ask_teachers, list_candidates, name_candidate
from stakeholders.forms.sheets import SHEET_KINDS, SheetForm, TeachersForm
from stakeholders.imports.csv_archive import measure_archive
from stakeholders.models import ImportRun, Organisation
from stakeholders.texts.sheets import say_problems
from stakeholders.values.import_kinds import OF_OTHER_APPS
from stakeholders.views.imports import page_runs
from stakeholders.views.sheet_runs import SHOWN, SMALL_CHANGES, answer_sheet

# A larger file is the worker's.
SMALL_BYTES, SMALL_UNPACKED = 16 * 1024, 512 * 1024
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
    ImportRun.Kind.PEOPLE: ngettext_lazy(
        "%(n)s person who was added is removed. What was entered of them is deleted and cannot be brought back.",
        "%(n)s people who were added are removed. What was entered of them is deleted and cannot be brought back.",
        "n",
    ),
    ImportRun.Kind.REPRESENTATIVES: ngettext_lazy(
        "%(n)s new representation ends. If the person has been asked by email already, they read why.",
        "%(n)s new representations end. Those asked by email already read why.",
        "n",
    ),
}
# What it says besides of lines that the file has changed.
CHANGED_TOLD = {
    ImportRun.Kind.REPRESENTATIVES: gettext_lazy("The people whose representation goes back are told of it by email."),
}


def _is_large(data: bytes) -> bool:
    """A zip of a few bytes may hold millions of lines, and each line of a table may be a row to write and take back."""
    if measure_archive(data) > SMALL_UNPACKED or len(data) > SMALL_BYTES:
        return True
    return not data.startswith(b"PK") and data.count(b"\n") > SMALL_CHANGES


class SheetsPage(FormPage):
    """Each kind to download, and a file to bring in."""

    template_name = "stakeholders/sheets.html"
    permission = "stakeholders.import_organisation"
    form_class = SheetForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        light = ImportRun.objects.defer("file", "rows", "numbers", "other_sheets", "problems", "touched")
        pages = page_runs(self.request, light.exclude(kind__in=[ImportRun.Kind.REGISTER, *OF_OTHER_APPS]))
        crumbs = [(self.city_url("organisations"), _("Organisations"))]
        return super().get_context_data(kinds=SHEET_KINDS, crumbs=crumbs, **pages, **kwargs)

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
        head, rows = make_table(SHEETS[kind], self.actor)
        return answer_sheet(f"{kind}-{self.city.slug}", title, head, rows, hidden=len(head) - 1)


class UndoSheet(ReasonPage):
    """Asked before it happens: how many lines are undone, which ones stay and why, who reads the reason."""

    template_name = "stakeholders/sheet_undo.html"
    permission = "stakeholders.undo_importrun"
    model = ImportRun
    ends = (verbs.SHEET_UNDONE,)
    extra_context: ClassVar = {"label": gettext_lazy("Undo the import")}
    success_message: Any = gettext_lazy("The import was undone.")

    def act(self, form: Any) -> Any:
        # Many lines are the worker's: each is an act of its own.
        if len(self.object.touched) <= SMALL_CHANGES:
            undo_sheet(self.object, actor=self.actor, **form.cleaned_data)
        else:
            ask_to_undo(self.object, actor=self.actor, **form.cleaned_data)
            self.success_message = _("The import is being undone. You can leave this page.")
        return self.object.get_absolute_url()

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("sheets"), _("Spreadsheets")), (self.object.get_absolute_url(), self.object.file_name)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        over = describe_why_sheet_stays(self.object)
        plan = UndoPlan() if over else plan_undo(self.object, self.actor)
        kept = say_problems(plan.kept, {} if over else name_columns(self.object.kind))
        new_words = NEW_GOES[self.object.kind] % {"n": plan.new} if plan.new else ""
        shown: dict[str, Any] = {
            "new_words": new_words,
            "kept": kept[:SHOWN],
            "kept_count": len(kept),
            "stayed": plan.stayed,
        }
        shown["changed_told"] = CHANGED_TOLD.get(self.object.kind, "") if plan.changed else ""
        return super().get_context_data(over=over, plan=plan, **shown, **kwargs)


def describe_teacher(candidate: dict[str, Any], school: Organisation) -> SafeString:
    """Who it is, by every name that the file has beside the address, of which school, and the address."""
    names = " / ".join([candidate["name"], *candidate.get("others", [])])
    return format_html('<bdi>{}</bdi> · <bdi>{}</bdi> · <bdi dir="ltr">{}</bdi>', names, school, candidate["email"])


class AskTeachers(FormPage):
    """The teachers of an imported roster, each with the school: a director says who is asked to represent it."""

    template_name = "stakeholders/ask_teachers.html"
    permission = "stakeholders.undo_importrun"
    model = ImportRun
    form_class = TeachersForm

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [(name_candidate(one), describe_teacher(one, school)) for one, school in list_candidates(self.object)]
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
