"""What the city's search finds of the accelerator: intakes, for its staff."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accelerator.models import Accelerator
from cities.queries.search import SearchKind
from educities.kit.lists import words_hold


def _find_intakes(text: str) -> QuerySet:
    rows: QuerySet[Accelerator] = Accelerator.objects.select_related("intake").filter(words_hold(text))
    return rows.order_by("-intake__starts_on", "-pk")


INTAKES = SearchKind(
    "intakes",
    _("Intakes of the teacher accelerator"),
    "accelerator.list_accelerator",
    _find_intakes,
    day=lambda row: row.intake.starts_on,
    order=42,
)
