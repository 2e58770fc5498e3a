import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.csv_cells import escape_formula
from educities.kit.views import ActionView, Confirm, FormPage, RowPage
from stakeholders import actions, verbs
from stakeholders.forms.imports import ColumnsForm, FileForm
from stakeholders.imports.rows import in_words
from stakeholders.imports.texts import COUNTS, PROBLEMS
from stakeholders.models import ImportRun
from stakeholders.views.organisations import verified_in_words

SHOWN = 50
SAMPLE = 3


class ImportPage(FormPage):
    template_name = "stakeholders/import.html"
    permission = "stakeholders.import_organisation"
    form_class = FileForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = ImportRun.objects.defer("rows", "problems")[:10]
        return super().get_context_data(runs=runs, **kwargs)

    def act(self, form: FileForm) -> Any:
        file = form.cleaned_data["file"]
        return actions.check_file(file.read(), file.name, sector=form.cleaned_data["sector"], actor=self.actor)


class ImportRunPage(FormPage):
    """The trial: what would be taken in, what is wrong; columns can be chosen anew."""

    template_name = "stakeholders/import_run.html"
    permission = "stakeholders.apply_importrun"
    model = ImportRun
    form_class = ColumnsForm
    success_message = gettext_lazy("Preview updated.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "run": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        return super().get_context_data(
            counts=[(COUNTS[name], number, name) for name, number in run.counts.items() if number or name == "new"],
            problems=list(in_words(run.problems[:SHOWN], PROBLEMS.__getitem__)),
            problem_count=len(run.problems),
            header=run.rows[0] if run.rows else [],
            sample=run.rows[1 : 1 + SAMPLE],
            crumbs=[(self.city_url("import_organisations"), _("From a file"))],
            waiting=run.organisations.waiting().count() if run.state == ImportRun.State.DONE else 0,
            **kwargs,
        )

    def act(self, form: ColumnsForm) -> Any:
        return actions.choose_columns(self.object, columns=form.columns, defaults=form.defaults, actor=self.actor)


class ApplyImport(ActionView):
    permission = "stakeholders.apply_importrun"
    model = ImportRun
    success_message = gettext_lazy("Organisations imported. They are waiting to be verified.")

    def act(self) -> None:
        actions.apply_import(self.object, actor=self.actor)


class VerifyImported(ActionView):
    """Every organisation of the file that still waits, in one act."""

    permission = "stakeholders.verify_organisation"
    model = ImportRun

    def act(self) -> None:
        rows = self.object.organisations.waiting()
        self.success_message = verified_in_words(actions.verify_organisations(rows, actor=self.actor))


class DiscardImport(Confirm):
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
        return self.city_url("import_organisations")


class ImportProblems(RowPage):
    """The problems as a CSV file that a spreadsheet opens without running anything in it."""

    permission = "stakeholders.apply_importrun"
    model = ImportRun

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{self.object.pk}-problems.csv"'
        write = csv.writer(response).writerow
        write([_("Row"), _("Column"), _("Problem"), _("In the file")])
        for row, column, words, value in in_words(self.object.problems, PROBLEMS.__getitem__):
            write([row, escape_formula(column), words, escape_formula(value)])
        return response
