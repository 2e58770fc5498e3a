"""What the city's search finds of labs and cohorts."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cities.queries.search import SearchKind
from educities.kit.day_words import format_day
from educities.kit.lists import put_over_last, words_hold
from educities.kit.multilingual import translate_html
from labs.models import Cohort, Lab
from labs.queries.coming import list_known_sessions


def _find_labs(text: str) -> QuerySet:
    rows = Lab.objects.select_related("host").filter(words_hold(text) | words_hold(text, "question"))
    rows = rows.annotate(first_session_at=Subquery(list_known_sessions(OuterRef("pk")).values("starts_at")[:1]))
    return put_over_last(rows, (Lab.State.CLOSED,), "-pk")


def _find_cohorts(text: str) -> QuerySet:
    """The same rows as the list of all cohorts shows for the text."""
    rows = Cohort.objects.select_related("lab").filter(words_hold(text))
    return put_over_last(rows, (Cohort.State.COMPLETED, Cohort.State.CANCELLED), "stage", "-pk")


def _list_lab_facts(row: Any) -> list[str]:
    """The host, and the first session as the lab's own page has it."""
    host: list[str] = [translate_html(row.host.name)] if row.host else []
    if row.first_session_at:
        return [
            *host,
            _("First session: %(day)s") % {"day": format_day(localtime(row.first_session_at))},
        ]
    if row.first_session_on and not row.launched_at:
        return [
            *host,
            _("First session planned for %(day)s") % {"day": format_day(row.first_session_on)},
        ]
    return host


LABS = SearchKind(
    "labs",
    _("Labs"),
    "labs.list_lab",
    _find_labs,
    facts=_list_lab_facts,
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
