"""What all cohorts of the city make: their expeditions and their initiatives."""

from typing import Any

from django.db.models import Case, Count, IntegerField, Value, When

from educities.kit.lists import put_over_last
from educities.kit.views import ListPage
from journeys.forms.filters import ExpeditionFilter, InitiativeFilter
from journeys.models import Expedition, Initiative


class CityExpeditions(ListPage):
    """What waits for approval first, then what is planned and under way, then what is over."""

    permission = "labs.list_cohort"
    model = Expedition
    template_name = "journeys/city_expeditions.html"
    filter_class = ExpeditionFilter
    over = Expedition.OVER

    def rows(self) -> Any:
        waits = Case(When(state=Expedition.State.PLANNED, then=Value(0)), default=Value(1), output_field=IntegerField())
        rows = Expedition.objects.select_related("city", "cohort").annotate(learned=Count("learnings"))
        return put_over_last(rows, self.over, waits, "starts_on", "pk")


class CityInitiatives(ListPage):
    """What is due first stands first; what is embedded or stopped comes last."""

    permission = "labs.list_cohort"
    model = Initiative
    template_name = "journeys/city_initiatives.html"
    filter_class = InitiativeFilter
    over = Initiative.ENDED

    def rows(self) -> Any:
        rows = Initiative.objects.select_related("owner", "city", "cohort").prefetch_related("partners")
        return put_over_last(rows, self.over, "due_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(today=self.city.today(), **kwargs)
