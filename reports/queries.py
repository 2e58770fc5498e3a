"""The state of a city in a few queries: what waits, where the cohorts are, the five years, the main indicator."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Contribution
from cities.models import City
from labs.models import Cohort, Expedition, Override
from labs.models.cohorts import Stage
from programs.models import Indicator, IndicatorValue, Milestone
from programs.queries import Figures, current_year, figures_of, last_program
from stakeholders.models import Organisation

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
    intakes: list[Any] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)


def overview(city: City) -> Overview:
    """The scope's city as it stands now; at most eight queries, whatever there is in it."""
    found = Overview(city)
    found.cohorts = list(
        Cohort.objects.exclude(state__in=[Cohort.State.CANCELLED, Cohort.State.COMPLETED]).select_related("lab", "city")
    )
    main = Indicator.objects.order_by("-is_main", "pk").first()
    if main:
        (found.main,) = figures_of([main])
    found.program = last_program()
    if found.program:
        found.years = list(found.program.years.all())
        found.now = current_year(found.program)
        found.intakes = list(found.program.intakes.all())
        found.milestones = list(
            Milestone.objects.filter(year__program=found.program, state__in=["planned", "at_risk", "missed"])[:8]
        )
    found.waiting = waiting(city)
    return found


def waiting(city: City) -> list[dict[str, Any]]:
    """At most five lines that need the director, each with the page that settles it; one query counts them all."""
    counts = (
        City.objects.filter(pk=city.pk)
        .annotate(
            overrides=_count(Override, state="requested"),
            organisations=_count(Organisation, state="proposed"),
            figures=_count(IndicatorValue, state="submitted"),
            expeditions=_count(Expedition, state="planned"),
            ideas=_count(Contribution, state="pending"),
        )
        .values("overrides", "organisations", "figures", "expeditions", "ideas")
        .get()
    )
    lines = [line for line in (_line(name, n, city.slug) for name, n in counts.items()) if line]
    return lines[:MOST_WAITING]


def _count(model: Any, **which: Any) -> Any:
    """A count as a sub-select, so that five of them travel in one query."""
    rows = model.objects.filter(**which).order_by().values("city_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows), 0)


def _line(name: str, n: int, slug: str) -> dict[str, Any] | None:
    if not n:
        return None
    if name == "overrides":
        override = Override.objects.filter(state="requested").order_by("pk").first()
        text = ngettext("%(n)s override waits for an answer", "%(n)s overrides wait for an answer", n)
        return {"text": text % {"n": n}, "url": override.get_absolute_url() if override else ""}
    texts = {
        "organisations": (
            ngettext("%(n)s organisation to verify", "%(n)s organisations to verify", n),
            reverse("organisations", args=[slug]) + "?state=proposed",
        ),
        "figures": (
            ngettext("%(n)s figure to confirm", "%(n)s figures to confirm", n),
            reverse("indicators", args=[slug]),
        ),
        "expeditions": (
            ngettext("%(n)s expedition to approve", "%(n)s expeditions to approve", n),
            reverse("board", args=[slug]),
        ),
        "ideas": (
            ngettext("%(n)s idea of a young person to read", "%(n)s ideas of young people to read", n),
            reverse("moderation", args=[slug]),
        ),
    }
    text, url = texts[name]
    return {"text": text % {"n": n}, "url": url}


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
