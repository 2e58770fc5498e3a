"""What the forum decided or did not carry: the list, one of them, and what was done on it."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.views import FormPage, ListPage, Permitted, RowPage
from forum.actions import decisions
from forum.forms.agenda import ReportForm
from forum.forms.filters import DecisionFilter
from forum.models import AgendaItem, Decision
from forum.queries import find_charter
from forum.queries.items import load_shown
from forum.queries.reversals import link_reversals
from forum.queries.statements import prefetch_statements
from forum.values.reviews import REVIEW_KIND
from forum.views.charters import list_crumbs


class Decisions(ListPage):
    """Everything the forum decided or did not carry, the newest first."""

    permission = "forum.view_charter"
    model = Decision
    template_name = "forum/decisions.html"
    filter_class = DecisionFilter

    def rows(self) -> Any:
        return Decision.objects.concluded().with_words()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        charter = find_charter()
        return super().get_context_data(crumbs=list_crumbs(charter, self.request.user) if charter else [], **kwargs)


class OfDecision(Permitted):
    """A page of one decision."""

    model: ClassVar[Any] = Decision

    def get_queryset(self) -> Any:
        return (
            Decision.objects.concluded()
            .with_words()
            .select_related("item__sent_by", "acts_profile__user", "item__meeting")
            .prefetch_related(prefetch_statements())
        )


class DecisionPage(OfDecision, RowPage):
    """What was decided, by whom present, who acts, when it comes back."""

    permission = "forum.view_decision"
    template_name = "forum/decision.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link_reversals([self.object])
        up = list_crumbs(self.object.item.charter, self.actor)
        crumbs = [*up, (self.city_url("forum_decisions"), _("Decisions"))] if up else []
        return super().get_context_data(
            crumbs=crumbs,
            shown=load_shown(self.object.item, self.actor, self.city),
            again=self._find_review(),
            **kwargs,
        )

    def _find_review(self) -> AgendaItem | None:
        """The item of the agenda on which this decision comes back; None while it does not."""
        if self.object.state != Decision.State.REVIEW_DUE:
            return None
        rows = AgendaItem.objects.filter(record_kind=REVIEW_KIND, record_id=self.object.pk)
        return rows.filter(state=AgendaItem.State.WAITING).select_related("city").first()


class ReportDone(OfDecision, FormPage):
    """What was done on it."""

    permission = "forum.report_decision"
    form_class = ReportForm
    template_name = "forum/form.html"
    success_message = gettext_lazy("Thank you. It stands beside the decision.")
    describe_why_not = decisions.describe_why_no_report
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("What was done"),
        "label": gettext_lazy("Save"),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Decision = self.object
        crumbs = [*list_crumbs(row.item.charter, self.request.user), (row.get_absolute_url(), str(row.item))]
        return super().get_context_data(**{"crumbs": crumbs, "cancel": row.get_absolute_url(), "note": row, **kwargs})

    def act(self, form: ReportForm) -> str:
        decisions.report_done(self.object, actor=self.actor, words=form.cleaned_data["words"])
        return self.object.get_absolute_url()
