"""A teacher's project, reflections and visits."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accelerator.actions import portfolio
from accelerator.forms.portfolio import (
    AnswerForm,
    ChangeProjectForm,
    NoteForm,
    ObservationForm,
    ProjectForm,
    ReflectionForm,
    RoundForm,
)
from accelerator.models import Accelerator, Enrolment, Observation, Pair, Project
from accelerator.queries.pairs import find_partner
from accelerator.views.rows import BelowEnrolment
from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.multilingual import join_localised
from educities.kit.views import ActionView, FormPage, RowPage


class BeginProject(BelowEnrolment, FormPage):
    """The teacher's one project."""

    permission = "accelerator.go_enrolment"
    model = Enrolment
    form_class = ProjectForm
    template_name = "accelerator/form.html"
    success_message = gettext_lazy("Your project has begun. Write a note whenever something happens.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Begin the classroom project"),
        "label": gettext_lazy("Begin"),
    }

    def get_blocker(self) -> str:
        if Project.objects.filter(enrolment=self.object).exists():
            return _("The project is there already.")
        return portfolio.describe_why_no_work(self.object)

    def act(self, form: ProjectForm) -> str:
        return portfolio.begin_project(self.object, actor=self.actor, **form.cleaned_data).get_absolute_url()


class _OfProject(BelowEnrolment):
    model = Project

    def get_queryset(self) -> Any:
        return Project.objects.select_related(
            "city", "enrolment__city", "enrolment__profile", "enrolment__accelerator", "partner"
        )


class ProjectPage(_OfProject, RowPage):
    """Question, partner, goal with its figures, notes, what helped and what did not."""

    permission = "accelerator.view_project"
    template_name = "accelerator/project.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        is_own = self.actor.has_perm("accelerator.change_project", row)
        return super().get_context_data(
            notes=row.notes.all(),
            is_own=is_own,
            missing=portfolio.list_missing(row) if is_own and not row.reported_on else [],
            **kwargs,
        )


class ChangeProject(_OfProject, ConcurrentEditPage):
    permission = "accelerator.change_project"
    form_class = ChangeProjectForm
    template_name = "accelerator/form.html"
    success_message = gettext_lazy("Changes saved.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Change the classroom project"),
        "label": gettext_lazy("Save"),
    }

    def act(self, form: ChangeProjectForm) -> str:
        return portfolio.change_project(self.object, actor=self.actor, **form.cleaned_data).get_absolute_url()


class NoteProject(_OfProject, FormPage):
    permission = "accelerator.change_project"
    form_class = NoteForm
    template_name = "accelerator/form.html"
    success_message = gettext_lazy("The note is saved.")
    extra_context: ClassVar[dict[str, Any]] = {"title": gettext_lazy("What happened?"), "label": gettext_lazy("Save")}

    def get_initial(self) -> dict[str, Any]:
        return {"noted_on": self.city.today()}

    def act(self, form: NoteForm) -> str:
        portfolio.note_project(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class ReportProject(_OfProject, ActionView):
    permission = "accelerator.change_project"
    success_message = gettext_lazy("Reported: it counts. You can still add to it.")

    def act(self) -> None:
        portfolio.report_project(self.object, actor=self.actor)


class WriteReflection(BelowEnrolment, FormPage):
    permission = "accelerator.go_enrolment"
    model = Enrolment
    form_class = ReflectionForm
    template_name = "accelerator/form.html"
    describe_why_not = portfolio.describe_why_no_work
    success_message = gettext_lazy("Your reflection is saved.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Write a reflection"),
        "label": gettext_lazy("Save"),
        "lede": gettext_lazy("It is yours alone, unless you share it with those who lead the intake."),
    }

    def act(self, form: ReflectionForm) -> str:
        portfolio.write_reflection(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class MakePairs(FormPage):
    """Pairs across schools, as the product suggests them."""

    permission = "accelerator.lead_accelerator"
    model = Accelerator
    form_class = RoundForm
    template_name = "accelerator/form.html"
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Make pairs for visits"),
        "label": gettext_lazy("Make pairs"),
        "lede": gettext_lazy("Two and two across schools. What they write is read by the two of them alone."),
    }

    def get_queryset(self) -> Any:
        return Accelerator.objects.select_related("city", "intake")

    def get_form_kwargs(self) -> dict[str, Any]:
        today = self.city.today()
        ended = {one.number: one.ends_on for one in self.object.terms.all() if one.ends_on < today}
        return {**super().get_form_kwargs(), "ended": ended}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        crumbs = [(row.get_absolute_url(), str(row))]
        return super().get_context_data(crumbs=crumbs, cancel=row.get_absolute_url(), **kwargs)

    def act(self, form: RoundForm) -> str:
        pairs = portfolio.make_pairs(self.object, actor=self.actor, **form.cleaned_data)
        names = [" – ".join(isolate_text(one.profile.display_name) for one in both) for both in pairs]
        self.success_message = (
            _("New pairs: %(names)s. We have told them.") % {"names": join_localised(names)}
            if pairs
            else _("Nobody is without a pair in this round.")
        )
        return self.object.get_absolute_url()


