"""What a printed report says, as plain data."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from educities.kit.words import direction, say
from programs import words
from programs.calendar import school_year
from programs.models import IndicatorValue
from reports.queries import Overview, by_stage, sentence_of_state
from reports.ribbon import bars, years


def content_of(found: Overview, language: str) -> dict[str, Any]:
    """Texts and figures in the active language; every figure with its date."""
    today = found.city.today()
    return {
        "lang": language,
        "dir": direction(language),
        "title": say(found.city.name),
        "practice": _("Practice city: everything here is invented.") if found.city.is_practice else "",
        "subtitle": _("The city on one page, %(day)s") % {"day": date_format(today, "DATE_FORMAT")},
        "sentence": sentence_of_state(found),
        "indicator": _indicator(found),
        "years": {"title": _("The five years"), "heads": years(found), "bars": bars(found)},
        "stages": {"title": _("Where the cohorts are"), "rows": by_stage(found.cohorts)},
        "cohorts": {
            "title": _("Cohorts"),
            "head": [_("Cohort"), _("Lab"), _("Stage"), _("State"), _("People")],
            "rows": [
                [
                    say(c.name),
                    say(c.lab.name),
                    f"{c.stage}. {c.get_stage_display()}",
                    c.get_state_display(),
                    c.places_taken,
                ]
                for c in found.cohorts
            ],
        },
        "milestones": {
            "title": _("What lies ahead"),
            "head": [_("Milestone"), _("Due"), _("State")],
            "rows": [
                [str(m), date_format(m.due_on, "SHORT_DATE_FORMAT"), m.get_state_display()] for m in found.milestones
            ],
        },
        "footer": _("Figures as of %(day)s") % {"day": date_format(today, "DATE_FORMAT")},
    }


def _indicator(found: Overview) -> dict[str, Any] | None:
    if found.main is None:
        return None
    figures = found.main.confirmed()
    standing = figures.standing()
    indicator = figures.indicator
    series = IndicatorValue.Series
    periods = sorted({period for _series, period in figures.rows})
    kinds = (series.ACTUAL, series.BENCHMARK, series.TARGET)
    return {
        "title": str(indicator),
        "value": words.with_unit(indicator, standing.value) if standing else "",
        "year": school_year(standing.year) if standing else "",
        "gap": words.gap_in_words(indicator, standing),
        "head": [_("School year"), *(str(kind.label) for kind in kinds)],
        "rows": [[school_year(p), *(_cell(figures, kind, p) for kind in kinds)] for p in periods],
        "points": [
            [school_year(p), *(float(figures.of(kind)[p]) if p in figures.of(kind) else None for kind in kinds[:2])]
            for p in periods
        ],
        "source": indicator.source,
    }


def _cell(figures: Any, kind: str, period: int) -> str:
    value = figures.of(kind).get(period)
    return words.plain(value) if value is not None else ""
