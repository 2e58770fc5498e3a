"""A teacher's way: applying, the own page, visits that make sessions good; and what the director decides of it."""

from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accelerator import verbs
from accelerator.actions import enrolments, head, portfolio, visits
from accelerator.forms.enrolments import ApplicationForm, AskAgainForm, ResumeForm, VisitForm
from accelerator.models import Accelerator, Credential, Enrolment, Project
from accelerator.queries.pairs import list_visits_of
from accelerator.queries.progress import list_missed_sessions, list_progress
from accelerator.queries.resuming import find_kept, list_resumable
from accelerator.rules import leads_accelerator
from accelerator.texts.lacks import describe_kept, list_lacks
from accelerator.views.rows import BelowEnrolment
from educities.kit.end_pages import EndPage
from educities.kit.views import ActionView, FormPage, RowPage
from stakeholders.models import Profile
from stakeholders.queries import find_profile

State = Enrolment.State


class ApplyToAccelerator(FormPage):
    """A teacher of a school says why; the head of school is asked at once."""

    permission = "accelerator.apply_to_accelerator"
    model = Accelerator
    form_class = ApplicationForm
    template_name = "accelerator/form.html"
    success_message = gettext_lazy(
        "Thank you. We have asked your head of school by email, and tell you what they answer."
    )
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Apply for the teacher accelerator"),
        "label": gettext_lazy("Apply"),
    }

    def get_queryset(self) -> Any:
        return Accelerator.objects.select_related("city", "intake")

    @property
    def profile(self) -> Profile:
        """Who applies; who may has a profile here."""
        return find_profile(self.actor)  # type: ignore[return-value]

    def get_blocker(self) -> str:
        return enrolments.describe_why_not_applied(self.object, find_profile(self.actor))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        crumbs = [(row.get_absolute_url(), str(row))]
        return super().get_context_data(crumbs=crumbs, cancel=row.get_absolute_url(), **kwargs)

    def act(self, form: ApplicationForm) -> str:
        row = enrolments.apply_to_accelerator(self.object, self.profile, actor=self.actor, **form.cleaned_data)
        return row.get_absolute_url()


class EnrolmentPage(BelowEnrolment, RowPage):
    """How far a teacher is, and what lacks. Its teacher reads all of it; the director and who leads read no words."""

    model = Enrolment
    permission = "accelerator.view_enrolment"
    template_name = "accelerator/enrolment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        progress = list_progress([row], self.city)[row.pk]
        is_own = self.actor.has_perm("accelerator.go_enrolment", row)
        may_decide = self.actor.has_perm("accelerator.decide_enrolment", row)
        return super().get_context_data(
            progress=progress,
            lacks=list_lacks(row, progress),
            is_own=is_own,
            may_decide=may_decide,
            place=self._find_place(row),
            project=Project.objects.filter(enrolment=row).first(),
            reflections=self._find_reflections(row, is_own=is_own),
            pairs=list_visits_of(row) if is_own else [],
            credential=Credential.objects.filter(enrolment=row).first(),
            can_write=is_own and not portfolio.describe_why_no_work(row),
            visits=row.visits.select_related("session"),
            can_visit=is_own and not visits.describe_why_no_visit(row),
            can_ask=is_own and row.state == State.APPLIED and not head.describe_why_no_mail(row),
            why_not_enrolled=enrolments.describe_why_not_enrolled(row.accelerator) if may_decide else "",
            **kwargs,
        )

    def _find_reflections(self, row: Enrolment, *, is_own: bool) -> Any:
        """All of one's own; those that were shared, for who leads the intake; none for anybody else."""
        if is_own:
            return row.reflections.all()
        leads = leads_accelerator(self.actor, row)
        return row.reflections.filter(is_shared=True) if leads else row.reflections.none()

    def _find_place(self, row: Enrolment) -> int:
        """The place in the order of those who wait; 0 for who does not."""
        waiting = list(row.accelerator.enrolments.in_order().values_list("pk", flat=True))
        return waiting.index(row.pk) + 1 if row.pk in waiting else 0


