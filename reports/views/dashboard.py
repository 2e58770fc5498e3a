from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities.queries.waiting import ALL_LINES, MOST_LINES
from cities.rules.roles import has_city_role
from educities.kit.charts import NARROW
from educities.kit.errors import DomainError
from educities.kit.undo import find_undo
from educities.kit.views import ActionView, Page, Permitted
from programs.views.indicators import figures_chart, in_words
from reports.actions import ask_report
from reports.models import Report
from reports.queries import load_overview
from reports.queries.dashboard import MOST_REPORTS
from reports.queries.staff_days import load_facilitator_day, load_steward_day
from reports.texts import count_running_cohorts, greeting_text, sentence_of_state, waiting_sentence
from stakeholders.values import guess_first_name

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Of everything that waits as many parts can be asked for.
MOST_PARTS = 50


def recent_reports_context(reports: list[Report]) -> dict[str, Any]:
    """The person's last reports, and whether one is still being built."""
    return {"reports": reports, "is_building": any(r.state in {"waiting", "building"} for r in reports)}


class Dashboard(Page):
    """The day of whoever works in the city: the director's, a facilitator's, the steward's."""

    permission = "cities.see_workplace_city"

    def get_template_names(self) -> list[str]:
        return [f"reports/{self.kind}.html"]

    @property
    def kind(self) -> str:
        """Whose day it is: the first of the person's roles counts."""
        user = self.request.user
        if user.has_perm("cities.see_dashboard_city", self.city):
            return "dashboard"
        return "steward" if has_city_role(user, self.city, "steward") else "facilitator"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = getattr(self, f"{self.kind}_context")()
        found = context["found"]
        found.waiting = found.waiting.skip(max(self.part - 1, 0) * ALL_LINES)
        name = found.name
        return super().get_context_data(
            name=guess_first_name(name),
            greeting=greeting_text(timezone.localtime(timezone=self.city.zone).hour),
            # A line that was settled in place comes back by htmx, with what became of it.
            is_part="HX-Request" in self.request.headers,
            has_messages=bool(len(get_messages(self.request))),
            undo=find_undo(self.request),
            part_before=self.part - 1,
            part_after=self.part + 1,
            **context,
            **kwargs,
        )

    @property
    def part(self) -> int:
        """Which part of everything that waits is asked for, from 1; 0 for the oldest few."""
        asked = self.request.GET.get("all", "0")
        return min(int(asked), MOST_PARTS) if asked.isdecimal() and len(asked) < 4 else 0

    @property
    def most(self) -> int:
        """How many lines of what waits are read: the oldest few, or as many as the asked part needs."""
        return self.part * ALL_LINES or MOST_LINES

    def dashboard_context(self) -> dict[str, Any]:
        """One sentence, what waits, the main indicator, the five years."""
        found = load_overview(self.city, self.request.user, self.most)
        return {
            "found": found,
            "formats": Report.Format.choices,
            "running": count_running_cohorts(found),
            "sentence": sentence_of_state(found),
            "card": in_words(found.main) if found.main else None,
            "chart": figures_chart(found.main.confirmed(), NARROW) if found.main else "",
            **recent_reports_context(found.reports),
        }

    def facilitator_context(self) -> dict[str, Any]:
        """What waits, the next session, the own cohorts."""
        found = load_facilitator_day(self.city, self.request.user, self.most)
        return {"found": found, "sentence": waiting_sentence(found.waiting.total)}

    def steward_context(self) -> dict[str, Any]:
        """What waits here, and the cities."""
        found = load_steward_day(self.city, self.request.user, self.most)
        return {"found": found, "sentence": waiting_sentence(found.waiting.total)}


class AskReport(ActionView):
    """A report is built by a worker; it waits here when the page is left."""

    permission = "reports.add_report"
    success_message = _("We are making your report. You will find it on this page in a minute.")

    def act(self) -> None:
        wanted = self.request.POST.get("format", "")
        if wanted not in TYPES:
            raise DomainError(_("Choose PDF or Excel."), code="reports.unknown_format")
        ask_report(actor=self.actor, format=wanted, language=(get_language() or "en")[:2])

    def success_url(self) -> str:
        if self.request.user.has_perm("cities.see_dashboard_city", self.city):
            return f"{self.city_url('dashboard')}#reports"
        return self.city_url("reports")


class Reports(Page):
    """The reports that the person asked for; the list alone where it is asked again while one is being built."""

    permission = "reports.view_report"

    def get_template_names(self) -> list[str]:
        return ["reports/reports_part.html" if "HX-Request" in self.request.headers else "reports/reports.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = list(Report.objects.filter(asked_by=self.request.user).defer("content")[:MOST_REPORTS])
        context = recent_reports_context(mine)
        # It is asked for only while one is being made: once none is, that takes the place of what the page said then.
        ended = mine[0] if mine and not context["is_building"] else None
        return super().get_context_data(
            **context, ended=ended, formats=Report.Format.choices, changes_language=False, **kwargs
        )


class Download(Permitted):
    """The file of a report that the person asked for."""

    permission = "reports.view_report"
    model = Report

    def get_row(self) -> Report:
        mine = Report.objects.filter(asked_by_id=self.request.user.pk or 0, state=Report.State.READY)
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report = self.object
        day = report.built_at.astimezone(self.city.zone)
        name = f"{self.city.slug}-{day:%Y-%m-%d}.{report.format}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(bytes(report.content), content_type=TYPES[report.format], headers=headers)
