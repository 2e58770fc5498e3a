"""The five years, in their third, and two indicators with invented figures that say so."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cities.models import City
from programs.actions.annotations import annotate_indicator
from programs.actions.definitions import define_indicator
from programs.actions.indicators import Figure, confirm_values, enter_values, submit_values
from programs.actions.milestones import reach_milestone
from programs.actions.program import propose_program, sign_program
from programs.models import Indicator, Milestone
from programs.queries.evidence import EvidenceKey
from programs.values.evidence import EVIDENCE
from reports.actions.sentence import change_sentence
from reports.management.practice.cast import Cast
from reports.management.practice.words import EVIDENCE_WORDS, INDICATOR, INDICATOR_2, INVENTED, SENTENCE, in_three

ACTUAL = (61.4, 63.0, 66.8, 69.1, 73.4, 76.0)
NATIONAL = (70.2, 70.9, 71.4, 72.0, 72.6, 73.1)
# The kind of record by the words of a milestone's title, and in which order the one that was first stands first: the
# cohort that is furthest began before the others, and its lab; the second one stands a stage behind it.
RECORDS: dict[str, tuple[str, dict[str, Any], str]] = {
    "first lab": ("lab", {}, "-cohorts__stage"),
    "cohort 1": ("cohort", {}, "-stage"),
    "cohort 2": ("cohort", {"stage__lt": 4}, "-stage"),
    "baseline": ("figure", {"series": "baseline"}, "pk"),
    "expedition": ("expedition", {}, "starts_on"),
    "model": ("model", {}, "pk"),
    # The one that is tried in a school, as the milestone says: the first is tried in streets.
    "initiatives": ("initiative", {}, "-pk"),
}
# Came before its day: initiatives are tried and the second cohort is on its way, as the labs' pages say.
EARLY = ("Cohort 2 begins", "The first initiatives are tried")
TARGET = (71, 74, 77, 80, 82)


def lay_out(city: City, cast: Cast) -> None:
    """The program was signed two years ago; its figures are confirmed."""
    began = city.school_year() - 2
    program = propose_program(starts_on=date(began, city.school_year_start, 1), actor=cast.director)
    sign_program(program, actor=cast.director)
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


def reach_milestones(city: City, cast: Cast) -> None:
    """Every milestone is reached whose day is over, and before its day what the city's records already show."""
    for milestone in Milestone.objects.exclude(state=Milestone.State.REACHED):
        title = milestone.title["en"]
        is_early = milestone.due_on >= city.today()
        if is_early and not title.startswith(EARLY):
            continue
        link = _find_record(title)
        words = "" if link else next(text for word, text in EVIDENCE_WORDS.items() if word in title)
        reach_milestone(milestone, actor=cast.director, evidence=words, link=link)


def _find_record(title: str) -> EvidenceKey | None:
    """The first record of the kind that the milestone speaks of."""
    key, about, order = next((found for words, found in RECORDS.items() if words in title.lower()), ("", {}, "pk"))
    kind = EVIDENCE.get(key)
    row = kind.rows().filter(kind.offered, **about).order_by(order, "pk").first() if kind else None
    return (key, row.pk) if row else None


def _enter_figures(indicator: Indicator, city: City, cast: Cast, began: int) -> None:
    first = city.school_year() - len(ACTUAL)
    figures = [Figure("actual", first + n, Decimal(str(v)), source=INVENTED) for n, v in enumerate(ACTUAL)]
    figures += [Figure("benchmark", first + n, Decimal(str(v)), source=INVENTED) for n, v in enumerate(NATIONAL)]
    figures += [Figure("target", began + n, Decimal(v)) for n, v in enumerate(TARGET)]
    figures.append(Figure("baseline", began - 1, Decimal(str(ACTUAL[-3])), source=INVENTED))
    enter_values(indicator, figures, actor=cast.director, sure=True)
    submit_values(indicator, actor=cast.director)
    confirm_values(indicator, actor=cast.director)
