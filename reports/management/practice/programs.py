"""The five years, in their third, and two indicators with invented figures that say so."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from cities.models import City
from programs.actions.annotations import annotate_indicator
from programs.actions.breakdowns import confirm_breakdown, enter_breakdown
from programs.actions.definitions import adopt_definitions, change_indicator, define_indicator
from programs.actions.indicators import Figure, confirm_values, enter_values, submit_values
from programs.actions.milestone_overrides import grant_milestone_override, request_milestone_override
from programs.actions.milestones import move_milestone, reach_milestone
from programs.actions.program import close_year, propose_program
from programs.actions.reviews import confirm_review, draft_review, submit_review, write_review
from programs.actions.revisions import propose_revision
from programs.actions.signing import sign_program
from programs.models import Indicator, Milestone, ProgramYear
from programs.queries.evidence import EvidenceKey
from programs.values.catalogue import find_definition
from programs.values.evidence import EVIDENCE
from reports.actions.sentence import change_sentence
from reports.management.practice.cast import Cast
from reports.management.practice.words import (
    INDICATOR,
    INDICATOR_2,
    INVENTED,
    MISSED_WORDS,
    OVERRIDE_WORDS,
    REVIEW_CHANGES,
    REVIEW_WORDS,
    REVISED_WORDS,
    SENTENCE,
    in_three,
)

ACTUAL = (61.4, 63.0, 66.8, 69.1, 73.4, 76.0)
NATIONAL = (70.2, 70.9, 71.4, 72.0, 72.6, 73.1)
# The kind of record that shows a milestone, by its line of the template, which of its kind, and in which order the one
# that was first stands first: the cohort that is furthest began before the others, and its lab. A meeting is the forum's,
# or that of a cohort.
OF_FORUM, OF_COHORTS = {"group__kind": "forum"}, {"group__kind": "cohort"}
RECORDS: dict[str, tuple[str, dict[str, Any], str]] = {
    "1.1": ("program", {}, "pk"),
    "1.2": ("session", OF_FORUM, "starts_at"),
    "1.3": ("session", OF_FORUM, "starts_at"),
    "1.5": ("lab", {}, "-cohorts__stage"),
    "1.7": ("cohort", {}, "-stage"),
    "1.8": ("session", OF_COHORTS, "-starts_at"),
    "2.1": ("challenge", {}, "pk"),
    "2.2": ("figure", {"series": "baseline"}, "pk"),
    "2.3": ("cohort", {}, "-stage"),
    "2.4": ("intake", {}, "pk"),
    "2.5": ("figure", {"series": "baseline"}, "pk"),
    "2.6": ("expedition", {}, "starts_on"),
    "2.7": ("session", OF_COHORTS, "-starts_at"),
    "2.8": ("session", OF_FORUM, "-starts_at"),
    "3.1": ("model", {}, "pk"),
    # Every idea has its answer there, as the milestone says.
    "3.2": ("challenge", {"state": "answered"}, "pk"),
    "3.3": ("model", {}, "pk"),
    # The one that is tried in a school, as the milestone says: the first is tried in streets.
    "3.4": ("initiative", {}, "-pk"),
    "3.5": ("cohort", {"stage__lt": 4}, "-stage"),
    "3.7": ("credential", {}, "pk"),
}
# Came before its day: initiatives are tried, the second cohort is on its way and the first teachers have graduated, as
# the pages of labs and of the accelerator say.
EARLY = ("3.4", "3.5", "3.7")
TARGET = (71, 74, 77, 80, 82)
# So many years before the last one: a year without a survey is a gap, and new questions make a new line.
SAFE = {5: "71.2", 4: "72.0", 2: "64.5", 1: "66.8"}
SAFE_NATIONAL = {5: "73.0", 4: "73.4", 3: "73.1", 2: "68.0", 1: "68.4", 0: "69.0"}
# What the director proposes in place of the figure of the year before the last one.
REVISED = "65.9"
# Two groups are hidden: one of four people, and one more, so that nobody works it out.
SAFE_BY_LANGUAGE = (("עברית", 412, 590), ("العربية", 131, 195), ("English", 14, 22), ("Русский", 3, 4))
NEW_QUESTIONS = in_three("The survey has new questions", "בסקר יש שאלות חדשות", "في الاستطلاع أسئلة جديدة")


def lay_out(city: City, cast: Cast) -> None:
    """The program was signed two years ago; its figures are confirmed."""
    began = city.school_year() - 2
    program = propose_program(starts_on=date(began, city.school_year_start, 1), actor=cast.director)
    sign_program(program, actor=cast.director)
    sign_program(program, actor=cast.steward)
    main = define_indicator(
        actor=cast.director, code="diploma-entitlement", name=INDICATOR, source=INVENTED, is_main=True, is_invented=True
    )
    _enter_figures(main, city, cast, began)
    second = define_indicator(
        actor=cast.director,
        code="met-a-professional",
        name=INDICATOR_2,
        kind="programme",
        unit="number",
        numerator=INDICATOR_2,
        source=INVENTED,
        owner_role="facilitator",
        is_invented=True,
        no_benchmark_because="נמדד רק בעיר הזאת",
    )
    day = date(began, city.school_year_start, 1) + timedelta(days=60)
    opening = in_three(
        "The learning centre by the sea opened", "נפתח מרכז הלמידה ליד הים", "افتُتح مركز التعلّم قرب البحر"
    )
    annotate_indicator(main, actor=cast.director, happened_on=day, text=opening)
    change_sentence(actor=cast.director, text=SENTENCE)
    counted = [Figure("actual", began - 1 + n, Decimal(v)) for n, v in enumerate((120, 310, 480))]
    enter_values(second, counted, actor=cast.facilitator, sure=True)
    submit_values(second, actor=cast.facilitator)
    _measure_safety(city, cast)


def _measure_safety(city: City, cast: Cast) -> None:
    """An indicator of the catalogue over six years: one of them missing, counted differently since, and by language."""
    definition = find_definition("feel-safe", 1)
    if definition is None:
        return
    (row,) = adopt_definitions([definition], actor=cast.director)
    row = change_indicator(row, actor=cast.director, source=INVENTED, is_invented=True)
    last = city.school_year() - 1
    figures = [
        Figure(series, last - back, Decimal(value), source=INVENTED)
        for series, values in (("actual", SAFE), ("benchmark", SAFE_NATIONAL))
        for back, value in values.items()
    ]
    counted, people = (Decimal(sum(cell[n] for cell in SAFE_BY_LANGUAGE)) for n in (1, 2))
    figures.append(Figure("actual", last, None, counted, people, source=INVENTED, flags="p"))
    enter_values(row, figures, actor=cast.facilitator, sure=True)
    submit_values(row, actor=cast.facilitator)
    confirm_values(row, actor=cast.director)
    day = date(last - 2, city.school_year_start, 1)
    annotate_indicator(row, actor=cast.director, happened_on=day, text=NEW_QUESTIONS, is_break=True)
    about: dict[str, Any] = {"dimension": "language", "period": last, "cells": SAFE_BY_LANGUAGE, "source": INVENTED}
    confirm_breakdown(enter_breakdown(row, actor=cast.facilitator, **about), actor=cast.director)
    # It waits for the facilitator: the old figure counts meanwhile.
    old = row.values.get(series="actual", period=last - 1)
    revised = Figure("actual", old.period, Decimal(REVISED), source=INVENTED)
    propose_revision(old, actor=cast.director, reason=REVISED_WORDS, figure=revised)


def reach_milestones(city: City, cast: Cast) -> None:
    """Every milestone whose day is over has its end, and before its day what the city's records already show is reached."""
    rows = Milestone.objects.select_related("year__program")
    for milestone in rows.exclude(state=Milestone.State.REACHED):
        line = milestone.code.partition("/")[2]
        if milestone.due_on >= city.today() and line not in EARLY:
            continue
        if link := _find_record(line, milestone.due_on):
            reach_milestone(milestone, actor=cast.director, link=link)
        elif line in OVERRIDE_WORDS:
            asked = request_milestone_override(milestone, actor=cast.director, reason=OVERRIDE_WORDS[line])
            grant_milestone_override(asked, actor=cast.steward)
        elif milestone.due_on < city.today():
            move_milestone(milestone, "missed", actor=cast.director, reason=MISSED_WORDS)


