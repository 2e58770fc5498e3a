"""What the city's search finds of sessions."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cities.queries.search import SearchKind
from educities.kit.lists import words_hold
from educities.kit.spelling import text_holds
from meetings.models import Session


def _find_sessions(text: str) -> QuerySet:
    rows = Session.objects.all().with_group().defer("plan")
    return rows.filter(words_hold(text, "title") | text_holds("place", text)).order_by("-starts_at", "-pk")


SESSIONS = SearchKind(
    "sessions",
    _("Sessions"),
    "cities.see_workplace_city",
    _find_sessions,
    "title",
    facts=lambda row: [str(row.group.owner), row.place],
    day=lambda row: row.starts_at,
    order=50,
)
