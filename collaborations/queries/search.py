"""Collaborations in the search of the header."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cities.queries.search import SearchKind
from collaborations.models import Collaboration
from educities.kit.lists import put_over_last, words_hold


def find_by_title(text: str) -> QuerySet[Collaboration]:
    """Those whose title holds the text; what is over comes last."""
    rows = Collaboration.objects.select_related("city").filter(words_hold(text, "title"))
    return put_over_last(rows, Collaboration.OVER, "-proposed_on", "-pk")


COLLABORATIONS_FOUND = SearchKind(
    "collaborations",
    _("Collaborations"),
    "collaborations.list_collaboration",
    find_by_title,
    "title",
    facts=lambda row: [row.get_circle_display()],
    day=lambda row: row.proposed_on,
    day_label=_("proposed"),
    url_name="collaborations",
    order=65,
)
