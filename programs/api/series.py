"""What partners' programs read beside an indicator's own figures: the nation's, and those by groups."""

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, read_choice, read_number, single_operation
from programs.models import Breakdown, Indicator, NationalFigure
from programs.queries.breakdowns import Cell, read_cells
from programs.queries.national import filter_national
from programs.serializers import BreakdownQuery, BreakdownSerializer, NationalFigureSerializer, PeriodQuery
from programs.values.calendar import PERIODS

FEW = "few_people"


def get_indicator_or_404(pk: int) -> Indicator:
    """The indicator of this city."""
    if not 0 < pk < 2**63:
        raise Http404
    return get_object_or_404(Indicator.objects.all(), pk=pk)


class NationalSeries(Listing):
    """The national averages that the page of an indicator shows: those of the very same definition."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="national_figures",
        summary="The national averages beside an indicator, as the network keeps them",
        scope="indicators:read",
        row=NationalFigureSerializer,
        query=PeriodQuery,
    )

    def rows(self, request: Request) -> QuerySet[NationalFigure, dict[str, Any]]:
        rows = filter_national(get_indicator_or_404(self.kwargs["indicator"]))
        if (period := read_number(request, "period", *PERIODS)) is not None:
            rows = rows.filter(period=period)
        return rows.values(*NationalFigureSerializer._declared_fields)

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "value": str(row["value"])}


class OneNationalFigure(Single):
    """One of them."""

    listing = NationalSeries
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="national_figure", summary="One national average", scope="indicators:read", row=NationalFigureSerializer
    )


class Breakdowns(Listing):
    """Confirmed figures by groups, without the cells that tell of few people."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="breakdowns",
        summary="Confirmed figures by groups; cells that tell of few people are null",
        scope="indicators:read",
        row=BreakdownSerializer,
        query=BreakdownQuery,
    )

    def rows(self, request: Request) -> QuerySet[Breakdown, dict[str, Any]]:
        rows = Breakdown.objects.filter(confirmed_at__isnull=False)
        for name, bounds in (("indicator", (1, 2**63 - 1)), ("period", PERIODS)):
            if (number := read_number(request, name, *bounds)) is not None:
                rows = rows.filter(**{name: number})
        if dimension := read_choice(request, "dimension", Breakdown.Dimension.values):
            rows = rows.filter(dimension=dimension)
        words = {name: F(f"indicator__{name}") for name in ("unit", "numerator", "denominator")}
        own = ("id", "indicator", "dimension", "period", "source", "confirmed_at", "cells")
        return rows.values(*own, **words)

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        measured = Indicator(**{name: row.pop(name) for name in ("unit", "numerator", "denominator")})
        return {**row, "cells": [render_cell(cell) for cell in read_cells(row["cells"], measured)]}


class OneBreakdown(Single):
    """One of them."""

    listing = Breakdowns
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="breakdown", summary="One figure by groups", scope="indicators:read", row=BreakdownSerializer
    )


def render_cell(cell: Cell) -> dict[str, Any]:
    """A group as the answer shows it: of a hidden one its name and why alone."""
    value = None if cell.value is None else str(cell.value)
    why = FEW if cell.is_hidden else ""
    return {"name": cell.name, "value": value, "people": cell.people, "hidden_because": why}
