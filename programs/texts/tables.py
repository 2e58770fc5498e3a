"""Figures and milestones as lines of a file."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from educities.kit.multilingual import join_localised, translate_plain
from programs.models import IndicatorValue, Milestone
from programs.values.calendar import school_year
from programs.values.flags import list_flags


def list_figure_headings() -> list[str]:
    """Of `write_figures`."""
    return [
        _("Code"),
        _("Indicator"),
        _("Unit"),
        _("Figures"),
        _("School year"),
        _("Value"),
        _("Counted"),
        _("Out of"),
        _("Source"),
        _("Remarks"),
        _("Confirmed on"),
    ]


def write_figures(rows: Iterable[IndicatorValue]) -> Iterator[list[Any]]:
    """A line for each; invented ones say so."""
    for row in rows:
        about = row.indicator
        remarks = [*list_flags(row.flags), *([_("Invented figures")] if about.is_invented else [])]
        yield [
            about.code,
            translate_plain(about.name),
            about.get_unit_display(),
            row.get_series_display(),
            school_year(row.period),
            row.value,
            row.numerator,
            row.denominator,
            row.source or about.source_words,
            join_localised(remarks),
            row.confirmed_at and timezone.localdate(row.confirmed_at),
        ]


def list_milestone_headings() -> list[str]:
    """Of `write_milestones`."""
    return [
        _("Program year"),
        _("Milestone"),
        _("First planned for"),
        _("Due"),
        _("Days later"),
        _("State"),
        _("Who is responsible"),
    ]


def write_milestones(rows: Iterable[Milestone]) -> Iterator[list[Any]]:
    """A line for each; days are negative where it comes earlier."""
    for row in rows:
        who = translate_plain(row.owner.name) if row.owner else row.get_owner_role_display()
        yield [
            row.year.number,
            translate_plain(row.title),
            row.baseline_due_on,
            row.due_on,
            row.slip_days,
            str(row.get_state_display()),
            str(who),
        ]
