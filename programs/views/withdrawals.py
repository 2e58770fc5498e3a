"""A confirmed figure is withdrawn."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.views import ReasonPage
from programs import actions, verbs
from programs.models import IndicatorValue
from programs.values.calendar import school_year
from programs.views.indicators import crumbs_of


class WithdrawValue(ReasonPage):
    """A confirmed figure counts no more."""

    ends = (verbs.VALUE_WITHDRAWN,)
    template_name = "programs/form.html"
    permission = "programs.revise_values_of_indicator"
    model = IndicatorValue
    describe_why_not = actions.describe_why_not_withdrawn
    extra_context = {
        "title": _("Withdraw a confirmed figure?"),
        "label": pgettext_lazy("figure", "Withdraw the figure"),
        "asks": True,
        "lede": _("It counts no more, in no chart and no comparison. The page keeps it with your reason."),
    }
    success_message = _("The figure was withdrawn.")

    def get_queryset(self) -> Any:
        return IndicatorValue.objects.select_related("indicator", "entered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        eyebrow, cancel = f"{row.get_series_display()} {school_year(row.period)}", row.indicator.get_absolute_url()
        return super().get_context_data(eyebrow=eyebrow, cancel=cancel, crumbs=crumbs_of(row.indicator), **kwargs)

    def act(self, form: Any) -> Any:
        actions.withdraw_value(self.object, actor=self.actor, reason=form.cleaned_data["reason"])
        return self.object.indicator
