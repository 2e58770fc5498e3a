"""A teacher's way: applying, the own page, visits that make sessions good; and what the director decides of it."""

from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accelerator.actions import enrolments, head, portfolio, visits
from accelerator.forms.enrolments import ApplicationForm, AskAgainForm, FirstApplicationForm, ResumeForm, VisitForm
from accelerator.models import Accelerator, Credential, Enrolment, Project
from accelerator.queries import find_end_reason
from accelerator.queries.hands import describe_own_answer, list_refusals
from accelerator.queries.pairs import list_visits_of
from accelerator.queries.progress import Progress, list_missed_sessions, list_progress
from accelerator.queries.resuming import find_kept, list_resumable
from accelerator.rules import leads_accelerator
from accelerator.texts.heads import describe_head_mail
from accelerator.texts.lacks import describe_kept, list_lacks
from accelerator.views.rows import BelowEnrolment
from educities.kit.views import ActionView, FormPage, RowPage
from stakeholders.models import Profile
from stakeholders.queries import find_profile

State = Enrolment.State
WAITING = {State.APPLIED, State.HEAD_APPROVED}


class ApplyToAccelerator(FormPage):
    """A teacher of a school says why; the head of school is asked at once."""

    permission = "accelerator.apply_to_accelerator"
    model = Accelerator
    form_class = ApplicationForm
    template_name = "accelerator/form.html"
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Apply for the teacher accelerator"),
        "lede": gettext_lazy("Only those who teach at a school can take part: the head of school has to agree."),
        "label": gettext_lazy("Apply"),
    }

    def get_queryset(self) -> Any:
        return Accelerator.objects.select_related("city", "intake")

    @cached_property
    def profile(self) -> Profile | None:
        """Who applies; None where the city does not know them yet."""
        return find_profile(self.actor)

    def get_form_class(self) -> Any:
        return FirstApplicationForm if self.profile is None else ApplicationForm

    def get_blocker(self) -> str:
        return enrolments.describe_why_not_applied(self.object, self.profile)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        back = self.city_url("accelerator_call", row.pk) if self.profile is None else row.get_absolute_url()
        return super().get_context_data(crumbs=[(back, str(row))], cancel=back, **kwargs)

    def act(self, form: ApplicationForm) -> str:
        said = form.cleaned_data
        new = {name: said.pop(name) for name in ("display_name", "is_adult") if name in said}
        if self.profile is None:
            language = get_language() or "en"
            row = enrolments.apply_as_new(
                self.object, actor=self.actor, display_name=new["display_name"], language=language, **said
            )
        else:
            row = enrolments.apply_to_accelerator(self.object, self.profile, actor=self.actor, **said)
        self.success_message = (
            f"{_('Thank you. We tell you what your head of school answers.')} {describe_head_mail(row)}"
        )
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
            lacks=list_lacks(row, progress, is_own=is_own),
            is_stuck=may_decide and _is_stuck(row, progress),
            end_reason=find_end_reason(row) if row.is_over and (is_own or may_decide) else "",
            can_remind=may_decide and row.state == State.APPLIED and not head.describe_why_no_mail(row),
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
            head_mail=self._describe_head_mail(row, may_read=is_own or may_decide),
            why_not_enrolled=self._describe_why_not(row) if may_decide else "",
            refusals=list_refusals(row) if may_decide and row.state in WAITING else [],
            **kwargs,
        )

    def _describe_why_not(self, row: Enrolment) -> str:
        """Why the teacher is not enrolled now, or not by this person."""
        return enrolments.describe_why_not_enrolled(row.accelerator) or describe_own_answer(row, self.actor.pk)

    @staticmethod
    def _describe_head_mail(row: Enrolment, *, may_read: bool) -> str:
        """What became of the question while it is open, with the address for those who may see it."""
        if row.state != State.APPLIED:
            return ""
        return describe_head_mail(row, with_address=may_read and bool(row.head_email))

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


def _is_stuck(row: Enrolment, progress: Progress) -> bool:
    """Is the first year over without having been done?"""
    first = progress.years[0]
    return row.state == State.ENROLLED and first.is_over and not first.is_done


class RemindHead(BelowEnrolment, ActionView):
    """The director lets the mail to the head go once more, to the same address."""

    model = Enrolment
    permission = "accelerator.decide_enrolment"

    def act(self) -> None:
        head.remind_head(self.object, actor=self.actor)
        self.success_message = describe_head_mail(self.get_queryset().get(pk=self.object.pk))


class AskHeadAgain(BelowEnrolment, FormPage):
    """The mail to the head goes once more."""

    model = Enrolment
    permission = "accelerator.go_enrolment"
    form_class = AskAgainForm
    template_name = "accelerator/form.html"
    describe_why_not = head.describe_why_no_mail
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Write to the head of school again"),
        "label": gettext_lazy("Send"),
    }

    def get_initial(self) -> dict[str, Any]:
        row = self.object
        language = {"head_language": row.head_language} if row.head_language else {}
        return {"head_email": row.head_email, **language}

    def act(self, form: AskAgainForm) -> str:
        head.ask_head_again(self.object, actor=self.actor, **form.cleaned_data)
        self.success_message = describe_head_mail(self.get_queryset().get(pk=self.object.pk))
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
