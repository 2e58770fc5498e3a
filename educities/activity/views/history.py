"""The history of the city: who did what."""

import csv
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from educities.activity.forms import HistoryFilter
from educities.activity.texts.history_rows import history_entries, history_lines
from educities.kit.csv_cells import escape_formula
from educities.kit.views import ListPage

# A file of the history has no more lines; who needs earlier ones narrows the time.
MOST_EXPORTED = 20_000


class History(ListPage):
    """Who did what in the city, what changed from what to what, and why; the newest first."""

    permission = "cities.see_audit_city"
    template_name = "activity/history.html"
    filter_class = HistoryFilter

    def rows(self) -> Any:
        return history_entries()

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        # What cannot be asked has no answer: everything would look like one.
        return rows.none() if self.filter.is_bound and not self.filter.is_valid() else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        asked = self.request.GET.copy()
        asked.pop("page", None)
        lines = history_lines(context["object_list"], self.city.slug)
        refused = self.filter.errors.values() if self.filter.is_bound else ()
        wrong = next((str(error) for errors in refused for error in errors), "")
        return context | {"wrong": wrong, "entries": lines, "query": asked.urlencode(), "most": MOST_EXPORTED}


class HistoryExport(History):
    """The same as a CSV file."""

    def get_paginate_by(self, queryset: Any) -> None:
        """All in one file."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="history-{self.city.slug}.csv"'
        response["Cache-Control"] = "no-store"
        write = csv.writer(response).writerow
        write([_("When"), _("Who"), _("What happened"), _("About whom"), _("What changed"), _("Reason")])
        for line in context["entries"]:
            at = timezone.localtime(line.at).isoformat(sep=" ", timespec="seconds")
            cells = (line.who, line.sentence, line.about, "; ".join(line.changes), line.reason)
            write([at, *map(escape_formula, cells)])
        return response

    def get_queryset(self) -> Any:
        return super().get_queryset()[:MOST_EXPORTED]
