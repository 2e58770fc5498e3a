"""A confirmed figure is withdrawn: one person proposes it, another one confirms it."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.queries.second_hands import find_principal
from educities.activity.texts.history_rows import name_accounts
from educities.activity.texts.mail_kinds import isolate_text, quote_words
from educities.kit.ask_pages import AsksAboutRow
from educities.kit.multilingual import isolate_ltr
from educities.kit.views import FormPage, ReasonPage
from programs import actions, texts, verbs
from programs.forms.contract import AgreeForm
from programs.models import IndicatorValue, ValueRevision
from programs.queries.confirmers import describe_why_not_confirmed_revision, find_confirmable_revisions
from programs.queries.revisions import describe_other_kind
from programs.texts.revisions import describe_confirmers
from programs.values.calendar import school_year
from programs.views.indicators import crumbs_of


class WithdrawValue(ReasonPage):
    """It is proposed that a confirmed figure counts no more."""

    ends = (verbs.VALUE_WITHDRAWN,)
    template_name = "programs/form.html"
    permission = "programs.revise_values_of_indicator"
    model = IndicatorValue
    describe_why_not = actions.describe_why_not_withdrawn
    extra_context = {
        "title": _("Withdraw a confirmed figure?"),
        "label": _("Propose the withdrawal"),
        "asks": True,
    }

    def get_queryset(self) -> Any:
        return IndicatorValue.objects.select_related("indicator", "entered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        eyebrow, cancel = f"{row.get_series_display()} {school_year(row.period)}", row.indicator.get_absolute_url()
        principal = find_principal(self.city.pk, self.actor.pk)
        who = describe_confirmers(self.city, self.actor.pk, principal, is_withdrawal=True)
        then = gettext(
            "Withdrawn, it counts no more, in no chart and no comparison. The page keeps it with your reason."
        )
        kwargs |= {"crumbs": crumbs_of(row.indicator), "lede": f"{then} {who}"}
        return super().get_context_data(eyebrow=eyebrow, cancel=cancel, **kwargs)

    def act(self, form: Any) -> Any:
        made = actions.propose_withdrawal(self.object, actor=self.actor, reason=form.cleaned_data["reason"])
        self.success_message = (
            _("The withdrawal waits for another person to confirm it. Until then the figure counts.")
            if made.state == ValueRevision.State.WAITING
            else _("The figure was withdrawn. Nobody else in the city could confirm it.")
        )
        return self.object.indicator


class ConfirmWithdrawal(AsksAboutRow, FormPage):
    """The question before the second person lets a confirmed figure count no more."""

    ends = (verbs.VALUE_WITHDRAWN,)
    template_name = "programs/form.html"
    permission = "programs.confirm_valuerevision"
    model = ValueRevision
    form_class = AgreeForm
    extra_context = {
        "title": _("Withdraw this confirmed figure?"),
        "label": _("Confirm: withdraw the figure"),
        "css": "danger",
        "lede": _(
            "It counts no more at once, in no chart and no comparison, and you cannot undo it. The page keeps it with the "
            "reason. Another figure of the year can be entered."
        ),
    }
    success_message = _("The figure was withdrawn.")

    def get_queryset(self) -> Any:
        return ValueRevision.objects.select_related("figure__indicator__city")

    def get_about(self) -> Any:
        return self.object.figure.indicator

    def get_initial(self) -> dict[str, Any]:
        # The indicator's page leads here with what it showed.
        found = find_confirmable_revisions(self.city, self.actor).get(self.object.pk)
        return {"seen": self.request.GET.get("seen") or (found.stamp if found else "")}

    def get_blocker(self) -> str:
        other = describe_other_kind(self.object, is_withdrawal=True)
        seen = self.get_initial()["seen"]
        return other or describe_why_not_confirmed_revision(self.object, self.actor, seen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        about = {"eyebrow": str(row), "cancel": row.get_absolute_url(), "effects": self.list_effects()}
        return super().get_context_data(**about, **kwargs)

    def list_effects(self) -> list[str]:
        """Which figure, who proposes it and why."""
        row, writer = self.object, self.object.entered_by_id
        name = name_accounts({writer})[writer] if writer else ""
        figure = gettext("Figure: %(value)s") % {
            "value": isolate_ltr(texts.with_unit(row.figure.indicator, row.figure.value))
        }
        about = {"name": isolate_text(name), "reason": quote_words(row.reason)}
        return [figure, gettext("%(name)s proposes it, because: %(reason)s") % about]

    def act(self, form: AgreeForm) -> Any:
        actions.confirm_withdrawal(self.object, actor=self.actor, seen=form.cleaned_data["seen"])
        return self.object.figure.indicator
