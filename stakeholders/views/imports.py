import csv
from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.csv_cells import escape_formula
from educities.kit.errors import DomainError
from educities.kit.views import ActionView, Confirm, FormPage, Permitted, ReasonPage, RowPage
from stakeholders import actions, verbs
from stakeholders.forms.imports import ColumnsForm, FileForm, HeadingForm
from stakeholders.imports.limits import SMALL_BYTES, SMALL_ROWS
from stakeholders.imports.rows import NAME_LINES, in_words
from stakeholders.imports.table import cut_table
from stakeholders.imports.texts import COUNTS, PROBLEMS, place_in_words
from stakeholders.models import ImportRun
from stakeholders.queries.imports import changed_since_import, find_progress
from stakeholders.texts.imports import describe_checked, describe_imported, describe_verified, describe_why_import_stays
from stakeholders.views.organisations import verified_in_words

SHOWN = 50
SAMPLE, RUNS_A_PAGE = 3, 10


def run_crumbs(view: Permitted) -> list[tuple[str, str]]:
    """The way up from a page below a file's own."""
    run = view.object
    return [(view.city_url("import_organisations"), _("Import organisations")), (run.get_absolute_url(), run.file_name)]


def page_runs(request: HttpRequest, runs: QuerySet[ImportRun]) -> dict[str, Any]:
    """Some of the files that were brought in before, and the way to the others."""
    paginator = Paginator(runs, RUNS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return {
        "runs": page.object_list,
        "page_obj": page,
        "paginator": paginator,
        "is_paginated": page.has_other_pages(),
    }


class ImportPage(FormPage):
    template_name = "stakeholders/import.html"
    permission = "stakeholders.import_organisation"
    form_class = FileForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = ImportRun.objects.filter(kind=ImportRun.Kind.REGISTER).defer(
            "file", "rows", "numbers", "other_sheets", "problems"
        )
        return super().get_context_data(**page_runs(self.request, runs), **kwargs)

    def act(self, form: FileForm) -> Any:
        file = form.cleaned_data["file"]
        about: dict[str, Any] = {"sector": form.cleaned_data["sector"], "actor": self.actor}
        if file.size > SMALL_BYTES:
            return actions.ask_to_read(file.read(), file.name, **about)
        run = actions.check_file(file.read(), file.name, **about)
        # Where no name is recognised, the headings may stand in another row: this is asked first.
        is_found = any(line in run.columns for line in NAME_LINES)
        return run if is_found else self.city_url("choose_import_heading", run.pk)


class ImportRunPage(FormPage):
    """The trial: what would be taken in, what is wrong; columns can be chosen anew."""

    template_name = "stakeholders/import_run.html"
    permission = "stakeholders.apply_importrun"
    model = ImportRun
    form_class = ColumnsForm

    def get_queryset(self) -> Any:
        return ImportRun.objects.filter(kind=ImportRun.Kind.REGISTER).defer("file")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "run": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        table = cut_table(run.rows, run.heading) if run.rows else [[]]
        left = run.organisations.order_by("search", "pk") if run.state == ImportRun.State.UNDONE else []
        # Rows are left out because of values whose meaning can be chosen.
        asks_values = any(problem["code"] == "sector_unknown" for problem in run.problems)
        context = super().get_context_data(
            counts=[(COUNTS[name], number, name) for name, number in run.counts.items() if number or name == "new"],
            problems=list(in_words(run.problems[:SHOWN], PROBLEMS.__getitem__)),
            problem_count=len(run.problems),
            header=table[0],
            sample=table[1 : 1 + SAMPLE],
            place=place_in_words(run) if run.rows and not run.is_at_work else [],
            kept=list(left[:SHOWN]),
            # The columns can be chosen only before the file is taken in: no form, nothing typed to keep.
            changes_language=run.state == ImportRun.State.CHECKED,
            crumbs=[(self.city_url("import_organisations"), _("Import organisations"))],
            progress=self.city_url("import_progress", run.pk) if run.is_at_work else "",
            percent=find_progress(run),
            waiting=run.organisations.waiting().count() if run.state == ImportRun.State.DONE else 0,
            **kwargs,
        )
        is_empty = not (run.counts.get("new") or run.counts.get("already_in_city"))
        asks_columns = run.state == ImportRun.State.CHECKED and bool(context["form"].errors or asks_values or is_empty)
        return context | {"asks_columns": asks_columns}

    def act(self, form: ColumnsForm) -> Any:
        run = actions.choose_columns(
            self.object, columns=form.columns, defaults=form.defaults, meanings=form.meanings, actor=self.actor
        )
        self.success_message = describe_checked(run)
        return run


class ChooseHeading(FormPage):
    """Another sheet, or another row of headings."""

    template_name = "stakeholders/import_heading.html"
    permission = "stakeholders.apply_importrun"
    model = ImportRun
    form_class = HeadingForm

    def get_queryset(self) -> Any:
        return ImportRun.objects.filter(state=ImportRun.State.CHECKED)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "run": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=run_crumbs(self), **kwargs)

    def act(self, form: HeadingForm) -> Any:
        sheet, number = form.chosen
        run = actions.choose_heading(self.object, sheet=sheet, number=number, actor=self.actor)
        self.success_message = describe_checked(run)
        return run


