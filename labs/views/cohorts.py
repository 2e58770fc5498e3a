from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from educities.kit.views import ActionView, FormPage, RowPage
from labs.actions import cohorts as actions
from labs.forms.cohorts import CohortForm, MemberForm, MoveStageForm
from labs.gates import drawn, gate_of
from labs.models import Cohort, CohortMember, Lab
from labs.models.cohorts import Stage

MOVES = {
    "open": Cohort.State.RECRUITING,
    "start": Cohort.State.RUNNING,
    "suspend": Cohort.State.SUSPENDED,
    "complete": Cohort.State.COMPLETED,
    "cancel": Cohort.State.CANCELLED,
}


class NewCohort(FormPage):
    permission = "labs.add_cohort_to_lab"
    model = Lab
    form_class = CohortForm
    template_name = "labs/cohort_form.html"
    success_message = _("The cohort is planned.")

    def act(self, form: CohortForm) -> str:
        cohort = actions.plan_cohort(self.object, actor=self.request.user, **form.cleaned_data)
        return cohort.get_absolute_url()


class ChangeCohort(FormPage):
    permission = "labs.change_cohort"
    model = Cohort
    form_class = CohortForm
    template_name = "labs/cohort_form.html"
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Cohort.objects.get(pk=self.object.pk)}

    def act(self, form: CohortForm) -> str:
        actions.change_cohort(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class CohortPage(RowPage):
    """Where the cohort stands, what is missing for the next stage, what comes next."""

    permission = "labs.view_cohort"
    model = Cohort
    template_name = "labs/cohort.html"

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("lab", "city", "program_year")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cohort = self.object
        gate = gate_of(cohort)
        seats = list(cohort.members.filter(state__in=actions.TAKEN).values_list("sector", flat=True))
        context = {
            "gate": drawn(gate, cohort, self.city.slug),
            "sectors": {number: seats.count(number) for number in range(1, 5)},
            "stages": Stage.choices,
            "next_stage": cohort.stage + 1 if cohort.stage < Stage.IMPLEMENTATION else None,
            "next_name": Stage(cohort.stage + 1).label if cohort.stage < Stage.IMPLEMENTATION else "",
            "is_last": cohort.stage == Stage.IMPLEMENTATION,
            "gate_open": all(line.passes for line in gate),
            "records": cohort.stages.all(),
            "next_session": cohort.sessions.filter(state__in=["scheduled", "held"]).first(),
        }
        return super().get_context_data(**{**context, **kwargs})


class MoveCohort(ActionView):
    """Open for members, start, suspend, complete, cancel."""

    permission = "labs.change_cohort"
    model = Cohort
    success_message = _("Done.")

    def act(self) -> None:
        to = MOVES.get(self.kwargs["move"])
        if to is None:
            raise Http404
        actions.move_cohort(self.object, to, actor=self.request.user)


class AdvanceCohort(CohortPage, FormPage):
    """One stage on, or one back with a reason; what was typed stays when it cannot be."""

    permission = "labs.advance_cohort"
    form_class = MoveStageForm
    success_message = _("The cohort has moved. Its members are told.")

    def act(self, form: MoveStageForm) -> str:
        data = form.cleaned_data
        cohort = actions.advance_cohort(
            self.object, data["to"], actor=self.request.user, seen=data["seen"], reason=data["reason"]
        )
        return cohort.get_absolute_url()


class Members(FormPage):
    """Who is in, and one more."""

    permission = "labs.view_cohort"
    model = Cohort
    form_class = MemberForm
    template_name = "labs/members.html"
    success_message = _("The place is taken.")

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("labs.enrol_cohort", self.object):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cohort": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = self.object.members.filter(state__in=actions.TAKEN).select_related("profile", "organisation")
        return super().get_context_data(members=members, **kwargs)

    def act(self, form: MemberForm) -> str:
        actions.add_member(self.object, actor=self.request.user, **form.cleaned_data)
        return self.city_url("cohort_members", self.object.pk)


class _OfMember(ActionView):
    permission = "labs.enrol_cohort"
    model = CohortMember

    def permission_object(self) -> Cohort:
        return self.object.cohort

    def success_url(self) -> str:
        return self.city_url("cohort_members", self.object.cohort_id)


class AcceptSeat(_OfMember):
    success_message = _("The person is a member.")

    def act(self) -> None:
        actions.accept_seat(self.object, actor=self.request.user)


class LeaveCohort(_OfMember):
    success_message = _("The place is free again.")

    def act(self) -> None:
        actions.leave_cohort(self.object, actor=self.request.user)