class RecordObservation(FormPage):
    """What one saw in the class of the other of a pair."""

    permission = "accelerator.visit_pair"
    model = Pair
    form_class = ObservationForm
    template_name = "accelerator/form.html"
    success_message = gettext_lazy("Your colleague reads it first, and answers. Nobody else reads it.")
    extra_context: ClassVar[dict[str, Any]] = {"label": gettext_lazy("Give it to my colleague")}

    def get_queryset(self) -> Any:
        return Pair.objects.select_related(
            "city", "first__profile", "second__profile", "first__city", "second__city", "accelerator"
        )

    def get_blocker(self) -> str:
        return portfolio.describe_why_no_observation(self.object, self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own, other = find_partner(self.object, self.actor)
        title = _("Visit to %(name)s") % {"name": other}
        back = own.get_absolute_url() if own else ""
        return super().get_context_data(title=title, crumbs=[(back, _("My progress"))], cancel=back, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": self.city.today()}

    def act(self, form: ObservationForm) -> str:
        return portfolio.record_observation(self.object, actor=self.actor, **form.cleaned_data).get_absolute_url()


class _OfObservation:
    model = Observation
    object: Any

    def get_queryset(self) -> Any:
        return Observation.objects.select_related(
            *("city", "strength", "pair__accelerator", "observer__profile", "observer__city"),
            *("host__profile", "host__city", "host__organisation"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Any = self.object
        actor: Any = self.actor  # type: ignore[attr-defined]
        own = row.host if actor.has_perm("accelerator.answer_observation", row) else row.observer
        ways = {"crumbs": [(own.get_absolute_url(), _("My progress"))], "cancel": row.get_absolute_url()}
        more: dict[str, Any] = super().get_context_data(**{**ways, **kwargs})  # type: ignore[misc]
        return more


class ObservationPage(_OfObservation, RowPage):
    """What was seen, and the answer: for the two of them alone."""

    permission = "accelerator.view_observation"
    template_name = "accelerator/observation.html"


class AnswerObservation(_OfObservation, FormPage):
    """The host has read it, and says a sentence."""

    permission = "accelerator.answer_observation"
    form_class = AnswerForm
    template_name = "accelerator/form.html"
    success_message = gettext_lazy("Thank you: the visit counts now. Your colleague reads your sentence.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Answer your colleague"),
        "label": gettext_lazy("Send"),
    }

    def get_initial(self) -> dict[str, Any]:
        row = self.object
        return {"sentence": row.sentence, "next_try": row.next_try, "host_shares": row.host_shares}

    def get_form_kwargs(self) -> dict[str, Any]:
        has_summary = bool(self.object.summary and self.object.observer_shares)
        return {**super().get_form_kwargs(), "has_summary": has_summary}

    def act(self, form: AnswerForm) -> str:
        return portfolio.answer_observation(self.object, actor=self.actor, **form.cleaned_data).get_absolute_url()
