"""What the city's search finds of labs and cohorts."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cities.queries.search import SearchKind
from educities.kit.lists import put_over_last, words_hold
from educities.kit.multilingual import translate_html
from labs.models import Cohort, Lab


def _find_labs(text: str) -> QuerySet:
    rows = Lab.objects.select_related("host").filter(words_hold(text) | words_hold(text, "question"))
    return put_over_last(rows, (Lab.State.CLOSED,), "-pk")


def _find_cohorts(text: str) -> QuerySet:
    """The same rows as the list of all cohorts shows for the text."""
    rows = Cohort.objects.select_related("lab").filter(words_hold(text))
    return put_over_last(rows, (Cohort.State.COMPLETED, Cohort.State.CANCELLED), "stage", "-pk")


LABS = SearchKind(
    "labs",
    _("Labs"),
    "labs.list_lab",
    _find_labs,
    facts=lambda row: [translate_html(row.host.name)] if row.host else [],
    day=lambda row: row.first_session_on,
    order=30,
)
COHORTS = SearchKind(
    "cohorts",
    _("Cohorts"),
    "labs.list_cohort",
    _find_cohorts,
    facts=lambda row: [translate_html(row.lab.name), row.get_stage_display()],
    day=lambda row: row.starts_on,
    url_name="cohorts",
    order=40,
)
