from typing import Any

from django.db.models import Min, Q
from django.utils import timezone

from educities.kit.views import Page
from labs.gates import cohort_gates, drawn
from labs.models import Cohort
from labs.models.cohorts import Stage
from labs.rules import labs_facilitated

SHOWN = (Cohort.State.PLANNED, Cohort.State.RECRUITING, Cohort.State.RUNNING, Cohort.State.SUSPENDED)


class Board(Page):
    """Each cohort in the column of its stage, with the next missing thing; the same few queries for any number."""

    permission = "labs.list_cohort"
    template_name = "labs/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cohorts = self.cohorts()
        gates = cohort_gates(cohorts)
        own = labs_facilitated(self.request.user)
        cards: dict[int, list[dict[str, Any]]] = {number: [] for number in Stage.values}
        for cohort in cohorts:
            lines = drawn(gates[cohort.pk], cohort, self.city.slug)
            missing = next((line for line in lines if line["tone"] == "red"), None)
            card = {
                "cohort": cohort,
                "own": cohort.lab_id in own,
                "missing": missing,
                "left": sum(line["tone"] == "red" for line in lines),
                "may": self.request.user.has_perm("labs.advance_cohort", cohort),
                "steps": [n for n in (cohort.stage - 1, cohort.stage + 1) if n in Stage.values],
            }
            cards[cohort.stage].append(card)
        columns = [{"number": n, "name": Stage(n).label, "cards": cards[n]} for n in Stage.values]
        return super().get_context_data(columns=columns, count=len(cohorts), **kwargs)

    def cohorts(self) -> list[Cohort]:
        upcoming = Q(sessions__state="scheduled", sessions__starts_at__gte=timezone.now())
        rows = Cohort.objects.filter(state__in=SHOWN).select_related("lab", "city")
        return list(rows.annotate(next_session_at=Min("sessions__starts_at", filter=upcoming)))