class AskHeadAgain(BelowEnrolment, FormPage):
    """The mail to the head goes once more."""

    model = Enrolment
    permission = "accelerator.go_enrolment"
    form_class = AskAgainForm
    template_name = "accelerator/form.html"
    describe_why_not = head.describe_why_no_mail
    success_message = gettext_lazy("We have written to your head of school again.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Write to the head of school again"),
        "label": gettext_lazy("Send"),
    }

    def get_initial(self) -> dict[str, Any]:
        return {"head_email": self.object.head_email}

    def act(self, form: AskAgainForm) -> str:
        head.ask_head_again(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class MakeSessionGood(BelowEnrolment, FormPage):
    """A visit with a note stands for a missed session."""

    model = Enrolment
    permission = "accelerator.go_enrolment"
    form_class = VisitForm
    template_name = "accelerator/form.html"
    describe_why_not = visits.describe_why_no_visit
    success_message = gettext_lazy("Saved: the session counts as made good.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Make a missed session good"),
        "label": gettext_lazy("Save"),
        "lede": gettext_lazy("By a visit with a note, at most twice a year."),
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        sessions = list_missed_sessions(self.object)
        return {**super().get_form_kwargs(), "sessions": sessions, "zone": self.city.zone}

    def act(self, form: VisitForm) -> str:
        visits.make_session_good(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class EnrolTeacher(BelowEnrolment, ActionView):
    """The teacher has a place."""

    model = Enrolment
    permission = "accelerator.decide_enrolment"
    success_message = gettext_lazy("Enrolled. We have told the teacher.")

    def act(self) -> None:
        enrolments.enrol_teacher(self.object, actor=self.actor)


class ResumeEnrolment(BelowEnrolment, FormPage):
    """A deferred teacher goes on."""

    model = Enrolment
    permission = "accelerator.decide_enrolment"
    form_class = ResumeForm
    template_name = "accelerator/form.html"
    success_message = gettext_lazy("The teacher goes on. We have told them.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Go on after a deferral"),
        "label": gettext_lazy("Go on"),
    }

    def get_blocker(self) -> str:
        if self.object.state != State.DEFERRED:
            return _("This place is not deferred.")
        return (
            "" if self.intakes else _("With no intake could the two years be finished. Open the call of a later one.")
        )

    @cached_property
    def intakes(self) -> list[Accelerator]:
        """Those with which the two years can be finished, read once."""
        return list_resumable(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": self.intakes}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lede=describe_kept(find_kept(self.object)), **kwargs)

    def act(self, form: ResumeForm) -> str:
        enrolments.resume_enrolment(self.object, actor=self.actor, into=form.cleaned_data["into"])
        return self.object.get_absolute_url()


class _Ending(EndPage):
    model = Enrolment

    def get_queryset(self) -> Any:
        return Enrolment.objects.with_names()


class DeclineApplication(_Ending):
    """The city says no to an application."""

    permission = "accelerator.decide_enrolment"
    ends = (verbs.DECLINED,)
    ends_as = State.DECLINED
    step = staticmethod(enrolments.decline_application)
    label = gettext_lazy("Decline")
    told = gettext_lazy("The teacher reads the reason.")
    success_message = gettext_lazy("Declined. We have told the teacher.")

    def get_question(self) -> str:
        return _("Decline the application of %(name)s?") % {"name": self.object}


class WithdrawEnrolment(_Ending):
    """The teacher takes part no longer."""

    permission = "accelerator.withdraw_enrolment"
    ends = (verbs.WITHDRAWN,)
    ends_as = State.WITHDRAWN
    step = staticmethod(enrolments.withdraw_enrolment)
    label = gettext_lazy("Give up the place")
    told = gettext_lazy("The other side reads the reason: who leads the intake, or the teacher.")
    success_message = gettext_lazy("The place is free for someone else.")

    def get_question(self) -> str:
        return _("Give up this place in “%(name)s”?") % {"name": self.object.accelerator}

    def get_text(self) -> str:
        return _("If time is all that is needed, the place can be deferred instead: it is kept.")


class DeferEnrolment(_Ending):
    """The teacher goes on later; the place is kept."""

    permission = "accelerator.decide_enrolment"
    ends_as = State.DEFERRED
    step = staticmethod(enrolments.defer_enrolment)
    label = gettext_lazy("Defer")
    told = gettext_lazy("The teacher reads the reason.")
    success_message = gettext_lazy("Deferred: the place is kept. We have told the teacher.")

    def get_question(self) -> str:
        return _("Defer the place of %(name)s?") % {"name": self.object}

    def get_text(self) -> str:
        return _(
            "The place is kept, and what was done. The teacher can go on with this intake as long as its year can be "
            "finished, or with a later one."
        )
