"""How long what is kept, and what went in the last nights."""

from typing import Any

from educities.activity.queries.retention import find_last_run, list_periods
from educities.kit.views import Page


class Retention(Page):
    """Each kind of data: how long it is kept, and how many rows of the city went lately."""

    permission = "cities.see_deliveries_city"
    template_name = "activity/retention.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            periods=list_periods(self.city.today()), last_run=find_last_run(), changes_language=False, **kwargs
        )
