from typing import Any, ClassVar

from django.db.models import Max, Min, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.end_pages import EndPage
from educities.kit.lists import put_over_last
from educities.kit.thing_parts import ThingPart, ThingPartsMixin
from educities.kit.views import ActionView, FormPage, ListPage, Permitted, ReasonPage, RowPage
from labs import verbs
from labs.actions import labs as actions
from labs.actions import reopening
from labs.forms.labs import FacilitatorSeatForm, LabForm, RepresentativeSeatForm
from labs.models import Cohort, Lab, LabSeat
from labs.queries.coming import find_first_session
from labs.queries.ends import describe_why_closed
from labs.queries.gates import GateCondition, condition_rows, is_open, lab_gate, overridden_unmet_conditions
from labs.queries.gates.labs import find_uncounted_seats, sectors_of
from labs.queries.sectors import count_lab_sectors, count_sectors
from labs.queries.steps import find_gate_step
from labs.texts.seats import describe_uncounted
from labs.values import Step
from stakeholders.texts import append_untold


class Labs(ListPage):
    permission = "labs.list_lab"
    model = Lab
    template_name = "labs/labs.html"
    over = (Lab.State.CLOSED,)

    def rows(self) -> Any:
        upcoming = Q(
            cohorts__group__sessions__state="scheduled", cohorts__group__sessions__starts_at__gte=timezone.now()
        )
        rows = Lab.objects.annotate(
            stage=Max("cohorts__stage", filter=Q(cohorts__state="running")),
            next_session_at=Min("cohorts__group__sessions__starts_at", filter=upcoming),
        )
        return put_over_last(rows, self.over, "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sectors = count_lab_sectors(context["object_list"])
        return {**context, "lines": [{"lab": lab, "sectors": sectors[lab.pk]} for lab in context["object_list"]]}


class NewLab(FormPage):
    permission = "labs.add_lab"
    form_class = LabForm
    template_name = "labs/lab_form.html"
    success_message = _("Lab created. Next, give a seat to each of the four sectors.")

    def act(self, form: LabForm) -> str:
        return actions.begin_lab(actor=self.actor, **form.cleaned_data).get_absolute_url()


class _BelowLab(Permitted):
    """A page that asks one thing about a lab: its ways up."""

    model = Lab

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.object.get_absolute_url(), str(self.object))]
        return super().get_context_data(**{"crumbs": crumbs, **kwargs})  # type: ignore[misc]


