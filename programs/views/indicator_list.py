"""Every indicator of the city, what waits for the reader first."""

from typing import Any

from educities.kit.views import Page
from programs.models import Indicator
from programs.queries import figures_of
from programs.queries.confirmers import find_confirmable
from programs.views.indicators import in_words


class IndicatorsPage(Page):
    template_name = "programs/indicators.html"
    permission = "programs.list_indicator"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = figures_of(list(Indicator.objects.all()))
        mine = find_confirmable(self.city, self.actor) if any(figures.submitted for figures in found) else {}
        cards = [
            in_words(figures)
            | {"to_confirm": len(mine[figures.indicator.pk].numbers) if figures.indicator.pk in mine else 0}
            for figures in found
        ]
        # What waits for this person comes first.
        cards.sort(key=lambda card: not card["to_confirm"])
        return super().get_context_data(cards=cards, **kwargs)
