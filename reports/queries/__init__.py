"""The state of a city in a few queries: what waits, where the cohorts are, the five years, the main indicator."""

from dataclasses import dataclass, field
from typing import Any

from cities.models import City
from cities.queries.waiting import MOST_LINES, NOTHING_WAITS, Waiting
from educities.accounts.models import Person
from labs.models import Cohort
from labs.queries.ribbon import build_cohort_lanes
from programs.models import Milestone, ProgramYear
from programs.queries import Figures, current_year
from programs.queries.ribbon import ProgramParts, Ribbon, build_ribbon, list_suspensions
from reports.models import DirectorSentence, Report
from reports.queries.city_state import load_city_state
from reports.queries.dashboard import DashboardData, load_dashboard_data
from reports.queries.onboarding import OnboardingStep, onboarding_steps

MOST_MILESTONES = 8
AHEAD = {Milestone.State.PLANNED, Milestone.State.AT_RISK}


@dataclass
class Overview:
    """What the dashboard and the printed report show. `cohorts`: those on their way; `milestones`: the next ones.

    `director`: the director's own words for the printed page, which alone shows them.
    """

    city: City
    cohorts: list[Cohort] = field(default_factory=list)
    waiting: Waiting = NOTHING_WAITS
    steps: list[OnboardingStep] = field(default_factory=list)
    # Of a city past its first steps: nobody has said who is responsible for people's data.
    lacks_notice: bool = False
    labs: int = 0
    main: Figures | None = None
    program: Any = None
    years: list[ProgramYear] = field(default_factory=list)
    now: ProgramYear | None = None
    ribbon: Ribbon | None = None
    milestones: list[Milestone] = field(default_factory=list)
    name: str = ""
    reports: list[Report] = field(default_factory=list)
    director: dict[str, str] = field(default_factory=dict)


def load_overview(city: City, user: Person | None = None, most: int = MOST_LINES) -> Overview:
    """The scope's city as it stands now, for `user` if somebody reads it, with `most` of what waits; two queries."""
    state = load_city_state(city)
    years, cohorts, main = state.years, state.cohorts, state.main
    program = state.program if years else None
    day = load_dashboard_data(city, program=program, user=user, most=most)
    return Overview(
        city,
        cohorts=[cohort for cohort in cohorts if cohort.state != Cohort.State.COMPLETED],
        waiting=day.waiting,
        steps=onboarding_steps(day.begun, program, city),
        lacks_notice=day.begun["was_launched"] and not day.begun["has_notice"],
        labs=day.begun["launched"],
        main=main,
        program=program,
        years=years,
        now=current_year(years, city.today()),
        ribbon=draw_ribbon(years, day, cohorts, main) if program else None,
        milestones=[one for one in day.milestones if one.state in AHEAD][:MOST_MILESTONES],
        name=day.name,
        reports=day.reports,
    )


def load_printed_overview(city: City) -> Overview:
    """What the printed page shows of the scope's city: its state, and what the director wants of whoever reads it."""
    found = load_overview(city)
    found.director = DirectorSentence.objects.values_list("text", flat=True).first() or {}
    return found


def draw_ribbon(years: list[ProgramYear], day: DashboardData, cohorts: list[Cohort], main: Figures | None) -> Ribbon:
    """The five years with what is at hand already. No query, but for a program that has rested."""
    today = years[0].city.today()
    lanes = build_cohort_lanes(cohorts, today)
    parts = ProgramParts(years[0].program, years, day.milestones, day.intakes, day.forum, main, lanes)
    parts.suspensions = list_suspensions(parts.program, years)
    return build_ribbon(parts, today)
