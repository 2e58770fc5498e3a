"""The state of a city in a few queries: what waits, where the cohorts are, the five years, the main indicator."""

from dataclasses import dataclass, field
from typing import Any

from cities.models import City
from educities.accounts.models import Person
from labs.models import Cohort
from labs.models.cohorts import Stage
from programs.models import Intake, Milestone
from programs.queries import Figures, current_year, figures_of_one, last_years
from reports.models import Report
from reports.queries.dashboard import load_dashboard_data
from reports.queries.director_tasks import director_tasks
from reports.queries.onboarding import OnboardingStep, onboarding_steps


@dataclass
class Overview:
    """What the dashboard and the printed report show."""

    city: City
    cohorts: list[Cohort] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    steps: list[OnboardingStep] = field(default_factory=list)
    labs: int = 0
    main: Figures | None = None
    program: Any = None
    years: list[Any] = field(default_factory=list)
    now: Any = None
    intakes: list[Intake] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    name: str = ""
    reports: list[Report] = field(default_factory=list)


def load_overview(city: City, user: Person | None = None) -> Overview:
    """The scope's city as it stands now, for `user` if somebody reads it; four queries, whatever there is in it."""
    live = Cohort.objects.exclude(state__in=[Cohort.State.CANCELLED, Cohort.State.COMPLETED])
    years = last_years()
    program = years[0].program if years else None
    day = load_dashboard_data(city, program=program, user=user)
    return Overview(
        city,
        cohorts=list(live.select_related("lab")),
        waiting=director_tasks(day, program, city.slug),
        steps=onboarding_steps(day.begun, program, city.slug),
        labs=day.begun["launched"],
        main=figures_of_one(*day.main_indicator) if day.main_indicator else None,
        program=program,
        years=years,
        now=current_year(years, city.today()),
        intakes=day.intakes,
        milestones=day.milestones,
        name=day.name,
        reports=day.reports,
    )


def by_stage(cohorts: list[Cohort]) -> list[tuple[str, int]]:
    """How many cohorts stand in each stage."""
    return [(str(Stage(n).label), sum(c.stage == n for c in cohorts)) for n in Stage.values]
