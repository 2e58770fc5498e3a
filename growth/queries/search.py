"""Growth engines in the search of the header, and in their own list."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cities.queries.search import SearchKind
from educities.kit.spelling import column_holds
from growth.models import Engine
from stakeholders.values import normalise_text


def find_named(text: str, rows: QuerySet[Engine]) -> QuerySet[Engine]:
    """Those of the rows in whose area, or in what people also call it, every word of the text stands."""
    return rows.filter(column_holds("area__search", normalise_text(text)))


def find_by_area(text: str) -> QuerySet[Engine]:
    """The open engines in whose area the text stands."""
    return find_named(text, Engine.objects.open().select_related("city", "area")).order_by("pk")


ENGINES_FOUND = SearchKind(
    "engines",
    _("Growth engines"),
    "growth.list_engine",
    find_by_area,
    field="title",
    url_name="engines",
    order=46,
)
