from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.views import ActionView, FormPage, RowPage, safe_next_url
from labs import verbs
from labs.actions import cohorts as actions
from labs.actions import reopening
from labs.forms.cohorts import CohortForm, MoveStageForm
from labs.models import Cohort, CohortMember, Lab
from labs.models.cohorts import Stage
from labs.queries.ends import describe_why_closed
from labs.queries.facilitators import active_facilitators
from labs.queries.gates import condition_rows, gate_of, overridden_unmet_conditions
from labs.queries.guardian_waits import find_own_wait
from labs.queries.log import MOST, find_end, list_cohort_log
from labs.queries.panels import find_no_to_labs
from labs.queries.parts import list_crumbs_below
from labs.queries.sectors import count_invited, count_on_hold, count_sectors
from labs.queries.steps import find_cohort_step
from labs.views.parts import BelowCohort, OfCohort
from meetings.models import Session
from meetings.views.sessions import NewSession, Sessions
from stakeholders.models import Sector


class NewCohort(FormPage):
    permission = "labs.add_cohort_to_lab"
    model = Lab
    form_class = CohortForm
    template_name = "labs/cohort_form.html"
    success_message = _("The cohort is planned.")
    describe_why_not = describe_why_closed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lab = self.object
        return super().get_context_data(crumbs=[(lab.get_absolute_url(), str(lab))], **kwargs)

    def act(self, form: CohortForm) -> str:
        cohort = actions.plan_cohort(self.object, actor=self.actor, **form.cleaned_data)
        return cohort.get_absolute_url()


