"""Every indicator of the city, what waits for the reader first."""

from typing import Any

from educities.kit.views import Page
from programs.models import Indicator
from programs.queries import Figures, figures_of
from programs.views.indicators import in_words


class IndicatorsPage(Page):
    template_name = "programs/indicators.html"
    permission = "programs.list_indicator"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = figures_of(list(Indicator.objects.all()))
        cards = [in_words(figures) | {"to_confirm": self.count_to_confirm(figures)} for figures in found]
        # What waits for this person comes first.
        cards.sort(key=lambda card: not card["to_confirm"])
        return super().get_context_data(cards=cards, **kwargs)

    def count_to_confirm(self, figures: Figures) -> int:
        """How many figures wait for this person's word."""
        may_confirm = self.actor.has_perm("programs.confirm_values_of_indicator", figures.indicator)
        return len(figures.submitted) if may_confirm else 0
