"""Growth engines with their numbers: who can, what runs, what those who were invited have answered."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from cities.queries import city_today
from collaborations.models import Collaboration
from educities.tenancy.models import CityQuerySet
from growth.models import Engine, Invitee
from growth.queries import find_strong_organisations, find_strong_people
from growth.values import LEAST_SHOWN

RUNNING = (Collaboration.State.AGREED, Collaboration.State.ACTIVE, Collaboration.State.PAUSED)
State = Invitee.State
# A no counts among those who may still answer until their round is over: else it would be seen when it comes.
UNDECIDED = (State.ASKED, State.NO)
# What partner apps read of these numbers.
COUNTED = ("people", "organisations", "running", "completed")
# The orders that a reader may choose, each with what it puts first.
ORDERS: dict[str, tuple[Any, ...]] = {
    "gap": ("is_moving", F("people") * -1 - F("organisations"), "pk"),
    "people": ("-people", "pk"),
    "organisations": ("-organisations", "pk"),
    "running": ("-running", "pk"),
    "yes": ("-yes", "pk"),
}


def render_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The numbers as partner apps read them: of few people none."""
    return {**counts, "people": None if counts["people"] < LEAST_SHOWN else counts["people"]}


def _count_rows(rows: QuerySet, by: str) -> Coalesce:
    """How many of these rows there are, for each row beside which it stands."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def list_with_counts(rows: CityQuerySet | None = None) -> CityQuerySet:
    """The engines, each with `people`, `organisations`, `running`, `completed`, and of all invited `asked`, `yes`,
    `together`, `no`, `silent`, and `invited` and `said_yes` of them, `pending` in rounds that are open; `is_moving`: 0 where nothing runs. One query.
    """
    area = OuterRef("area_id")
    came = Collaboration.objects.filter(area_id=area)
    invited = Invitee.objects.filter(engine=OuterRef("pk"))
    answers = {state.value: _count_rows(invited.filter(state=state), "engine") for state in State}
    answers.pop(State.GONE.value)
    counts: dict[str, Any] = {
        "people": _count_rows(find_strong_people(area), "area"),
        "organisations": _count_rows(find_strong_organisations(area), "area"),
        "running": _count_rows(came.filter(state__in=RUNNING), "area"),
        "completed": _count_rows(came.filter(state=Collaboration.State.COMPLETED), "area"),
        **answers,
        "pending": _count_rows(invited.filter(state__in=UNDECIDED, round__ends_on__gte=city_today()), "engine"),
    }
    engines = Engine.objects.all() if rows is None else rows
    found: CityQuerySet = engines.select_related("city", "area").annotate(**counts)
    return found.annotate(
        is_moving=Case(When(running__gt=0, then=Value(1)), default=Value(0), output_field=IntegerField()),
        said_yes=F("yes") + F("together"),
        invited=F("asked") + F("yes") + F("together") + F("no") + F("silent"),
    )
