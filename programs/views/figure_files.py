"""Files of figures: of the city's indicators by its director, of national averages by the steward."""

from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.errors import DomainError
from educities.kit.views import FormPage, Permitted, ReasonPage
from programs.actions.figure_files import (
    apply_figures,
    begin_file,
    check_figures,
    choose_figures,
    describe_all_changed,
    describe_why_figures_stay,
    list_undoable,
    own_words,
    undo_figures,
)
from programs.actions.figure_trials import table_of
from programs.forms.figure_files import FigureChoicesForm, FiguresFileForm
from programs.forms.sure import SureForm, asking_again
from programs.queries.figure_files import list_targets, remember_choices
from programs.texts import figure_files as texts
from stakeholders import verbs
from stakeholders.actions import ask_to_apply, ask_to_read
from stakeholders.actions.import_jobs import ask_to_undo
from stakeholders.imports.limits import SMALL_BYTES, SMALL_ROWS
from stakeholders.models import ImportRun
from stakeholders.queries.imports import find_progress
from stakeholders.texts.imports import describe_checked
from stakeholders.values.import_kinds import FIGURES, NATIONAL
from stakeholders.views.imports import DiscardImport, ImportProgress, page_runs, take_in_as_shown

SHOWN = 50
State = ImportRun.State


class FiguresPart(Permitted):
    """A page about a file of figures of the city's own indicators."""

    permission: ClassVar[str | None] = "programs.import_values_of_indicator"
    kind: ClassVar[str] = FIGURES
    # Is it the file's own page?
    is_own_page: ClassVar[bool] = False
    names: ClassVar[dict[str, str]] = {
        "files": "figure_files",
        "choose": "choose_figures",
        "undo": "undo_figures",
        "discard": "discard_figures",
        "progress": "figures_progress",
    }

    def get_queryset(self) -> Any:
        """The files of this kind."""
        return ImportRun.objects.filter(kind=self.kind)

    @cached_property
    def targets(self) -> Any:
        """What the figures can be of."""
        return list_targets(self.object or ImportRun(kind=self.kind), self.city)

    def get_crumbs(self) -> list[tuple[str, str]]:
        """The way up."""
        above, name = (
            ("indicators", _("Indicators")) if self.kind == FIGURES else ("national_series", _("National averages"))
        )
        crumbs = [(self.city_url(above), name)]
        if self.object:
            crumbs.append((self.city_url(self.names["files"]), _("Figures from a file")))
            if not self.is_own_page:
                crumbs.append((self.object.get_absolute_url(), self.object.file_name))
        return crumbs


class NationalPart(FiguresPart):
    """A page about a file of national averages."""

    permission = "programs.keep_nationalfigure"
    kind = NATIONAL
    names: ClassVar[dict[str, str]] = {
        "files": "national_files",
        "choose": "choose_national",
        "undo": "undo_national",
        "discard": "discard_national",
        "progress": "national_progress",
    }


class FigureFiles(FiguresPart, FormPage):
    """A file is brought in; those of before are below."""

    template_name = "programs/figure_files.html"
    form_class = FiguresFileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        source = remember_choices(self.kind).get("source", "")
        about = {"targets": self.targets, "source": source, "needs_source": self.kind == NATIONAL}
        kwargs = {**super().get_form_kwargs(), **about}
        if asked := self.request.GET.get("indicator"):
            kwargs["initial"] = {"indicator": asked, **kwargs["initial"]}
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        light = self.get_queryset().defer("file", "rows", "numbers", "other_sheets", "problems", "touched")
        about = {"is_national": self.kind == NATIONAL, "crumbs": self.get_crumbs(), **page_runs(self.request, light)}
        return super().get_context_data(**about, **kwargs)

    def act(self, form: FiguresFileForm) -> Any:
        file, said = form.cleaned_data["file"], form.cleaned_data
        defaults = begin_file(self.kind, indicator=said["indicator"], source=said["source"])
        about: dict[str, Any] = {"kind": self.kind, "defaults": defaults, "actor": self.actor}
        if file.size > SMALL_BYTES:
            return ask_to_read(file.read(), file.name, **about)
        run = check_figures(file.read(), file.name, **about)
        # What has to be chosen first is asked first.
        hindrance = texts.describe_hindrance(run, self.targets)
        return (
            self.city_url(self.names["choose"], run.pk)
            if hindrance and not run.touched and not run.counts["same"]
            else run
        )


