from copy import copy
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.end_pages import EndPage
from educities.kit.errors import DomainError
from educities.kit.lists import put_over_last
from educities.kit.multilingual import join_localised
from educities.kit.views import ActionView, FormPage, RowPage
from journeys import verbs
from journeys.actions import initiatives as actions
from journeys.forms.initiatives import InitiativeForm, NewInitiativeForm, PartnerForm, ProgressForm
from journeys.models import Initiative, InitiativePartner
from labs.actions.cohorts import describe_why_not_working
from labs.models import Cohort
from labs.views.parts import BelowCohort, OfCohort

STEPS = {
    Initiative.State.PILOTING: gettext_lazy("Begin the pilot"),
    Initiative.State.ROLLING_OUT: gettext_lazy("Start the roll-out"),
    Initiative.State.EMBEDDED: gettext_lazy("Mark as embedded"),
    Initiative.State.PAUSED: gettext_lazy("Pause"),
}


class Initiatives(OfCohort, RowPage):
    permission = "labs.see_work_of_cohort"
    model = Cohort
    part = "initiatives"
    template_name = "journeys/initiatives.html"

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("lab__city", "city", "group__city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.initiatives.select_related("owner", "city").prefetch_related("partners")
        rows = put_over_last(rows, Initiative.ENDED, "due_on", "pk")
        return super().get_context_data(initiatives=rows, today=self.city.today(), **kwargs)


class _BelowInitiatives(BelowCohort):
    part = "initiatives"
    part_label = gettext_lazy("Initiatives")


class NewInitiative(_BelowInitiatives, FormPage):
    permission = "journeys.plan_initiative"
    model = Cohort
    form_class = NewInitiativeForm
    template_name = "journeys/initiative_form.html"
    success_message = gettext_lazy("Initiative planned.")
    describe_why_not = describe_why_not_working

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cohort": self.object}

    def act(self, form: NewInitiativeForm) -> str:
        fields = form.cleaned_data
        return actions.plan_initiative(self.object, actor=self.actor, **fields).get_absolute_url()


class ChangeInitiative(_BelowInitiatives, ConcurrentEditPage):
    permission = "journeys.change_initiative"
    model = Initiative
    form_class = InitiativeForm
    template_name = "journeys/initiative_form.html"
    success_message = gettext_lazy("Changes saved.")
    describe_why_not = actions.describe_why_initiative_stays

    def get_queryset(self) -> Any:
        return Initiative.objects.select_related("cohort", "city")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cohort": self.object.cohort}

    def act(self, form: InitiativeForm) -> str:
        actions.change_initiative(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class InitiativePage(OfCohort, RowPage):
    """What is done, by whom, how far it is, and from which block it follows."""

    permission = "journeys.view_initiative"
    model = Initiative
    part = "initiatives"
    is_below = True
    template_name = "journeys/initiative.html"

    def get_queryset(self) -> Any:
        return Initiative.objects.select_related(
            "cohort__lab__city", "cohort__city", "cohort__group__city", "city", "owner"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        partners = list(row.partners.select_related("organisation"))
        kwargs.setdefault("progress_form", ProgressForm(instance=copy(row)))
        kwargs.setdefault("partner_form", PartnerForm(initiative=row))
        sectors = {row.owner.sector, *(partner.sector for partner in partners)}
        return super().get_context_data(
            partners=partners,
            sectors=sectors,
            is_ready=row.state == Initiative.State.PLANNED,
            blocks=row.blocks.select_related("block__version__city"),
            has_model=row.cohort.model_versions.exists(),
            **self.moves(sectors),
            is_late=row.due_on < self.city.today() and row.state not in actions.ENDED,
            is_ended=row.state in actions.ENDED,
            may_stop=row.can_move(Initiative.State.STOPPED),
            **kwargs,
        )

    def moves(self, sectors: set[int]) -> dict[str, Any]:
        """The step onwards, where it can be taken now, and the further ones."""
        row = self.object
        may_begin = row.state != Initiative.State.PLANNED or len(sectors) > 1
        moves = [(to, label) for to, label in STEPS.items() if row.can_move(to) and row.state not in actions.ENDED]
        moves = [(to.value, label) for to, label in moves if may_begin or to != Initiative.State.PILOTING]
        onwards = {"piloting", "rolling_out", "embedded"}
        first = next((move for move in moves if move[0] in onwards), None)
        return {"first_move": first, "further_moves": [move for move in moves if move != first]}


class ReportProgress(InitiativePage, ConcurrentEditPage):
    """A form on the initiative's page; with an error, or where two said something else, the whole page comes back."""

    permission = "journeys.change_initiative"
    form_class = ProgressForm
    success_message = gettext_lazy("Thank you. The page shows it now.")

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "progress_form": context["form"]}

    def act(self, form: ProgressForm) -> str:
        actions.report_progress(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class MoveInitiative(ActionView):
    permission = "journeys.change_initiative"
    model = Initiative
    success_message = gettext_lazy("Status changed.")

    def act(self) -> None:
        to = self.request.POST.get("to", "")
        if to not in Initiative.State.values:
            raise DomainError(_("Choose where the initiative goes."), code="journeys.no_such_state")
        actions.move_initiative(self.object, actor=self.actor, to=to)


class AddPartner(InitiativePage, FormPage):
    """A form on the initiative's page; with an error the whole page comes back."""

    permission = "journeys.change_initiative"
    form_class = PartnerForm
    success_message = gettext_lazy("Partner added.")

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "initiative": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "partner_form": context["form"]}

    def act(self, form: PartnerForm) -> str:
        actions.add_partner(self.object, actor=self.actor, organisation=form.cleaned_data["organisation"])
        return self.object.get_absolute_url()


class StopInitiative(_BelowInitiatives, EndPage):
    """The initiative goes on no more; it can be resumed."""

    permission = "journeys.change_initiative"
    model = Initiative
    ends = (verbs.INITIATIVE_STOPPED,)
    ends_as = Initiative.State.STOPPED
    step = staticmethod(actions.stop_initiative)
    label = gettext_lazy("Stop the initiative")
    told = gettext_lazy("Those who represent its owner and partners, and the lab’s facilitators, read the reason.")
    success_message = gettext_lazy("The initiative is stopped. We have told those who run it.")

    def get_queryset(self) -> Any:
        return Initiative.objects.select_related("cohort__lab", "cohort__city", "city", "owner")

    def get_question(self) -> str:
        return _("Stop the initiative “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return _(
            "A stopped initiative no longer counts for the cohort; to interrupt it for a while, pause it. What was done stays, "
            "and you can resume it later."
        )

    def list_effects(self) -> list[str]:
        partners = [str(row.organisation) for row in self.object.partners.select_related("organisation")]
        names = join_localised([str(self.object.owner), *partners])
        return [_("It is run by: %(names)s") % {"names": names}]


class ResumeInitiative(ActionView):
    """A stopped initiative goes on where it stood."""

    permission = "journeys.change_initiative"
    model = Initiative
    success_message = gettext_lazy("The initiative goes on. We have told those who run it.")

    def get_queryset(self) -> Any:
        return Initiative.objects.select_related("cohort__lab", "city")

    def act(self) -> None:
        actions.resume_initiative(self.object, actor=self.actor)


class RemovePartner(EndPage):
    permission = "journeys.change_initiative"
    model = InitiativePartner
    ends = (verbs.PARTNER_REMOVED,)
    step = staticmethod(actions.remove_partner)
    label = gettext_lazy("Remove the partner")
    told = gettext_lazy("Those who represent the organisation read the reason. It stays in the history.")
    success_message = gettext_lazy("Removed.")

    def get_queryset(self) -> Any:
        return InitiativePartner.objects.select_related(
            "initiative__cohort__lab", "initiative__city", "initiative__owner", "organisation"
        )

    def permission_object(self) -> Any:
        return self.object.initiative

    def get_about(self) -> Initiative:
        return self.object.initiative

    def get_blocker(self) -> str:
        return actions.describe_why_initiative_stays(self.object.initiative)

    def get_question(self) -> str:
        about = {"name": self.object.organisation, "initiative": self.object.initiative}
        return _("Remove %(name)s from the initiative “%(initiative)s”?") % about

    def get_text(self) -> str:
        return _("You can add the organisation again later.")

    def list_effects(self) -> list[str]:
        rest = self.object.initiative.partners.exclude(pk=self.object.pk)
        if rest.exclude(sector=self.object.initiative.owner.sector).exists():
            return []
        return [_("Then only one sector runs the initiative, and it does not count for the cohort.")]

    def target_url(self) -> str:
        return self.object.initiative.get_absolute_url()
