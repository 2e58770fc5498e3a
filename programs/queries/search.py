"""What the city's search finds of the five years: milestones and indicators."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.queries.search import SearchKind
from educities.kit.lists import put_over_last, words_hold
from programs.models import Indicator, Milestone


def _find_milestones(text: str) -> QuerySet:
    rows = Milestone.objects.select_related("year__program").filter(words_hold(text, "title"))
    return put_over_last(rows, (Milestone.State.DROPPED,), "due_on", "pk")


def _find_indicators(text: str) -> QuerySet:
    return Indicator.objects.filter(words_hold(text) | Q(code__icontains=text))


# Of one that is reached or dropped nobody waits for its day any more.
DUE = pgettext_lazy("before a day", "due")
MILESTONES = SearchKind(
    "milestones",
    _("Milestones"),
    "programs.view_program",
    _find_milestones,
    "title",
    facts=lambda row: [str(row.year.program), str(row.year)],
    day=lambda row: row.due_on,
    day_label=lambda row: "" if row.is_over else DUE,
    order=90,
)
INDICATORS = SearchKind(
    "indicators",
    _("Indicators"),
    "programs.list_indicator",
    _find_indicators,
    facts=lambda row: [row.get_kind_display()],
    order=100,
)
