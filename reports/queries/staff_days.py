"""The days of a facilitator and of the network's steward: what waits for them, their cohorts, their cities."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, Min, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.waiting import MOST_LINES, Waiting, build_waiting_sql, read_waiting
from cities.rules.roles import roles_by_city
from educities.accounts.models import Person
from labs.models import Cohort, LabSeat
from labs.models.cohorts import Stage
from labs.queries.gates import cohort_gates, condition_rows
from labs.rules import find_labs_led
from meetings.models import Session

State = Cohort.State
ON_THE_WAY = (State.PLANNED, State.RECRUITING, State.RUNNING, State.SUSPENDED)
DAY_SQL = """
SELECT {waiting}, (
    SELECT display_name FROM stakeholders_profile WHERE city_id = %(city)s AND user_id = %(user)s
)
"""


@dataclass
class StaffDay:
    """`cohorts`: each with the first missing condition and how many more; `session`: the one that is on, or the next."""

    waiting: Waiting
    name: str
    cohorts: list[dict[str, Any]] = field(default_factory=list)
    session: Session | None = None
    cities: list[City] = field(default_factory=list)

    def list_cohort_groups(self) -> list[tuple[str, str, list[dict[str, Any]]]]:
        """The cohorts of the labs in which the person sits, and apart from them those of the rest of the city."""
        own = [row for row in self.cohorts if row["cohort"].is_own]
        others = [row for row in self.cohorts if not row["cohort"].is_own]
        groups = [("cohorts", _("My cohorts"), own), ("others", _("Cohorts of the city"), others)]
        return [group for group in groups if group[2]]


def load_facilitator_day(city: City, user: Person, most: int = MOST_LINES) -> StaffDay:
    """The day of whoever guides cohorts; the same few queries for any number of them."""
    waiting, name = read_day(city, user, most)
    cohorts = list_own_cohorts(city, user)
    return StaffDay(waiting, name, build_cohort_rows(city, cohorts), find_next_session(cohorts))


def load_steward_day(city: City, user: Person, most: int = MOST_LINES) -> StaffDay:
    """The day of the network's steward: what waits in this city, and the cities."""
    waiting, name = read_day(city, user, most)
    numbers = [pk for pk, held in roles_by_city(user).items() if any(one.role == "steward" for one in held)]
    return StaffDay(waiting, name, cities=list(City.objects.filter(pk__in=numbers).order_by("slug")))


def read_day(city: City, user: Person, most: int) -> tuple[Waiting, str]:
    """What waits for the person in the scope's city, and how the person is called. One query."""
    waiting_sql, asked = build_waiting_sql(user, city, city.today(), most)
    with connection.cursor() as cursor:
        cursor.execute(DAY_SQL.replace("{waiting}", waiting_sql), asked)
        waiting, name = cursor.fetchone()
    return read_waiting(waiting, city, most), name or ""


def list_own_cohorts(city: City, user: Person) -> list[Cohort]:
    """The cohorts on their way that the person guides, each with `next_session_at`; `is_own` where they sit in the lab,
    not where they guide as facilitator of the whole city.
    """
    upcoming = Q(group__sessions__state="scheduled", group__sessions__starts_at__gte=timezone.now())
    rows = Cohort.objects.filter(state__in=ON_THE_WAY).select_related("lab")
    labs = find_labs_led(user, city)
    seats = LabSeat.objects.filter(lab=OuterRef("lab"), role=LabSeat.Role.FACILITATOR, profile__user=user)
    rows = (
        rows.annotate(is_own=Exists(seats))
        if labs is None
        else rows.filter(lab_id__in=labs).annotate(is_own=Value(True))
    )
    return list(rows.annotate(next_session_at=Min("group__sessions__starts_at", filter=upcoming)))


def build_cohort_rows(city: City, cohorts: list[Cohort]) -> list[dict[str, Any]]:
    """Each cohort with what is missing before its next stage."""
    gates = cohort_gates(cohorts)
    rows = []
    for cohort in cohorts:
        runs = cohort.state == State.RUNNING
        red = [line for line in gates[cohort.pk] if runs and not line.passes]
        missing = next(iter(condition_rows(red[:1], cohort, city.slug)), None)
        is_ready = runs and not red and cohort.stage < Stage.IMPLEMENTATION
        rows.append({"cohort": cohort, "missing": missing, "further": max(len(red) - 1, 0), "is_ready": is_ready})
    return rows


def find_next_session(cohorts: list[Cohort]) -> Session | None:
    """The session of these cohorts that is on now, else the next one."""
    now = timezone.now()
    open_now = Q(state=Session.State.HELD, ends_at__gt=now) | Q(state=Session.State.SCHEDULED, ends_at__gt=now)
    groups = [cohort.group_id for cohort in cohorts]
    # One that should have begun and was not opened does not hide the one whose people are in the room.
    in_room_first = Case(When(state=Session.State.HELD, then=Value(0)), default=Value(1))
    rows = Session.objects.filter(open_now, group_id__in=groups).with_group()
    return rows.order_by(in_room_first, "starts_at").first()
