"""An indicator by groups: the table as it may be read, and the pages on which it is entered and confirmed."""

from typing import Any, ClassVar

from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.charts import render_bars
from educities.kit.multilingual import isolate_ltr, join_localised
from educities.kit.views import ActionView, FormPage, ReasonPage, RowPage
from programs import texts, verbs
from programs.actions import breakdowns
from programs.forms.breakdowns import BreakdownForm, ReturnForm
from programs.forms.sure import asking_again
from programs.models import Breakdown, Indicator
from programs.queries.breakdowns import Table, list_tables
from programs.queries.confirmers import (
    describe_why_not_returned_by,
    find_confirmable_tables,
    find_removals_to_answer,
)
from programs.values.calendar import school_year
from programs.values.totals import split_totals
from programs.views.indicators import crumbs_of


class BreakdownsPage(RowPage):
    template_name = "programs/breakdowns.html"
    permission = "programs.view_indicator"
    model = Indicator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_enter = self.request.user.has_perm("programs.enter_values_of_indicator", self.object)
        tables = list_tables(self.object, with_drafts=may_enter)
        is_waiting = any(table.row.is_waiting for table in tables)
        mine = find_confirmable_tables(self.city, self.actor) if is_waiting else {}
        answers = (
            find_removals_to_answer(self.city, self.actor)
            if may_enter and any(table.row.is_removal_waiting for table in tables)
            else {}
        )
        return super().get_context_data(
            tables=[
                draw_table(self.object, table)
                | {"to_confirm": mine.get(table.row.pk), "answers_removal": table.row.pk in answers}
                for table in tables
            ],
            may_enter=may_enter,
            has_hidden=any(cell.is_hidden for table in tables for cell in table.cells),
            crumbs=crumbs_of(self.object),
            **kwargs,
        )


def draw_table(indicator: Indicator, table: Table) -> dict[str, Any]:
    """A break-down as bars, with its gap in a sentence and its cells in words."""
    unit = "%" if indicator.unit == Indicator.Unit.PERCENT else ""
    shown = [(cell.name, cell.value) for cell in table.cells if cell.value is not None]
    return {
        "row": table.row,
        "key": f"{table.row.dimension}-{table.row.period}",
        "year": school_year(table.row.period),
        "bars": render_bars(shown, title=str(table.row), unit=unit),
        "sentence": texts.describe_gap(indicator, table),
        "cells": [(cell, texts.with_unit(indicator, cell.value)) for cell in table.cells],
        "hidden": join_localised([isolate_text(cell.name) for cell in table.cells if cell.is_hidden]),
    }


class EnterBreakdown(FormPage):
    template_name = "programs/form.html"
    permission = "programs.enter_values_of_indicator"
    model = Indicator
    form_class = BreakdownForm
    extra_context: ClassVar[dict[str, Any]] = {
        "title": _("Enter a break-down"),
        "label": _("Save as a draft"),
        "lede": _(
            "Numbers alone, never a list of people. What tells of fewer than five people is hidden from everyone who reads."
        ),
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "indicator": self.object,
            "this_year": self.city.school_year(),
            "starts_in": self.city.school_year_start,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cancel = self.city_url("breakdowns", self.object.pk)
        return super().get_context_data(cancel=cancel, crumbs=crumbs_of(self.object), **kwargs)

    def act(self, form: BreakdownForm) -> Any:
        said = form.cleaned_data
        with asking_again(form):
            row = breakdowns.enter_breakdown(
                self.object,
                actor=self.actor,
                dimension=said["dimension"],
                period=said["period"],
                cells=said["paste"],
                source=said["source"],
                sure=said["sure"],
            )
        _groups, totals = split_totals(said["paste"])
        messages.success(self.request, texts.describe_kept_table([name for name, *_counts in totals]))
        return row


class ConfirmBreakdown(ActionView):
    permission = "programs.confirm_breakdown"
    model = Breakdown
    success_message = _("Confirmed. Everyone who reads the indicator reads it, without the groups of few people.")

    def act(self) -> None:
        breakdowns.confirm_breakdown(self.object, actor=self.actor, seen=self.request.POST.get("seen", ""))


class BreakdownReasonPage(ReasonPage):
    """A question about a break-down that is answered with a reason."""

    template_name = "programs/form.html"
    model = Breakdown

    def get_queryset(self) -> Any:
        return Breakdown.objects.select_related("indicator__city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel=self.object.get_absolute_url(), eyebrow=str(self.object), **kwargs)


class ReturnBreakdown(BreakdownReasonPage):
    """It shows what is sent back: figures that were entered again since are not."""

    ends = (verbs.BREAKDOWN_RETURNED,)
    permission = "programs.confirm_breakdown"
    form_class = ReturnForm
    extra_context = {"title": _("Send the figures by groups back?"), "label": _("Send back"), "asks": True}
    success_message = _("Sent back. The person who entered the figures reads your reason.")
    returns_to_sender = True

    def get_blocker(self) -> str:
        row = self.object
        return breakdowns.describe_why_not_returned(row) or describe_why_not_returned_by(row, self.actor)

    def get_initial(self) -> dict[str, Any]:
        found = find_confirmable_tables(self.city, self.actor).get(self.object.pk)
        return {"seen": found.stamp if found else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        tables = [table for table in list_tables(row.indicator, with_drafts=True) if table.row.pk == row.pk]
        cells = [cell for table in tables for cell in draw_table(row.indicator, table)["cells"]]
        shown = [f"{isolate_text(cell.name)}: {isolate_ltr(value)}" for cell, value in cells if cell.value is not None]
        return super().get_context_data(effects=shown, **kwargs)

    def act(self, form: Any) -> Any:
        return breakdowns.return_breakdown(self.object, actor=self.actor, **form.cleaned_data).get_absolute_url()