class ChangeCohort(BelowCohort, ConcurrentEditPage):
    permission = "labs.change_cohort"
    model = Cohort
    form_class = CohortForm
    template_name = "labs/cohort_form.html"
    success_message = _("Saved.")
    describe_why_not = actions.describe_why_not_changed

    def act(self, form: CohortForm) -> str:
        actions.change_cohort(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class CohortPage(OfCohort, RowPage):
    """Where the cohort is, what is missing for the next stage, what comes next."""

    permission = "labs.view_cohort"
    model = Cohort
    template_name = "labs/cohort.html"

    def ask_age(self, request: HttpRequest) -> HttpResponse | None:
        """The mail's "No, thank you" leads on to the page of the no: whoever says no has to say no age before."""
        if request.GET.get("answer") == "no":
            seat = self.object.members.filter(profile__user=request.user, state=CohortMember.State.INVITED).first()
            if seat is not None:
                return redirect("give_up_seat", self.city.slug, seat.pk)
        return super().ask_age(request)

    def get_queryset(self) -> Any:
        sessions = Prefetch("group__sessions", Session.objects.select_related("city"))
        rows = Cohort.objects.select_related("lab__city", "city", "program_year", "group__city")
        return rows.prefetch_related(sessions)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cohort, slug, user = self.object, self.city.slug, self.request.user
        gate = gate_of(cohort)
        counted = count_sectors([cohort])[cohort.pk]
        sectors = {number: counted[number] for number in Sector.values}
        guides = [seat.profile.display_name for seat in active_facilitators(cohort.lab).select_related("profile")]
        may_look = user.has_perm("labs.see_work_of_cohort", cohort)
        sessions, stages = self.sessions(), list(cohort.stages.all())
        log = list_cohort_log(cohort, stages, sessions if may_look else [])
        lines = condition_rows(gate, cohort, slug)
        behind = condition_rows(overridden_unmet_conditions(cohort, gate), cohort, slug)
        context = {
            "gate": lines,
            "asks": [line for line in lines if line["ask_url"]],
            "gate_open": all(line.passes for line in gate),
            "behind": behind,
            "behind_asks": [line for line in behind if line["ask_url"]],
            "step": find_cohort_step(cohort, user, gate, is_staffed=bool(guides), has_members=any(sectors.values())),
            "sectors": sectors,
            "in_count": (in_count := sum(sectors.values())),
            "invited": (invited := count_invited([cohort])[cohort.pk]),
            "on_hold": count_on_hold(cohort, in_count, invited),
            "guides": guides,
            "next_stage": Stage(cohort.stage + 1) if cohort.stage < Stage.IMPLEMENTATION else None,
            "may_look": may_look,
            "next_session": next((one for one in sessions if one.is_announced and one.ends_at > timezone.now()), None),
            "log": log[:MOST],
            "log_further": log[MOST:],
            "ended_on": timezone.localdate(ended_at) if (ended_at := find_end(cohort, stages)) else cohort.ends_on,
            "own_seat": (seat := self.own_seat()),
            "own_no": find_no_to_labs(seat.profile)
            if seat and seat.state == CohortMember.State.AWAITING_CONSENT
            else None,
            "own_wait": find_own_wait(seat.profile) if seat and seat.state == CohortMember.State.INVITED else None,
            "can_be_reopened": reopening.can_reopen(cohort),
        }
        return super().get_context_data(**{**context, **kwargs})

    def sessions(self) -> list[Session]:
        """Those that the reader may know of."""
        sessions = list(self.object.group.sessions.all())
        may_plan = self.request.user.has_perm("meetings.plan_session_of_group", self.object.group)
        return sessions if may_plan else [one for one in sessions if one.state != Session.State.DRAFT]

    def own_seat(self) -> CohortMember | None:
        """The reader's own seat, while it lasts."""
        seats = self.object.members.filter(profile__user=self.request.user, state__in=CohortMember.HOLDS_PLACE)
        return seats.with_claims().select_related("profile").first()


class CohortSessions(OfCohort, Sessions):
    model = Cohort
    part = "sessions"
    template_name = "labs/sessions.html"

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("lab__city", "city", "group__city")


class NewCohortSession(NewSession):
    model = Cohort
    describe_why_not = actions.describe_why_not_working


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


def ask_to_go_back(cohort: Cohort) -> dict[str, Any]:
    """What the page before a stage back says: the question where the cohort can go back, else that it cannot."""
    before = Stage(cohort.stage - 1) if cohort.stage > 1 else None
    if before is None or cohort.state != Cohort.State.RUNNING:
        return {"question": gettext("This cohort cannot move back a stage"), "may_go_back": False}
    names = {"cohort": cohort, "now": Stage(cohort.stage).label, "before": before.label}
    question = gettext("Move “%(cohort)s” back from “%(now)s” to “%(before)s”?") % names
    return {"question": question, "stage_before": before, "may_go_back": True}


class GoBack(BelowCohort, RowPage):
    """The question before a cohort goes back one stage, and why; `AdvanceCohort` does it."""

    permission = "labs.advance_cohort"
    model = Cohort
    template_name = "labs/go_back.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**ask_to_go_back(self.object), **kwargs)


class AdvanceCohort(CohortPage, FormPage):
    """One stage on, or one back with a reason; what was typed stays when it cannot be."""

    permission = "labs.advance_cohort"
    # Its page holds more than this form.
    changes_language = False
    ends = (verbs.STAGE_RETURNED,)
    form_class = MoveStageForm

    @property
    def goes_back(self) -> bool:
        """Is this the way to the stage before?"""
        to = self.request.POST.get("to", "")
        return to.isdecimal() and len(to) < 3 and int(to) < self.object.stage

    def get_template_names(self) -> list[str]:
        return ["labs/go_back.html"] if self.goes_back else super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = list_crumbs_below(self.object, self.request.user) if self.goes_back else None
        context = super().get_context_data(**ask_to_go_back(self.object), **kwargs)
        return {**context, "crumbs": crumbs} if crumbs else context

    def act(self, form: MoveStageForm) -> str:
        data, is_return = form.cleaned_data, self.goes_back
        cohort = actions.advance_cohort(
            self.object, data["to"], actor=self.actor, seen=data["seen"], reason=data["reason"]
        )
        words = (
            gettext("%(name)s went back to stage %(stage)s. We have told the members.")
            if is_return
            else gettext("%(name)s is in stage %(stage)s now. We have told the members.")
        )
        self.success_message = words % {"name": cohort, "stage": cohort.stage}
        return safe_next_url(self.request, cohort.get_absolute_url())
