"""The figures and the milestones of the city as files."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from educities.activity.views.tables import TableFile
from programs.models import IndicatorValue, Milestone
from programs.queries import last_program
from programs.texts import tables


class FiguresTable(TableFile):
    """Every confirmed figure."""

    permission = "programs.list_indicator"
    title, file_name = _("Confirmed figures of all indicators"), "figures"

    def headings(self) -> list[str]:
        return tables.list_figure_headings()

    def lines(self) -> Iterable[list[Any]]:
        rows = IndicatorValue.objects.confirmed().select_related("indicator")
        return tables.write_figures(rows.order_by("-indicator__is_main", "indicator__code", "series", "period"))


class MilestonesTable(TableFile):
    """Every milestone of the five years, with how far its day has moved."""

    permission = "programs.view_program"
    title, file_name = _("Milestones of the five years"), "milestones"

    def headings(self) -> list[str]:
        return tables.list_milestone_headings()

    def lines(self) -> Iterable[list[Any]]:
        rows = Milestone.objects.filter(year__program=last_program()).select_related("year", "owner")
        return tables.write_milestones(rows.order_by("year__number", "due_on", "pk"))