class ChangeLab(_BelowLab, ConcurrentEditPage):
    permission = "labs.change_lab"
    form_class = LabForm
    template_name = "labs/lab_form.html"
    success_message = _("Saved.")
    describe_why_not = describe_why_closed

    def act(self, form: LabForm) -> str:
        actions.change_lab(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class LabPage(ThingPartsMixin, RowPage):
    """What is missing for the launch and the cohorts, who sits in the lab, what happened to it."""

    permission = "labs.view_lab"
    model = Lab
    template_name = "labs/lab.html"
    tabs_label = _("Pages of the lab")

    def list_parts(self) -> list[ThingPart]:
        parts = [
            ThingPart("", gettext("What now")),
            ThingPart("seats", gettext("Who sits in the lab"), len(self.seats)),
        ]
        if self.request.user.has_perm("labs.change_lab", self.object):
            parts.append(ThingPart("history", gettext("History")))
        return parts

    def find_part(self) -> str:
        # What led here to add somebody, and a form that comes back, are about the seats.
        is_about_seats = self.request.method == "POST" or self.request.GET.get("add")
        return "seats" if is_about_seats else super().find_part()

    @cached_property
    def seats(self) -> list[LabSeat]:
        """Who sits in the lab, the facilitators first; `why_uncounted` says of a seat that counts for no sector why not."""
        rows = self.object.seats.select_related("profile", "organisation")
        seats = list(rows.order_by("role", "sector", "pk"))
        uncounted = find_uncounted_seats(self.object)
        for seat in seats:
            seat.why_uncounted = describe_uncounted(seat) if seat.pk in uncounted else ""
        return seats

    def get_queryset(self) -> Any:
        return Lab.objects.select_related("host", "city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lab = self.object
        is_staff = self.request.user.has_perm("labs.list_lab", lab)
        is_begun = lab.state in {Lab.State.DRAFT, Lab.State.GATHERING}
        gate = lab_gate(lab) if is_staff and lab.state != Lab.State.CLOSED else []
        behind = overridden_unmet_conditions(lab, gate if is_begun else []) if is_staff else []
        told = {line.rule.code for line in behind}
        gate_lines = condition_rows([line for line in gate if line.rule.code not in told], lab, self.city.slug)
        behind_lines = condition_rows(behind, lab, self.city.slug)
        cohorts = self.cohorts()
        context = {
            "sectors": sectors_of(lab),
            "gate": gate_lines,
            # A launched lab waits for nothing; a paused one is resumed once all of them are met.
            "asks": [line for line in gate_lines if line["ask_url"] and lab.state != Lab.State.LAUNCHED],
            "behind": behind_lines,
            "behind_asks": [line for line in behind_lines if line["ask_url"]],
            "is_begun": is_begun,
            "is_staff": is_staff,
            "may_be_launched": is_begun and is_open(gate),
            "is_all_met": all(line.met for line in gate),
            "step": self.step(gate) if is_begun else None,
            "seats": self.seats,
            "has_uncounted": any(seat.why_uncounted for seat in self.seats),
            "guides": [seat for seat in self.seats if seat.role == LabSeat.Role.FACILITATOR],
            "cohorts": cohorts,
            # As in the list of labs: the stage of the cohort that is furthest.
            "stage": max((one.stage for one in cohorts if one.state == Cohort.State.RUNNING), default=0),
            "is_busy": any(not cohort.is_over for cohort in cohorts),
            "first_session": find_first_session(lab) if lab.launched_at else None,
            "representative_form": RepresentativeSeatForm(lab=lab),
            # Whom the button that led here promised to add.
            "adds": self.request.GET.get("add", ""),
            "facilitator_form": FacilitatorSeatForm(lab=lab),
        }
        return super().get_context_data(**{**context, **kwargs})

    def step(self, gate: list[GateCondition]) -> Step | None:
        """What the first missing condition asks of this person."""
        may_change = self.request.user.has_perm("labs.change_lab", self.object)
        return find_gate_step(self.object, self.request.user, gate) if may_change else None

    def cohorts(self) -> list[Cohort]:
        """The lab's cohorts, each with its people by sector and its next session."""
        upcoming = Q(group__sessions__state="scheduled", group__sessions__starts_at__gte=timezone.now())
        over = (Cohort.State.COMPLETED, Cohort.State.CANCELLED)
        rows = put_over_last(self.object.cohorts.select_related("city"), over, "-number")
        cohorts = list(rows.annotate(next_session_at=Min("group__sessions__starts_at", filter=upcoming)))
        sectors = count_sectors(cohorts)
        for cohort in cohorts:
            cohort.sectors = sectors[cohort.pk]
        return cohorts


class LaunchLab(ActionView):
    permission = "labs.launch_lab"
    model = Lab
    success_message = _("The lab is launched. Plan its first cohort.")

    def act(self) -> None:
        actions.launch_lab(self.object, actor=self.actor)


class WakeLab(ActionView):
    permission = "labs.close_lab"
    model = Lab
    success_message = _("Lab resumed.")

    def act(self) -> None:
        actions.resume_lab(self.object, actor=self.actor)


class _Stop(_BelowLab, EndPage):
    permission = "labs.close_lab"
    told = _("Everyone with a seat in the lab reads the reason. It stays in the history.")

    def get_blocker(self) -> str:
        return super().get_blocker() or actions.describe_running_cohorts(self.object)

    def get_told(self) -> str:
        return append_untold(super().get_told(), self.object.seats)

    def list_effects(self) -> list[str]:
        seats, cohorts = self.object.seats.count(), self.object.cohorts.count()
        lines = [
            ngettext("%(n)s person has a seat in it.", "%(n)s people have a seat in it.", seats) % {"n": seats},
            ngettext("It has %(n)s cohort.", "It has %(n)s cohorts.", cohorts) % {"n": cohorts},
        ]
        return [line for line, count in zip(lines, (seats, cohorts), strict=True) if count]


class RestLab(_Stop):
    ends = (verbs.LAB_RESTED,)
    step = staticmethod(actions.pause_lab)
    label = _("Pause the lab")
    success_message = _("Lab paused.")
    describe_why_not = actions.describe_why_not_paused

    def get_question(self) -> str:
        return gettext("Pause the lab “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return gettext(
            "Nothing new can start in a paused lab. You can resume it when all conditions for its launch are met."
        )


class ReopenLab(_BelowLab, ReasonPage):
    """The way back from a lab that was closed by mistake, or is needed again."""

    permission = "labs.close_lab"
    template_name = "labs/reopen.html"
    step = staticmethod(reopening.reopen_lab)
    success_message = _("The lab is reopened.")
    extra_context: ClassVar = {
        "title": _("Reopen the lab"),
        "text": _("Once reopened, the lab is paused until you resume it. Everyone with a seat in it reads the reason."),
    }
    describe_why_not = reopening.describe_why_not_open_again


class CloseLab(_Stop):
    ends = (verbs.LAB_CLOSED,)
    ends_as = Lab.State.CLOSED
    step = staticmethod(actions.close_lab)
    label = _("Close the lab")
    success_message = _("The lab is closed.")

    def get_question(self) -> str:
        return gettext("Close the lab “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return gettext("Nothing new can start in a closed lab. What it did stays on record. You can reopen it.")