def close_first_year(city: City, cast: Cast) -> None:
    """The first year is closed: its review was submitted by the director and confirmed by the steward, in its autumn."""
    year = ProgramYear.objects.select_related("program").get(number=1)
    review = draft_review(year, actor=cast.director)
    write_review(review, actor=cast.director, words=REVIEW_WORDS, changes=REVIEW_CHANGES)
    submit_review(review, actor=cast.director)
    review.submitted_at = datetime.combine(year.ends_on + timedelta(days=10), time(10), city.zone)
    review.save(update_fields=["submitted_at"])
    confirm_review(review, actor=cast.steward, on=year.ends_on + timedelta(days=24))
    close_year(year, actor=cast.director)


def _find_record(line: str, due: date) -> EvidenceKey | None:
    """The first record of the kind that shows the milestone of this line; of later meetings the last one by its day."""
    key, about, order = RECORDS.get(line, ("", {}, "pk"))
    kind = EVIDENCE.get(key)
    about = {**about, "starts_at__date__lte": due} if order == "-starts_at" else about
    row = kind.rows().filter(kind.offered, **about).order_by(order, "pk").first() if kind else None
    return (key, row.pk) if row else None


def _enter_figures(indicator: Indicator, city: City, cast: Cast, began: int) -> None:
    first = city.school_year() - len(ACTUAL)
    figures = [Figure("actual", first + n, Decimal(str(v)), source=INVENTED) for n, v in enumerate(ACTUAL)]
    figures += [Figure("benchmark", first + n, Decimal(str(v)), source=INVENTED) for n, v in enumerate(NATIONAL)]
    figures += [Figure("target", began + n, Decimal(v)) for n, v in enumerate(TARGET)]
    figures.append(Figure("baseline", began - 1, Decimal(str(ACTUAL[-3])), source=INVENTED))
    enter_values(indicator, figures, actor=cast.facilitator, sure=True)
    submit_values(indicator, actor=cast.facilitator)
    confirm_values(indicator, actor=cast.director)
