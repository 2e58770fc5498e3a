from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.views import ActionView, Confirm, FormPage, ReasonPage, RowPage, safe_next_url
from labs.actions import cohorts as actions
from labs.forms.cohorts import CohortForm, MoveStageForm
from labs.models import Cohort, CohortMember, Lab
from labs.models.cohorts import Stage
from labs.queries.gates import condition_rows, gate_of, overridden_unmet_conditions
from labs.values import COHORT_PARTS, COMPLETION_NOTES
from meetings.views.sessions import NewSession, Sessions


class NewCohort(FormPage):
    permission = "labs.add_cohort_to_lab"
    model = Lab
    form_class = CohortForm
    template_name = "labs/cohort_form.html"
    success_message = _("The cohort is planned.")

    def act(self, form: CohortForm) -> str:
        cohort = actions.plan_cohort(self.object, actor=self.actor, **form.cleaned_data)
        return cohort.get_absolute_url()


class ChangeCohort(ConcurrentEditPage):
    permission = "labs.change_cohort"
    model = Cohort
    form_class = CohortForm
    template_name = "labs/cohort_form.html"
    success_message = _("Saved.")

    def act(self, form: CohortForm) -> str:
        actions.change_cohort(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class CohortPage(RowPage):
    """Where the cohort stands, what is missing for the next stage, what comes next."""

    permission = "labs.view_cohort"
    model = Cohort
    template_name = "labs/cohort.html"

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("lab", "city", "program_year", "group")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cohort, slug = self.object, self.city.slug
        gate = gate_of(cohort)
        ahead = Stage(cohort.stage + 1) if cohort.stage < Stage.IMPLEMENTATION else None
        context = {
            "gate": condition_rows(gate, cohort, slug),
            "gate_open": all(line.passes for line in gate),
            "behind": condition_rows(overridden_unmet_conditions(cohort, gate), cohort, slug),
            "sectors": self.sectors(),
            "next_stage": ahead,
            "stage_before": Stage(cohort.stage - 1) if cohort.stage > 1 else None,
            "records": cohort.stages.all(),
            "next_session": self.sessions().filter(ends_at__gt=timezone.now()).first(),
            "unrecorded": self.sessions().filter(ends_at__lte=timezone.now()).last(),
            "own_seat": self.own_seat(),
            "parts": self.parts(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def sectors(self) -> dict[int, int]:
        """How many members of each sector."""
        seats = list(self.object.members.filter(state=CohortMember.State.ACTIVE).values_list("sector", flat=True))
        return {number: seats.count(number) for number in range(1, 5)}

    def sessions(self) -> Any:
        """Announced or open, not recorded yet."""
        return self.object.group.sessions.filter(state__in=["scheduled", "held"])

    def parts(self) -> list[dict[str, Any]]:
        """The pages of the cohort's work that the reader may open, as further apps registered them."""
        user, cohort = self.request.user, self.object
        return [
            {"url": self.city_url(part.url_name, cohort.pk), "label": part.label, "icon": part.icon}
            for part in COHORT_PARTS
            if user.has_perm(part.permission, cohort)
        ]

    def own_seat(self) -> CohortMember | None:
        """The reader's own seat, while it lasts."""
        seats = self.object.members.filter(profile__user=self.request.user, state__in=CohortMember.HOLDS_PLACE)
        return seats.with_claims().select_related("profile").first()


class CohortSessions(Sessions):
    model = Cohort


class NewCohortSession(NewSession):
    model = Cohort


class _Move(ActionView):
    permission = "labs.change_cohort"
    model = Cohort
    step: Any = None

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("group")

    def act(self) -> None:
        type(self).step(self.object, actor=self.actor)


class OpenCohort(_Move):
    step = staticmethod(actions.open_cohort)
    success_message = _("The cohort takes members now.")


class StartCohort(_Move):
    step = staticmethod(actions.start_cohort)
    success_message = _("Cohort started. Plan its first session.")


class ResumeCohort(_Move):
    step = staticmethod(actions.resume_cohort)
    success_message = _("Cohort resumed.")


class CompleteCohort(Confirm):
    permission = "labs.change_cohort"
    model = Cohort
    label = _("Complete the cohort")
    success_message = _("Cohort completed. Thank you.")

    def get_question(self) -> str:
        return gettext("Complete the cohort “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        end = gettext("You cannot undo this: its members have completed it, and future sessions are cancelled.")
        return " ".join([end, *filter(None, (write(self.object) for write in COMPLETION_NOTES))])

    def act(self) -> None:
        actions.complete_cohort(self.object, actor=self.actor)


class _Stop(ReasonPage):
    permission = "labs.change_cohort"
    model = Cohort
    template_name = "labs/stop.html"

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("group")


class SuspendCohort(_Stop):
    step = staticmethod(actions.suspend_cohort)
    success_message = _("The cohort pauses.")
    extra_context = {
        "title": _("Pause the cohort"),
        "lede": _("Stage, members and records stay as they are until it is taken up again."),
    }


class CancelCohort(_Stop):
    step = staticmethod(actions.cancel_cohort)
    success_message = _("The cohort was cancelled.")
    extra_context = {
        "title": _("Cancel the cohort"),
        "lede": _("This ends the cohort for good. We tell its members why; what they did stays on record."),
        "is_final": True,
    }


class AdvanceCohort(CohortPage, FormPage):
    """One stage on, or one back with a reason; what was typed stays when it cannot be."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        to = self.request.POST.get("to", "")
        is_going_back = to.isdecimal() and len(to) < 3 and int(to) < self.object.stage
        return super().get_context_data(is_going_back=is_going_back, **kwargs)

    permission = "labs.advance_cohort"
    form_class = MoveStageForm
    success_message = _("Stage changed. We have told the members.")

    def act(self, form: MoveStageForm) -> str:
        data = form.cleaned_data
        cohort = actions.advance_cohort(
            self.object, data["to"], actor=self.actor, seen=data["seen"], reason=data["reason"]
        )
        return safe_next_url(self.request, cohort.get_absolute_url())