class FigureFile(FiguresPart, FormPage):
    """The trial: what stands in the file, what it would write, what is asked about; the button takes it in."""

    template_name = "programs/figure_file.html"
    is_own_page = True
    model = ImportRun
    form_class = SureForm

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.object.counts.get("questions"):
            form.ask_again()  # type: ignore[attr-defined]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run, targets = self.object, self.targets
        questions = texts.say_questions(run, targets, SHOWN)
        is_trial = run.state == State.CHECKED
        lines = texts.say_lines(run, targets, SHOWN)
        hindrance = texts.describe_hindrance(run, targets) if is_trial else ""
        still = list_undoable(run) if run.state == State.DONE else []
        keys = dict.fromkeys(line["key"] for line in still)
        is_written = self.kind == FIGURES and run.state == State.DONE and bool(run.touched)
        return super().get_context_data(
            counts=texts.list_counts(run),
            facts=texts.list_file_facts(run),
            single_year=texts.describe_single_year(run),
            lines=lines,
            is_stuck=bool(hindrance) and not lines,
            line_count=len(run.touched),
            problems=texts.say_problems(run, targets, SHOWN),
            problem_count=run.counts.get("left", 0),
            questions=questions,
            question_count=len(run.counts.get("questions", [])),
            hindrance=hindrance,
            what_next=texts.describe_drafts(len(still), len(run.touched)) if is_written else "",
            written=[targets[key] for key in keys if key in targets] if is_written else [],
            can_undo=run.can_be_undone and bool(still),
            is_national=self.kind == NATIONAL,
            urls={part: self.city_url(name, run.pk) for part, name in self.names.items() if part != "files"},
            progress=self.city_url(self.names["progress"], run.pk) if run.is_at_work else "",
            percent=find_progress(run),
            crumbs=self.get_crumbs(),
            changes_language=is_trial and bool(questions),
            **kwargs,
        )

    def act(self, form: SureForm) -> Any:
        run, sure = self.object, form.cleaned_data["sure"]
        if len(run.touched) > SMALL_ROWS:
            self._leave_to_worker(run, form)
            return run
        with asking_again(form):
            if take_in_as_shown(self.request, lambda: apply_figures(run, actor=self.actor, sure=sure)):
                run.refresh_from_db()
                self.success_message: Any = texts.describe_applied(run)
        return run

    def _leave_to_worker(self, run: ImportRun, form: SureForm) -> None:
        if run.counts.get("questions") and not form.cleaned_data["sure"]:
            raise DomainError(
                _("Some figures change sharply. Check them, then tick the box to confirm."), code="programs.jump"
            )
        run.defaults = {**run.defaults, "sure": True}
        run.save(update_fields=["defaults"])
        ask_to_apply(run, actor=self.actor)
        self.success_message = _("The import has begun. You can leave this page.")


class ChooseFigures(FiguresPart, FormPage):
    """What in the file is what."""

    template_name = "programs/choose_figures.html"
    model = ImportRun
    form_class = FigureChoicesForm
    success_message: Any = ""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(state=State.CHECKED)

    def get_form_kwargs(self) -> dict[str, Any]:
        run = self.object
        about = {"run": run, "targets": self.targets, "table": table_of(run), "own_words": own_words(run)}
        return {**super().get_form_kwargs(), **about}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        table = table_of(run)
        return super().get_context_data(
            header=table.headings,
            sample=table.rows[:3],
            hindrance=texts.describe_hindrance(run, self.targets),
            crumbs=self.get_crumbs(),
            **kwargs,
        )

    def act(self, form: FigureChoicesForm) -> Any:
        run = choose_figures(self.object, actor=self.actor, meanings=form.meanings, **form.choices)
        self.success_message = describe_checked(run)
        return run


class UndoFigures(FiguresPart, ReasonPage):
    """Asked before it happens: how many figures go back, and how many stay."""

    template_name = "programs/undo_figures.html"
    model = ImportRun
    ends = (verbs.SHEET_UNDONE,)
    extra_context: ClassVar = {"label": gettext_lazy("Undo the import")}
    success_message: Any = gettext_lazy("The import was undone.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        over = describe_why_figures_stay(self.object)
        going = 0 if over else len(list_undoable(self.object))
        kept = 0 if over else len(self.object.touched) - going
        over = over or ("" if going else describe_all_changed())
        return super().get_context_data(over=over, going=going, kept_count=kept, **kwargs)

    def act(self, form: Any) -> Any:
        run = self.object
        if len(run.touched) <= SMALL_ROWS:
            undo_figures(run, actor=self.actor, **form.cleaned_data)
        else:
            ask_to_undo(run, actor=self.actor, **form.cleaned_data)
            self.success_message = _("The import is being undone. You can leave this page.")
        return run.get_absolute_url()


class DiscardFigures(FiguresPart, DiscardImport):
    """Nothing of the file is taken in."""

    def success_url(self) -> str:
        return self.city_url(self.names["files"])


class FiguresProgress(ImportProgress, FiguresPart):
    """How far the worker is with a file of figures."""

    permission = "programs.import_values_of_indicator"

    def find_url(self) -> str:
        return self.city_url(self.names["progress"], self.object.pk)


class NationalFiles(NationalPart, FigureFiles):
    """Files of national averages."""


class NationalFile(NationalPart, FigureFile):
    """One of them."""


class ChooseNational(NationalPart, ChooseFigures):
    """What in it is what."""


class UndoNational(NationalPart, UndoFigures):
    """The averages of before stand again."""


class DiscardNational(NationalPart, DiscardFigures):
    """It is not taken in."""


class NationalProgress(FiguresProgress, NationalPart):
    """How far the worker is with it."""

    permission = "programs.keep_nationalfigure"
