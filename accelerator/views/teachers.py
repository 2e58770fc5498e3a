"""Who has applied for an intake, waits and takes part: a page, and a file."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse

from accelerator.models import Enrolment
from accelerator.queries.lists import find_acts, list_lines
from accelerator.texts.teachers import write_teachers
from accelerator.views.intakes import OfIntake

State = Enrolment.State


class Teachers(OfIntake):
    """Who has applied, waits and takes part, and how far each is: numbers, and no words of theirs."""

    permission = "accelerator.lead_accelerator"
    template_name = "accelerator/teachers.html"
    part = "accelerator_teachers"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = list_lines(self.object)
        states = {line.row.state for _label, lines in groups for line in lines}
        return super().get_context_data(
            groups=groups,
            waiting=State.HEAD_APPROVED in states,
            acts=find_acts(self.object),
            crumbs=[(self.object.get_absolute_url(), str(self.object))],
            **kwargs,
        )


class TeachersFile(OfIntake):
    """Presence and recognised hours of each teacher, as a file: what a ministry or a school asks for."""

    permission = "accelerator.lead_accelerator"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="teachers-{self.object.pk}.csv"'
        response["Cache-Control"] = "no-store"
        csv.writer(response).writerows(write_teachers(self.object))
        return response
