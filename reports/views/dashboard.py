from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from educities.kit.errors import DomainError
from educities.kit.views import ActionView, Page, Permitted
from programs.views.indicators import figures_chart, in_words
from reports.actions import ask_report
from reports.models import Report
from reports.queries import load_overview, ribbon
from reports.queries.dashboard import MOST_REPORTS
from reports.texts import count_running_cohorts, greeting_text, sentence_of_state

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def recent_reports_context(reports: list[Report]) -> dict[str, Any]:
    """The person's last reports, and whether one is still being built."""
    return {"reports": reports, "is_building": any(r.state in {"waiting", "building"} for r in reports)}


class Dashboard(Page):
    """The director's day: one sentence, what waits, the main indicator, the five years, where the cohorts are."""

    permission = "cities.see_dashboard_city"
    template_name = "reports/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = load_overview(self.city, self.request.user)
        return super().get_context_data(
            found=found,
            name=found.name.split()[0] if found.name else "",
            greeting=greeting_text(timezone.localtime(timezone=self.city.zone).hour),
            running=count_running_cohorts(found),
            sentence=sentence_of_state(found),
            card=in_words(found.main) if found.main else None,
            chart=figures_chart(found.main.confirmed()) if found.main else "",
            bars=ribbon.ribbon_bars(found),
            years=ribbon.ribbon_years(found),
            **recent_reports_context(found.reports),
            **kwargs,
        )


class AskReport(ActionView):
    """A report is built by a worker; it waits here when the page is left."""

    permission = "reports.add_report"
    success_message = _("The report is being built. It waits on your page; you can go on.")

    def act(self) -> None:
        wanted = self.request.POST.get("format", "")
        if wanted not in TYPES:
            raise DomainError(_("Choose PDF or Excel."), code="reports.unknown_format")
        ask_report(actor=self.actor, format=wanted, language=(get_language() or "en")[:2])

    def success_url(self) -> str:
        return f"{self.city_url('dashboard')}#reports"


class Reports(Page):
    """The part of the dashboard that is asked again while a report is being built."""

    permission = "reports.view_report"
    template_name = "reports/_reports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Report.objects.filter(asked_by=self.request.user).defer("content")[:MOST_REPORTS]
        return super().get_context_data(**recent_reports_context(list(mine)), **kwargs)


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
