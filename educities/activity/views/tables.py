"""A table that a person reads, saved as a file; the audit log has who saved which."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from educities.activity import verbs
from educities.activity.actions.records import record
from educities.kit.csv_cells import escape_formula
from educities.kit.multilingual import in_all_languages
from educities.kit.tokens import hash_token
from educities.kit.views import Permitted


class TableFile(Permitted):
    """A button on the table's own page. `title`: what the history calls it; `file_name`: the beginning of the file's name.

    `headings()` are in the reader's language. In `lines()` a text is a cell of words, anything else a number or a day.
    """

    http_method_names: ClassVar[list[str]] = ["post"]
    title: ClassVar[Any] = ""
    file_name: ClassVar[str] = ""

    def headings(self) -> Sequence[str]:
        raise NotImplementedError

    def lines(self) -> Iterable[Sequence[Any]]:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = StringIO()
        with transaction.atomic():
            csv.writer(text).writerows(
                [self.headings(), *([_write_cell(cell) for cell in line] for line in self.lines())]
            )
            self.record_file(text.getvalue())
        response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.file_name}-{self.city.slug}.csv"'
        response["Cache-Control"] = "no-store"
        return response

    def record_file(self, text: str) -> None:
        """The same file is recorded once a day for each person, however often its button is pressed."""
        taken = f"{self.actor.pk} {timezone.localdate()} {self.file_name} {text}"
        once = f"{verbs.TABLE_TAKEN.code}-{hash_token(taken)}"
        record(verbs.TABLE_TAKEN, self.city, actor=self.actor, once=once, title=in_all_languages(self.title))


def _write_cell(cell: Any) -> str:
    if cell is None:
        return ""
    return escape_formula(cell) if isinstance(cell, str) else str(cell)
