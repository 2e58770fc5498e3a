"""The five years to take along: as a calendar of milestones and as a picture."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from educities.kit.multilingual import text_direction, translate_plain
from educities.kit.views import Permitted
from programs.models import Program
from programs.queries import last_program, list_milestones, list_years
from programs.queries.ribbon import build_ribbon, load_ribbon_parts
from programs.renderers.calendar import render_milestones
from programs.renderers.ribbon_svg import render_ribbon_svg


class ProgramFile(Permitted):
    """A file of the program that the program's page shows."""

    permission = "programs.view_program"
    ending = ""
    content_type = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        program = last_program()
        if program is None:
            raise Http404
        name = f"{self.city.slug}-{program.starts_on.year}.{self.ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(self.render(program), content_type=self.content_type, headers=headers)

    def get_title(self, program: Program) -> str:
        """The city and what it is of."""
        return f"{translate_plain(self.city.name)} · {_('Five-year program')} {program}"

    def render(self, program: Program) -> str:
        raise NotImplementedError


class ProgramCalendar(ProgramFile):
    ending, content_type = "ics", "text/calendar; charset=utf-8"

    def render(self, program: Program) -> str:
        return render_milestones(list_milestones(list_years(program)), self.get_title(program))


class ProgramPicture(ProgramFile):
    ending, content_type = "svg", "image/svg+xml"

    def render(self, program: Program) -> str:
        today, years = self.city.today(), list_years(program)
        drawn = build_ribbon(load_ribbon_parts(program, years, today), today)
        is_rtl = text_direction((get_language() or "en")[:2]) == "rtl"
        return render_ribbon_svg(drawn, self.get_title(program), is_rtl=is_rtl)
