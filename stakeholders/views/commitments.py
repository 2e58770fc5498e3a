from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.delivery_rows import say_when_sent
from educities.kit.charts import NARROW, Line, line_chart
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.end_pages import EndPage
from educities.kit.lists import put_over_last
from educities.kit.views import ActionView, FormPage, ListPage, RowPage
from stakeholders import verbs
from stakeholders.actions import commitments as actions
from stakeholders.forms.commitments import CommitmentFilter, CommitmentForm, DeliveryForm
from stakeholders.models import Commitment, Organisation, Sector
from stakeholders.queries.commitments import (
    KindTotals,
    is_entered_by_office,
    list_commitments,
    name_years,
    sum_commitments,
)
from stakeholders.values import name_school_year, school_year_of
from stakeholders.views.organisations import organisation_crumbs

State = Commitment.State


class CommitmentsPage(ListPage):
    """What the four sectors promised and what of it arrived: the sums of a school year, and each promise."""

    template_name = "stakeholders/commitments.html"
    permission = "stakeholders.list_commitment"
    model = Commitment

    def get_queryset(self) -> Any:
        self.years = name_years(self.city)
        self.filter = CommitmentFilter(self.request.GET or None, years=self.years)
        rows = put_over_last(list_commitments(), (State.DELIVERED, State.WITHDRAWN), "due_on", "pk")
        return self.filter.narrow(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = school_year_of(self.city.today(), self.city.school_year_start)
        chosen = self.filter.cleaned_data if self.filter.is_bound and self.filter.is_valid() else {}
        period = chosen.get("period") or now
        totals = sum_commitments(period)
        return super().get_context_data(
            is_narrowed=self.filter.is_bound,
            period=name_school_year(period),
            totals=[one for one in totals if one.by_sector],
            charts=[chart for one in totals if (chart := draw_years(one, before=now))],
            sectors=Sector.choices,
            today=self.city.today(),
            **kwargs,
        )


def draw_years(totals: KindTotals, *, before: int) -> dict[str, Any] | None:
    """Promised and delivered over the school years that ended before this one; nothing until there are two.

    A year that runs would fall: in November little of what was promised for it has arrived, and nothing is amiss.
    """
    years = sorted(year for year in totals.by_year if year < before)
    if len(years) < 2:
        return None
    shown = range(years[0], years[-1] + 1)
    amounts = [totals.by_year.get(year) for year in shown]
    lines = [
        Line("target", gettext("Promised"), [one.promised if one else None for one in amounts]),
        Line("actual", gettext("Delivered"), [one.delivered if one else None for one in amounts]),
    ]
    labels = [name_school_year(year) for year in shown]
    chart = line_chart(labels, lines, title=totals.label, frame=NARROW, is_amount=True)
    return {"title": totals.label, "chart": chart}


def commitment_crumbs(commitment: Commitment) -> list[tuple[str, str]]:
    """The way up from a page below a commitment's own."""
    part = f"{commitment.organisation.get_absolute_url()}?part=commitments"
    return [(part, str(commitment.organisation)), (commitment.get_absolute_url(), str(commitment))]


class CommitmentPage(RowPage):
    template_name = "stakeholders/commitment.html"
    permission = "stakeholders.view_commitment"
    model = Commitment

    def get_queryset(self) -> Any:
        return list_commitments()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        return super().get_context_data(
            crumbs=commitment_crumbs(row)[:1],
            year=name_years(self.city, [row.period])[row.period],
            can_be_reminded=row.can_be_reminded(self.city.today()),
            is_entered=is_entered_by_office(row),
            **kwargs,
        )


class PromiseCommitment(FormPage):
    template_name = "stakeholders/commitment_form.html"
    permission = "stakeholders.promise_for_organisation"
    model = Organisation
    form_class = CommitmentForm
    success_message: Any = _("The commitment was added.")
    extra_context = {"title": _("Add a commitment"), "label": _("Add the commitment")}

    describe_why_not = actions.describe_why_no_promise

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Commitment(organisation=self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cancel = f"{self.object.get_absolute_url()}?part=commitments"
        return super().get_context_data(crumbs=organisation_crumbs(self.object), cancel=cancel, **kwargs)

    def act(self, form: CommitmentForm) -> Any:
        row = actions.promise_commitment(self.object, actor=self.actor, **form.values)
        if actions.is_reminded_before(row):
            self.success_message = _("The commitment was added. Its people are reminded a week before the day.")
        elif row.is_overdue:
            self.success_message = _("The commitment was added. Its day has passed, so it is shown as overdue.")
        return row


class _BelowCommitment(ConcurrentEditPage):
    """A form about a commitment."""

    template_name = "stakeholders/commitment_form.html"
    model = Commitment
    success_message = _("Saved.")

    def get_queryset(self) -> Any:
        return list_commitments()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cancel = self.object.get_absolute_url()
        return super().get_context_data(crumbs=commitment_crumbs(self.object), cancel=cancel, **kwargs)


class ChangeCommitment(_BelowCommitment):
    permission = "stakeholders.change_commitment"
    form_class = CommitmentForm
    extra_context = {"title": _("Change the commitment"), "label": _("Save")}

    describe_why_not = actions.describe_why_closed

    def act(self, form: CommitmentForm) -> Any:
        return actions.change_commitment(self.object, actor=self.actor, **form.values)


class DeliverCommitment(_BelowCommitment):
    permission = "stakeholders.deliver_commitment"
    form_class = DeliveryForm
    extra_context = {"title": _("What has arrived"), "label": _("Save")}

    describe_why_not = actions.describe_why_withdrawn

    def get_initial(self) -> dict[str, Any]:
        # Nothing is claimed beforehand: how much has come types whoever saw it come.
        return {"delivered": None, "delivered_on": self.city.today()} if self.object.delivered_on is None else {}

    def act(self, form: DeliveryForm) -> Any:
        return actions.deliver_commitment(self.object, actor=self.actor, **form.values)


class WithdrawCommitment(EndPage):
    model = Commitment
    permission = "stakeholders.withdraw_commitment"
    ends = (verbs.COMMITMENT_WITHDRAWN,)
    ends_as = Commitment.State.WITHDRAWN
    step = staticmethod(actions.withdraw_commitment)
    label = _("Withdraw the commitment")
    told = _("The directors, or those who make commitments for the organisation, read the reason.")
    success_message = _("The commitment is withdrawn.")
    describe_why_not = actions.describe_why_closed

    def get_queryset(self) -> Any:
        return list_commitments()

    def get_question(self) -> str:
        return gettext("Withdraw “%(title)s”?") % {"title": self.object}

    def get_text(self) -> str:
        return gettext("Nobody is reminded any more. What has arrived stays counted. It can be promised again.")


class RemindOfCommitment(ActionView):
    permission = "stakeholders.remind_commitment"
    model = Commitment

    def act(self) -> None:
        count = actions.remind_of_commitment(self.object, actor=self.actor)
        text = ngettext("%(n)s person is reminded by email.", "%(n)s people are reminded by email.", count)
        self.success_message = say_when_sent(text % {"n": count}, self.city)