class ImportProgress(RowPage):
    """How far the worker is with a file; the page asks for this part again and again, and for itself once it is done."""

    template_name = "stakeholders/_import_progress.html"
    permission = "stakeholders.apply_importrun"
    model = ImportRun

    def get_queryset(self) -> Any:
        return super().get_queryset().defer("file", "rows", "numbers", "other_sheets", "problems", "touched")

    def find_url(self) -> str:
        """Where the page asks for this part."""
        return self.city_url("import_progress", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(progress=self.find_url(), percent=find_progress(self.object), **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        if not self.object.is_at_work:
            response["HX-Refresh"] = "true"
        return response


def take_in_as_shown(request: HttpRequest, take_in: Callable[[], Any]) -> bool:
    """False where the city has changed since the preview: the person is told so, and the preview of now stays."""
    try:
        take_in()
    except DomainError as error:
        if error.code != "stakeholders.import_stale":
            raise
        # Raised on, it would take the new preview back with it.
        messages.error(request, str(error))
        return False
    return True


class ApplyImport(ActionView):
    permission = "stakeholders.apply_importrun"
    model = ImportRun

    def act(self) -> None:
        if self.object.counts.get("new", 0) > SMALL_ROWS:
            actions.ask_to_apply(self.object, actor=self.actor)
            self.success_message = _("The import has begun. You can leave this page.")
            return
        if take_in_as_shown(self.request, lambda: actions.apply_import(self.object, actor=self.actor)):
            self.success_message = describe_imported(self.object)


class VerifyImported(ActionView):
    """Every organisation of the file that still waits, in one act."""

    permission = "stakeholders.verify_organisation"
    model = ImportRun

    def act(self) -> None:
        rows = self.object.organisations.waiting()
        if not rows.exists():
            raise DomainError(describe_verified(self.object), code="stakeholders.import_verified")
        self.success_message = verified_in_words(actions.verify_organisations(rows, actor=self.actor))


class _AsksAboutRun(Permitted):
    """A page that asks about a file."""

    def get_crumbs(self) -> list[tuple[str, str]]:
        return run_crumbs(self)


class UndoImport(_AsksAboutRun, ReasonPage):
    """Asked before it happens: how many organisations go, which ones stay, who reads the reason."""

    template_name = "stakeholders/import_undo.html"
    permission = "stakeholders.undo_importrun"
    model = ImportRun
    ends = (verbs.IMPORT_UNDONE,)
    step = staticmethod(actions.undo_import)
    extra_context: ClassVar = {"label": gettext_lazy("Undo the import")}
    success_message = gettext_lazy("The import was undone.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = changed_since_import(self.object)
        rows = self.object.organisations.order_by("search", "pk")
        return super().get_context_data(
            going=rows.count() - len(kept),
            kept_count=len(kept),
            kept=list(rows.filter(pk__in=kept)[:SHOWN]),
            over=describe_why_import_stays(self.object),
            **kwargs,
        )


class DiscardImport(_AsksAboutRun, Confirm):
    permission = "stakeholders.apply_importrun"
    model = ImportRun
    ends = (verbs.IMPORT_DISCARDED,)
    label = gettext_lazy("Discard the import")
    success_message = gettext_lazy("Import discarded. Nothing was saved.")

    def get_question(self) -> str:
        return _("Discard the import of %(name)s?") % {"name": self.object.file_name}

    def get_text(self) -> str:
        return _("Nothing was saved yet. You can upload the file again.")

    def act(self) -> None:
        actions.discard_import(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("import_organisations" if self.object.is_register else "sheets")


class ImportProblems(RowPage):
    """The problems as a CSV file that a spreadsheet opens without running anything in it."""

    permission = "stakeholders.apply_importrun"
    model = ImportRun

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{self.object.pk}-problems.csv"'
        write = csv.writer(response).writerow
        write([_("Row"), _("Column"), _("Problem"), _("In the file")])
        for note in in_words(self.object.problems, PROBLEMS.__getitem__):
            write([note.row, escape_formula(note.column), note.words, escape_formula(note.value)])
        return response
