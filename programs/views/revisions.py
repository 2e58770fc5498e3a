"""A confirmed figure is revised: one person proposes the new figure, another one confirms it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cities.queries.second_hands import find_principal
from educities.kit.multilingual import isolate_ltr
from educities.kit.views import ActionView, AskedOnce, FormPage, ReasonPage, UndoView
from programs import actions, texts, verbs
from programs.forms.indicators import ReviseForm
from programs.forms.sure import asking_again
from programs.models import Indicator, IndicatorValue, ValueRevision
from programs.queries.confirmers import describe_why_not_confirmed_revision
from programs.texts.revisions import describe_confirmers
from programs.values.calendar import school_year
from programs.views.indicators import crumbs_of


class ReviseValue(FormPage):
    """Another figure is proposed in place of a confirmed one."""

    template_name = "programs/form.html"
    permission = "programs.revise_values_of_indicator"
    model = IndicatorValue
    form_class = ReviseForm
    extra_context = {"title": _("Revise a confirmed figure"), "label": _("Propose the revision")}
    describe_why_not = actions.describe_why_not_revised

    def get_queryset(self) -> Any:
        return IndicatorValue.objects.select_related("indicator")

    def get_initial(self) -> dict[str, Decimal | None]:
        return {name: getattr(self.object, name) for name in ("value", "numerator", "denominator")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "in_percent": self.object.indicator.unit == Indicator.Unit.PERCENT}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, crumbs = self.object, crumbs_of(self.object.indicator)
        eyebrow, cancel = f"{row.get_series_display()} {school_year(row.period)}", row.indicator.get_absolute_url()
        principal = find_principal(self.city.pk, self.actor.pk)
        lede = describe_confirmers(self.city, self.actor.pk, principal)
        return super().get_context_data(eyebrow=eyebrow, cancel=cancel, crumbs=crumbs, lede=lede, **kwargs)

    def act(self, form: ReviseForm) -> Any:
        row, said = self.object, form.cleaned_data
        figure = actions.Figure(row.series, row.period, said["value"], said["numerator"], said["denominator"])
        about: dict[str, Any] = {"reason": said["reason"], "figure": figure, "sure": said["sure"]}
        with asking_again(form):
            made = actions.propose_revision(row, actor=self.actor, **about)
        self.success_message = (
            _("The revision waits for another person to confirm it. Until then the old figure counts.")
            if made.state == ValueRevision.State.WAITING
            else _("The figure was revised. Nobody else in the city could confirm it, so the new one counts at once.")
        )
        return row.indicator


class ConfirmRevision(ActionView):
    permission = "programs.confirm_valuerevision"
    model = ValueRevision
    undo_name = "undo_revision"

    def get_queryset(self) -> Any:
        return ValueRevision.objects.select_related("figure__indicator__city")

    def act(self) -> None:
        actions.confirm_revision(self.object, actor=self.actor, seen=self.request.POST.get("seen", ""))

    def get_success_message(self) -> str:
        indicator = self.object.figure.indicator
        about = {"name": str(indicator), "value": isolate_ltr(texts.with_unit(indicator, self.object.value))}
        return gettext("The revised figure of “%(name)s” counts from now on: %(value)s.") % about


class UndoRevision(UndoView):
    permission = "programs.confirm_valuerevision"
    model = ValueRevision

    def get_queryset(self) -> Any:
        return ValueRevision.objects.select_related("figure__indicator__city")

    def act(self) -> None:
        actions.undo_revision(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        return gettext("Undone. The revision of “%(name)s” waits to be confirmed again.") % {
            "name": self.object.figure.indicator
        }


class DeclineRevision(ReasonPage):
    ends = (verbs.REVISION_DECLINED, verbs.WITHDRAWAL_DECLINED)
    template_name = "programs/form.html"
    permission = "programs.confirm_valuerevision"
    model = ValueRevision
    step = staticmethod(actions.decline_revision)
    extra_context = {
        "label": pgettext_lazy("revision", "Decline"),
        "asks": True,
        "lede": _("The confirmed figure stays as it is. The person who proposed the revision reads your reason."),
    }
    success_message = _("You declined. The confirmed figure stays as it is.")
    returns_to_sender = True

    def get_queryset(self) -> Any:
        return ValueRevision.objects.select_related("figure__indicator__city")

    def get_about(self) -> Any:
        return self.object.figure.indicator

    def get_blocker(self) -> str:
        return describe_why_not_confirmed_revision(self.object, self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        title = _("Decline to withdraw the figure?") if row.is_withdrawal else _("Decline the revision?")
        return super().get_context_data(title=title, eyebrow=str(row), cancel=row.get_absolute_url(), **kwargs)


class WithdrawRevision(AskedOnce):
    """Whoever proposed a revision takes it back."""

    ends = (verbs.REVISION_WITHDRAWN, verbs.WITHDRAWAL_CANCELLED)
    permission = "programs.withdraw_valuerevision"
    model = ValueRevision
    label = _("Withdraw the revision")
    success_message = _("The proposal was withdrawn. The confirmed figure stays as it is.")

    def get_queryset(self) -> Any:
        return ValueRevision.objects.select_related("figure__indicator__city")

    def get_about(self) -> Any:
        return self.object.figure.indicator

    def get_blocker(self) -> str:
        return actions.describe_why_proposal_stays(self.object, self.actor)

    def asks(self) -> dict[str, Any]:
        row, indicator = self.object, self.object.figure.indicator
        old, new = (isolate_ltr(texts.with_unit(indicator, one)) for one in (row.figure.value, row.value))
        change = gettext("from %(old)s to %(new)s") % {"old": old, "new": new}
        return {
            "question": gettext("Keep the figure after all?")
            if row.is_withdrawal
            else gettext("Withdraw the revision?"),
            "eyebrow": str(row),
            "quote": old if row.is_withdrawal else change,
            "text": gettext("Nobody is asked about it any more. Another revision can be proposed."),
        }

    def act(self) -> None:
        actions.withdraw_revision(self.object, actor=self.actor)
