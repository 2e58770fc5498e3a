"""What a printed report says, as plain data: texts, numbers and dates; every row, however many there are."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from educities.kit.multilingual import text_direction, translate_plain
from labs.models import Cohort
from programs import texts
from programs.models import Indicator, IndicatorValue
from programs.values.calendar import school_year
from reports.queries import Overview, by_stage
from reports.queries.ribbon import ribbon_bars, ribbon_years
from reports.texts import sentence_of_city

Series = IndicatorValue.Series
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
        "years": {"title": _("The five-year program"), "heads": ribbon_years(found), "bars": ribbon_bars(found)},
        "stages": {"title": _("Progress of the cohorts"), "rows": by_stage(found.cohorts)},
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
