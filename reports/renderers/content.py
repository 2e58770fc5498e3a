"""What a printed report says, as plain data: texts, numbers and dates; every row, however many there are."""

from collections import Counter
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.kit.multilingual import (
    get_translation,
    isolate_ltr,
    join_localised,
    text_direction,
    translate_plain,
)
from labs.models import Cohort
from labs.queries.sectors import count_sectors
from programs import texts
from programs.models import Indicator, IndicatorValue
from programs.queries import Figures
from programs.queries.ribbon import Ribbon
from programs.values.calendar import school_year
from programs.values.ribbon import Lane
from reports.queries import Overview
from reports.renderers.chart import chart_of
from reports.texts import sentence_of_city
from stakeholders.models import Sector

Series = IndicatorValue.Series
# On paper the words of the next milestone have room for so many months.
NEXT_MONTHS = 28
# So many signs have room in one row; where there are more places, one sign stands for several.
MOST_SIGNS = 40
KINDS = (Series.ACTUAL, Series.BENCHMARK, Series.TARGET, Series.BASELINE)


def content_of(found: Overview, language: str) -> dict[str, Any]:
    """Texts and figures in the active language; every figure with its date."""
    today, sectors = found.city.today(), count_sectors(found.cohorts)
    return {
        "lang": language,
        "dir": text_direction(language),
        "title": translate_plain(found.city.name),
        "practice": _("Practice city: everything here is invented.") if found.city.is_practice else "",
        "subtitle": _("The city on one page, %(day)s") % {"day": _format_day(today)},
        "headline": _headline_text(found),
        "sentence": sentence_of_city(found),
        "director": _director_part(found.director),
        "indicator": _indicator_part(found),
        "years": _years_part(found.ribbon, found.cohorts),
        "cohorts": {
            "title": _("Cohorts"),
            "head": [_("Cohort"), _("Lab"), _("Stage"), _("Status"), _("People")],
            "rows": [_cohort_row(cohort, sum(sectors[cohort.pk].values())) for cohort in found.cohorts],
        },
        "milestones": {
            "title": _("Upcoming milestones"),
            "head": [_("Milestone"), _("Due"), _("Status")],
            "rows": [[str(m), m.due_on, m.get_state_display()] for m in found.milestones],
        },
        "sectors": _sectors_part(sectors),
        "footer": _("Made on %(day)s") % {"day": _format_day(today)},
    }


def _headline_text(found: Overview) -> str:
    """The figure and how it compares, in one line; nothing before a figure is confirmed."""
    figures = found.main.confirmed() if found.main else None
    standing = figures.standing() if figures else None
    if figures is None or standing is None:
        return ""
    value, gap = texts.with_unit(figures.indicator, standing.value), texts.gap_in_words(figures.indicator, standing)
    return f"{value} · {gap}" if standing.gap is not None else value


def _director_part(text: dict[str, str]) -> dict[str, str]:
    """The director's own words in the reader's language, else in the one they were written in."""
    words, code = get_translation(text)
    return {"text": words, "lang": code, "dir": text_direction(code)}


def _sectors_part(sectors: dict[int, Counter[int]]) -> dict[str, Any]:
    """How many places each sector has in the cohorts on their way, and which is missing: one person may have several."""
    counts = sum(sectors.values(), Counter[int]())
    missing = [str(label) for sector, label in Sector.choices if not counts[sector]]
    scale = -(-max(counts.values(), default=1) // MOST_SIGNS) or 1
    if not counts:
        sentence = _("Nobody has a place in a cohort yet.")
    elif missing:
        sentence = _("Still missing: %(sectors)s.") % {"sectors": join_localised(missing)}
    else:
        sentence = _("All four sectors take part.")
    return {
        "title": _("Places in the cohorts, by sector"),
        "sentence": sentence,
        "rows": [[str(label), counts[sector]] for sector, label in Sector.choices],
        "signs": [-(-counts[sector] // scale) for sector, _label in Sector.choices],
        "scale": ngettext("One sign: %(n)s place.", "One sign: up to %(n)s places.", scale) % {"n": scale}
        if scale > 1
        else "",
    }


def _years_part(ribbon: Ribbon | None, cohorts: list[Cohort]) -> dict[str, Any]:
    """The picture of the five years as numbers of months: heads, beads, bars, the month of today."""
    stages = {one.get_absolute_url(): f"{one.stage}. {one.get_stage_display()}" for one in cohorts}
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
        "lanes": [_lane_part(lane, stages.get(lane.url, "")) for lane in ribbon.all_lanes],
        "bodies": len(ribbon.bodies),
        "figure_name": ribbon.figure_name,
        "figures": [[year.figure, year.note, year.is_target] for year in ribbon.years] if ribbon.figure_name else [],
        "next_months": NEXT_MONTHS,
        "today": ribbon.today,
        "today_word": _("today"),
        "key": [_("done"), _("now"), _("ahead")],
        "rings": _ring_words(ribbon),
    }


def _ring_words(ribbon: Ribbon) -> list[list[str]]:
    """What each ring on the wire means: [tone, words]."""
    if not ribbon.beads:
        return []
    words = [["done", _("milestone reached")], ["now", _("next milestone")], ["", _("planned milestone")]]
    return words + ([["late", _("overdue or missed")]] if ribbon.has_late else [])


def _lane_part(lane: Lane, stage: str) -> dict[str, Any]:
    """On paper a cohort's bar is its path, and the words below its name say the stage."""
    return {
        "name": lane.name,
        "about": stage or lane.about,
        "pieces": [[piece.month, piece.length, piece.span.fill] for piece in lane.pieces],
    }


def _format_day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _cohort_row(cohort: Cohort, members: int) -> list[Any]:
    stage = f"{cohort.stage}. {cohort.get_stage_display()}"
    return [
        translate_plain(cohort.name),
        translate_plain(cohort.lab.name),
        stage,
        cohort.get_state_display(),
        members,
    ]


def _compared_texts(figures: Figures) -> list[str]:
    """What stands beside the figure: the average, the year's target, where the program began."""
    indicator, standing = figures.indicator, figures.standing()
    if standing is None:
        return []
    average, target = figures.of(Series.BENCHMARK).get(standing.year), standing.target
    said = [
        (_("National average: %(value)s"), average),
        (_("Target of the year: %(value)s"), target),
        (_("Baseline: %(value)s"), figures.baseline),
    ]
    # After an Arabic letter the sign of a percentage would stand on the other side of its number.
    given = [(text, isolate_ltr(texts.with_unit(indicator, value))) for text, value in said if value is not None]
    return [text % {"value": value} for text, value in given]


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
        "chart": chart_of(figures),
        # What the picture says, for who hears the page.
        "alt": f"{indicator}. {texts.gap_in_words(indicator, standing)}",
        "compared": _compared_texts(figures),
        "head": [_("School year"), *(str(kind.label) for kind in KINDS)],
        "rows": [[school_year(p), *(figures.of(kind).get(p) for kind in KINDS)] for p in periods],
        "source": indicator.source_words,
    }
