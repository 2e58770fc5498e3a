"""The state of a city in a few queries: what waits, where the cohorts are, the five years, the main indicator."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City
from labs.models import Cohort
from labs.models.cohorts import Stage
from programs.models import Intake, Milestone
from programs.queries import Figures, current_year, figures_of_one, last_years
from reports.day import Day, day_of
from reports.models import Report

MOST_WAITING = 5


@dataclass
class Overview:
    """What the dashboard and the printed report show."""

    city: City
    cohorts: list[Cohort] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    main: Figures | None = None
    program: Any = None
    years: list[Any] = field(default_factory=list)
    now: Any = None
    intakes: list[Intake] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    name: str = ""
    reports: list[Report] = field(default_factory=list)


def overview(city: City, user: Any = None) -> Overview:
    """The scope's city as it stands now, for `user` if somebody reads it; four queries, whatever there is in it."""
    live = Cohort.objects.exclude(state__in=[Cohort.State.CANCELLED, Cohort.State.COMPLETED])
    years = last_years()
    program = years[0].program if years else None
    day = day_of(city, program=program, user=user)
    return Overview(
        city,
        cohorts=list(live.select_related("lab")),
        waiting=waiting(day, city.slug),
        main=figures_of_one(*day.main_indicator) if day.main_indicator else None,
        program=program,
        years=years,
        now=current_year(years, city.today()),
        intakes=day.intakes,
        milestones=day.milestones,
        name=day.name,
        reports=day.reports,
    )


def waiting(day: Day, slug: str) -> list[dict[str, Any]]:
    """At most five lines that need the director, each with the page that settles it."""
    lines = [_line(name, n, day, slug) for name, n in day.waiting.items() if n]
    return lines[:MOST_WAITING]


def _line(name: str, n: int, day: Day, slug: str) -> dict[str, Any]:
    texts = {
        "overrides": lambda: ngettext("%(n)s override waits for an answer", "%(n)s overrides wait for an answer", n),
        "organisations": lambda: ngettext("%(n)s organisation to verify", "%(n)s organisations to verify", n),
        "figures": lambda: ngettext("%(n)s figure to confirm", "%(n)s figures to confirm", n),
        "expeditions": lambda: ngettext("%(n)s expedition to approve", "%(n)s expeditions to approve", n),
        "ideas": lambda: ngettext("%(n)s idea of a young person to read", "%(n)s ideas of young people to read", n),
    }
    pages = {
        "overrides": lambda: reverse("override", args=[slug, day.first_override]),
        "organisations": lambda: reverse("organisations", args=[slug]) + "?state=proposed",
        "figures": lambda: reverse("indicators", args=[slug]),
        "expeditions": lambda: reverse("board", args=[slug]),
        "ideas": lambda: reverse("moderation", args=[slug]),
    }
    return {"text": texts[name]() % {"n": n}, "url": pages[name]()}


def sentence_of_state(found: Overview) -> str:
    """One sentence: how many cohorts are on their way, and how many things wait."""
    running = sum(cohort.state == Cohort.State.RUNNING for cohort in found.cohorts)
    if not found.cohorts and not found.program:
        return _("The city is new: begin with the five years, then with the organisations of the four sectors.")
    way = ngettext("%(n)s cohort is on its way.", "%(n)s cohorts are on their way.", running) % {"n": running}
    if not found.waiting:
        return f"{way} {_('Nothing waits for you.')}"
    n = len(found.waiting)
    wait = ngettext("One thing waits for you.", "%(n)s things wait for you.", n) % {"n": n}
    return f"{way} {wait}"


def by_stage(cohorts: list[Cohort]) -> list[tuple[str, int]]:
    """How many cohorts stand in each stage."""
    return [(str(Stage(n).label), sum(c.stage == n for c in cohorts)) for n in Stage.values]
