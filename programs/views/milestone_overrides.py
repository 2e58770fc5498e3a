"""A milestone that no record shows: somebody asks, the network steward decides, and the page says by whose word."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from educities.kit.ask_pages import AsksAboutRow
from educities.kit.end_pages import EndPage
from educities.kit.views import FormPage
from programs import verbs
from programs.actions import milestone_overrides as actions
from programs.forms.contract import DecideForm, OverrideForm
from programs.models import Milestone, MilestoneOverride
from programs.queries.contract import stamp_request


class RequestMilestoneOverride(AsksAboutRow, FormPage):
    template_name = "programs/form.html"
    permission = "programs.change_milestone"
    model = Milestone
    form_class = OverrideForm
    extra_context = {
        "title": _("Ask for an override?"),
        "label": _("Ask the network steward"),
        "lede": _(
            "A milestone is reached by a record of the city. Where there is none, the network steward can let it count "
            "as reached. The page then says by whose word, and why."
        ),
    }
    success_message = _("The network steward has been asked.")
    describe_why_not = actions.describe_why_not_requested

    def get_queryset(self) -> Any:
        return Milestone.objects.select_related("year__program")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        return super().get_context_data(eyebrow=str(row), cancel=row.get_absolute_url(), **kwargs)

    def act(self, form: OverrideForm) -> Any:
        actions.request_milestone_override(self.object, actor=self.actor, reason=form.cleaned_data["reason"])
        return self.object


class DecideMilestoneOverride(AsksAboutRow, FormPage):
    template_name = "programs/decide_override.html"
    permission = "programs.decide_milestoneoverride"
    model = MilestoneOverride
    form_class = DecideForm
    returns_to_sender = True
    ends = (verbs.MILESTONE_OVERRIDE_REFUSED,)
    extra_context = {"title": _("Shall it count as reached?"), "label": _("Decide")}
    success_message = _("Your decision was saved, and the person who asked has been told.")
    describe_why_not = actions.describe_why_not_decided

    def get_queryset(self) -> Any:
        return MilestoneOverride.objects.select_related("milestone__year__program", "milestone__owner", "requested_by")

    def get_about(self) -> Any:
        return self.object.milestone

    def get_initial(self) -> dict[str, Any]:
        return {"seen": stamp_request(self.object.milestone, self.object.reason)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        return super().get_context_data(eyebrow=str(row), cancel=row.get_absolute_url(), **kwargs)

    def act(self, form: DecideForm) -> Any:
        answer = form.cleaned_data["answer"]
        if form.cleaned_data["decision"] == DecideForm.GRANT:
            seen = form.cleaned_data["seen"]
            actions.grant_milestone_override(self.object, actor=self.actor, answer=answer, seen=seen)
        else:
            actions.refuse_milestone_override(self.object, actor=self.actor, answer=answer)
        return self.object.get_absolute_url()


class WithdrawMilestoneOverride(EndPage):
    permission = "programs.withdraw_milestoneoverride"
    model = MilestoneOverride
    ends = (verbs.MILESTONE_OVERRIDE_WITHDRAWN,)
    ends_as = MilestoneOverride.State.WITHDRAWN
    step = staticmethod(actions.withdraw_milestone_override)
    label = _("Withdraw the request")
    told = _("The network steward and the person who asked read the reason. It stays in the history.")
    success_message = _("The request was withdrawn.")

    def get_queryset(self) -> Any:
        return MilestoneOverride.objects.select_related("milestone__year", "requested_by")

    def get_about(self) -> Any:
        return self.object.milestone

    def get_question(self) -> str:
        return str(_("Withdraw this request for an override?"))

    def get_text(self) -> str:
        return str(_("The milestone stays as it is. You can ask again at any time."))
