from typing import Any

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from educities.accounts.models import User
from educities.kit.errors import DomainError
from educities.kit.views import ActionView, FormPage, ListPage, RowPage
from labs import verbs
from labs.actions import overrides as actions
from labs.forms.overrides import DecideOverrideForm, OverrideForm
from labs.models import Cohort, Lab, Override
from labs.queries.gates import find_result
from labs.values.stages import BY_CODE
from stakeholders.queries import find_profile


def name_of(user: User) -> str:
    """How the person is called in this city."""
    return str(find_profile(user) or "")


class _Request(FormPage):
    form_class = OverrideForm
    template_name = "labs/override_form.html"
    success_message: Any = _("Override requested. We have told the person who decides.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            rule = actions.rule_for(self.object, self.kwargs["code"])
        except DomainError as error:
            raise Http404 from error
        detail, row = find_result(rule.code, self.object).detail, self.object
        lab = row.lab if isinstance(row, Cohort) else row
        crumbs = [(one.get_absolute_url(), str(one)) for one in dict.fromkeys([lab, row])]
        return super().get_context_data(rule=rule, days=rule.longest_days, detail=detail, crumbs=crumbs, **kwargs)

    def act(self, form: OverrideForm) -> str:
        override = actions.request_override(self.object, self.kwargs["code"], actor=self.actor, **form.cleaned_data)
        if missing := actions.missing_decider_message(override):
            self.success_message = ""
            messages.warning(self.request, missing)
        return override.get_absolute_url()


class RequestCohortOverride(_Request):
    permission = "labs.request_override_of_cohort"
    model = Cohort


class RequestLabOverride(_Request):
    permission = "labs.request_override_of_lab"
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
        found = find_result(rule.code, self.object.target)
        initial = {"until": self.object.wanted_until}
        context = {
            "rule": rule,
            "form": DecideOverrideForm(initial=initial),
            "target": self.object.target,
            "is_met": found.met,
            "detail": found.detail,
            "is_outgrown": self.object.state == "granted" and not self.object.covers(found),
            "asked_by": name_of(self.object.requested_by),
            "who_is_missing": actions.missing_decider_message(self.object) if self.object.state == "requested" else "",
            "answered_by": name_of(self.object.granted_by),
        }
        return super().get_context_data(**{**context, **kwargs})


class DecideOverride(OverridePage, FormPage):
    """Grant or refuse."""

    permission = "labs.decide_override"
    ends = (verbs.OVERRIDE_REFUSED,)
    form_class = DecideOverrideForm
    success_message = _("Decision saved. We have told the person who asked.")

    def act(self, form: DecideOverrideForm) -> str:
        data = form.cleaned_data
        if data["decision"] == "grant":
            actions.grant_override(self.object, actor=self.actor, until=data["until"], answer=data["answer"])
        else:
            actions.refuse_override(self.object, actor=self.actor, answer=data["answer"])
        return self.object.get_absolute_url()


class ResolveOverride(ActionView):
    permission = "labs.resolve_override"
    model = Override

    def get_queryset(self) -> Any:
        return Override.objects.select_related("cohort", "lab", "city", "requested_by")

    success_message = _("The condition is met. The override is closed.")

    def act(self) -> None:
        actions.resolve_override(self.object, actor=self.actor)


class Overrides(ListPage):
    """Everything that is let pass or waits for an answer, and what was answered before."""

    permission = "labs.list_lab"
    model = Override
    template_name = "labs/overrides.html"

    def rows(self) -> Any:
        return Override.objects.select_related("cohort", "lab", "city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [{"row": row, "words": BY_CODE[row.rule_code].words} for row in context["object_list"]]
        groups = [
            (_("Waiting for an answer"), ("requested",)),
            (_("Overridden for now"), ("granted",)),
            (_("Decided or expired"), ("expired", "refused", "resolved")),
        ]
        found = [(title, [one for one in rows if one["row"].state in states]) for title, states in groups]
        return {**context, "groups": [(title, lines) for title, lines in found if lines]}
