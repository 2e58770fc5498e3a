"""Decisions of the forum in the search of the header."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cities.queries.search import SearchKind
from educities.kit.lists import words_hold
from forum.models import Decision


def find_by_words(text: str) -> QuerySet[Decision]:
    """Those whose words hold the text, the newest first."""
    rows: QuerySet[Decision] = Decision.objects.concluded().with_words().filter(words_hold(text, "words"))
    return rows


DECISIONS_FOUND = SearchKind(
    "forum_decisions",
    _("Decisions of the forum"),
    "forum.view_charter",
    find_by_words,
    "words",
    facts=lambda row: [str(row.item), *([str(row.get_state_display())] if row.is_rejected else [])],
    day=lambda row: row.decided_on,
    day_label=_("decided"),
    url_name="forum_decisions",
    order=66,
)
