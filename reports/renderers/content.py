"""What a printed report says, as plain data: texts, numbers and dates; every row, however many there are."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from educities.kit.multilingual import text_direction, translate_plain
from labs.models import Cohort
from programs import texts
from programs.models import Indicator, IndicatorValue
from programs.queries.ribbon import Ribbon
from programs.values.calendar import school_year
from programs.values.ribbon import Lane
from reports.queries import Overview
from reports.texts import sentence_of_city

Series = IndicatorValue.Series
# On paper the words of the next milestone have room for so many months.
NEXT_MONTHS = 28
KINDS = (Series.ACTUAL, Series.BENCHMARK, Series.TARGET, Series.BASELINE)


def content_of(found: Overview, language: str) -> dict[str, Any]:
    """Texts and figures in the active language; every figure with its date."""
    today = found.city.today()
    return {
        "lang": language,
        "dir": text_direction(language),
        "title": translate_plain(found.city.name),
        "practice": _("Practice city: everything here is invented.") if found.city.is_practice else "",
        "subtitle": _("The city on one page, %(day)s") % {"day": _format_day(today)},
        "sentence": sentence_of_city(found),
        "indicator": _indicator_part(found),
        "years": _years_part(found.ribbon),
        "cohorts": {
            "title": _("Cohorts"),
            "head": [_("Cohort"), _("Lab"), _("Stage"), _("Status"), _("People")],
            "rows": [_cohort_row(cohort) for cohort in found.cohorts],
        },
        "milestones": {
            "title": _("Upcoming milestones"),
            "head": [_("Milestone"), _("Due"), _("Status")],
            "rows": [[str(m), m.due_on, m.get_state_display()] for m in found.milestones],
        },
        "footer": _("Figures as of %(day)s") % {"day": _format_day(today)},
    }


def _years_part(ribbon: Ribbon | None) -> dict[str, Any]:
    """The picture of the five years as numbers of months: heads, beads, bars, the month of today."""
    part: dict[str, Any] = {"title": _("The five-year program"), "heads": [], "beads": [], "lanes": [], "figures": []}
    if ribbon is None:
        return part
    following = ribbon.next_bead
    return {
        **part,
        "sentence": ribbon.sentence,
        "heads": [[year.label, year.is_now] for year in ribbon.years],
        "wire": _("Milestones"),
        "beads": [[bead.month, bead.tone] for bead in ribbon.beads],
        "next": [*ribbon.place_next(NEXT_MONTHS), following.title, date_format(following.due_on, "SHORT_DATE_FORMAT")]
        if following
        else None,
        "lanes": [_lane_part(lane) for lane in ribbon.all_lanes],
        "bodies": len(ribbon.bodies),
        "figure_name": ribbon.figure_name,
        "figures": [[year.figure, year.note, year.is_target] for year in ribbon.years] if ribbon.figure_name else [],
        "next_months": NEXT_MONTHS,
        "today": ribbon.today,
        "today_word": _("today"),
        "key": [_("done"), _("now"), _("ahead")],
    }


def _lane_part(lane: Lane) -> dict[str, Any]:
    return {"name": lane.name, "pieces": [[piece.month, piece.length, piece.span.fill] for piece in lane.pieces]}


def _format_day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _cohort_row(cohort: Cohort) -> list[Any]:
    stage = f"{cohort.stage}. {cohort.get_stage_display()}"
    return [
        translate_plain(cohort.name),
        translate_plain(cohort.lab.name),
        stage,
        cohort.get_state_display(),
        cohort.places_taken,
    ]


def _indicator_part(found: Overview) -> dict[str, Any] | None:
    if found.main is None:
        return None
    figures = found.main.confirmed()
    indicator, standing = figures.indicator, figures.standing()
    periods = sorted({period for _series, period in figures.rows})
    return {
        "title": str(indicator),
        "value": texts.with_unit(indicator, standing.value) if standing else "",
        "year": school_year(standing.year) if standing else "",
        "gap": texts.gap_in_words(indicator, standing)
        if standing or not figures.newer
        else _("No figure is confirmed yet."),
        "unit": "%" if indicator.unit == Indicator.Unit.PERCENT else "",
        "head": [_("School year"), *(str(kind.label) for kind in KINDS)],
        "rows": [[school_year(p), *(figures.of(kind).get(p) for kind in KINDS)] for p in periods],
        "source": indicator.source,
    }
