from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from educities.kit.views import ActionView, FormPage, RowPage
from labs.actions import overrides as actions
from labs.forms.cohorts import DecideOverrideForm, OverrideForm
from labs.models import Cohort, Lab, Override
from labs.stages import BY_CODE


class _Request(FormPage):
    form_class = OverrideForm
    template_name = "labs/override_form.html"
    success_message = _("Asked. The person who decides has been told.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = BY_CODE.get(self.kwargs["code"])
        if rule is None or not rule.let_pass_by:
            raise Http404
        return super().get_context_data(rule=rule, days=actions.longest_days(rule), **kwargs)

    def act(self, form: OverrideForm) -> str:
        override = actions.request_override(
            self.object, self.kwargs["code"], actor=self.request.user, **form.cleaned_data
        )
        return override.get_absolute_url()


class RequestCohortOverride(_Request):
    permission = "labs.request_override_of_cohort"
    model = Cohort


class RequestLabOverride(_Request):
    permission = "labs.change_lab"
    model = Lab


class OverridePage(RowPage):
    """The question, the reason, the answer."""

    permission = "labs.view_override"
    model = Override
    template_name = "labs/override.html"

    def get_queryset(self) -> Any:
        return Override.objects.select_related("cohort", "lab", "city", "requested_by", "granted_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = BY_CODE[self.object.rule_code]
        initial = {"until": self.object.wanted_until}
        context = {"rule": rule, "form": DecideOverrideForm(initial=initial), "target": self.object.target}
        return super().get_context_data(**{**context, **kwargs})


class DecideOverride(OverridePage, FormPage):
    """Grant or refuse."""

    permission = "labs.decide_override"
    form_class = DecideOverrideForm
    success_message = _("Decided. The person who asked has been told.")

    def act(self, form: DecideOverrideForm) -> str:
        data = form.cleaned_data
        if data["decision"] == "grant":
            actions.grant_override(self.object, actor=self.request.user, until=data["until"], answer=data["answer"])
        else:
            actions.refuse_override(self.object, actor=self.request.user, answer=data["answer"])
        return self.object.get_absolute_url()


class ResolveOverride(ActionView):
    permission = "labs.resolve_override"
    model = Override
    success_message = _("Good. The line stands by itself again.")

    def act(self) -> None:
        actions.resolve_override(self.object, actor=self.request.user)
