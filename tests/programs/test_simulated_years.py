"""Three years go by in four time zones, with ticks that nobody took, clocks that change and two beats at once: years turn
once and on their day, nothing late is lost, nobody hears of anything twice."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cities.models import City
from educities.activity.models import AuditEntry, Notice
from educities.celery import BEAT
from educities.tenancy.scope import city_scope
from forum.models import Charter, Decision, Seat
from forum.tasks import prepare_forums
from programs.actions import Figure, enter_values
from programs.models import Milestone, Program, ProgramYear
from programs.tasks import turn_program_years
from tests.collaborations.test_races import run_at_once
from tests.factories import CityFactory, IndicatorFactory, MembershipFactory, ProgramFactory
from tests.forum.support import decide, hold_meeting, seat_four, write_item
from tests.support import Clock

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]
State = ProgramYear.State
START, END = datetime(2026, 8, 25, tzinfo=UTC), datetime(2029, 9, 20, tzinfo=UTC)
# Time zone, month of the school year's begin, first day of the five years. Santiago changes its clocks at midnight;
# Auckland is the first to see a day, Saint John's lies half an hour beside all others.
CITIES = {
    "jerusalem": ("Asia/Jerusalem", 9, date(2026, 9, 1)),
    "santiago": ("America/Santiago", 3, date(2027, 3, 1)),
    "auckland": ("Pacific/Auckland", 2, date(2027, 2, 1)),
    "st-johns": ("America/St_Johns", 9, date(2026, 9, 1)),
}
# The beat comes in the hours about the midnight of a first day, but in 2028: then it was away. Else now and then.
AROUND = (-40, 20, 80)
GAPS = (timedelta(days=4), timedelta(days=9), timedelta(days=15), timedelta(days=24))
LATE, DUE = "programs.milestone_late", "programs.figure_due"


def tick_times(seed: int) -> list[tuple[datetime, bool]]:
    """When a beat comes, and whether that is about a midnight from which on a year of a city is another."""
    dice, now, times = random.Random(seed), START, {}
    while now < END:
        times[now] = False
        now += dice.choice(GAPS) + timedelta(minutes=dice.randrange(24 * 60))
    for zone, _month, first in CITIES.values():
        for year in {2026, 2027, 2029} - {first.year - 1}:
            midnight = datetime(year, first.month, first.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
            times |= {midnight + timedelta(minutes=minutes): True for minutes in AROUND}
    return sorted(times.items())


@pytest.fixture
def cities(clock: Clock, transactional_db: None) -> dict[str, City]:
    clock.now = START
    return {slug: found_city(slug, clock, *about) for slug, about in CITIES.items()}


def found_city(slug: str, clock: Clock, zone: str, month: int, first: date) -> City:
    """A city whose five years are signed, with a forum that has decided something, and a figure to be entered."""
    city = CityFactory(slug=slug, time_zone=zone, school_year_start=month)
    director = MembershipFactory(city=city, role="director").user
    with city_scope(city.pk):
        ProgramFactory(starts_on=first, actor=director, signed=True)
        figure = Figure("actual", city.school_year() - 1, Decimal(60))
        enter_values(IndicatorFactory(owner_role="director"), [figure], actor=director, sure=True)
        charter = Charter.objects.select_related("city", "group").get()
        seats = seat_four(charter)
        hold_meeting(charter, seats, actor=director)
        decide(write_item(charter, actor=director), actor=director, review_on=city.today() + timedelta(days=300))
    return city


def tick(cities: dict[str, City], *, beats: int) -> None:
    """Each task of the night was sent by each beat, two of them at the same moment."""
    tasks: list[Any] = [turn_program_years, prepare_forums]
    if beats > 1:
        assert run_at_once(cities["jerusalem"], tasks * beats) == []
    else:
        for task in tasks:
            task()


def expected_state(year: ProgramYear, today: date) -> str:
    if today < year.starts_on:
        return State.UPCOMING
    return State.OPEN if today <= year.ends_on else State.IN_REVIEW


def find_wrong_years(city: City, now: datetime) -> list[str]:
    """The years that do not stand as the date in the city says."""
    today = now.astimezone(ZoneInfo(city.time_zone)).date()
    with city_scope(city.pk):
        return [
            f"{city.slug} {today}: year {year.number} is {year.state}"
            for year in ProgramYear.objects.all()
            if year.state != expected_state(year, today)
        ]


def count_records(verb: str, *names: str) -> Counter[Any]:
    """How often each was recorded: by its row, and what else the record says of it."""
    rows = AuditEntry.objects.filter(verb=verb)
    return Counter((row.target_id, *(row.data.get(name) for name in names)) for row in rows)


def test_three_years_in_four_zones(clock: Clock, cities: dict[str, City]) -> None:
    wrong: list[str] = []
    for now, is_near in tick_times(seed=7):
        clock.now = now
        tick(cities, beats=2 if is_near else 1)
        for city in cities.values():
            wrong += find_wrong_years(city, now)
    assert wrong == []
    clock.now = END
    for city in cities.values():
        with city_scope(city.pk):
            assert_nothing_lost_and_nothing_twice(city)


def assert_nothing_lost_and_nothing_twice(city: City) -> None:
    program = Program.objects.get()
    assert count_records("programs.program_started") == {(str(program.pk),): 1}
    opened = {(str(year.pk), State.OPEN): 1 for year in program.years.all() if year.state != State.UPCOMING}
    ended = {(str(year.pk), State.IN_REVIEW): 1 for year in program.years.all() if year.state == State.IN_REVIEW}
    assert count_records("programs.year_moved", "to") == opened | ended
    assert len(opened) == len(ended) + 1 >= 3
    late = Milestone.objects.filter(due_on__lt=city.today())
    assert count_records(LATE) == {(str(row.pk),): 1 for row in late}
    assert len(late) > 10
    # In each school year that of the year before is due.
    assert len(count_records(DUE, "year")) == sum(count_records(DUE).values()) >= 3
    told = Counter(Notice.objects.filter(verb=LATE).values_list("user", "target_id"))
    assert set(told.values()) == {1}
    assert Notice.objects.filter(verb=DUE).count() == sum(count_records(DUE).values())
    assert Decision.objects.get().state == Decision.State.REVIEW_DUE
    assert sum(count_records("forum.review_due").values()) == 1
    assert Seat.objects.filter(ended_on=None).count() == 0
    assert count_records("forum.term_over") == {(str(seat.pk),): 1 for seat in Seat.objects.all()}


def test_the_beat_comes_each_hour() -> None:
    """By the hour of Greenwich alone a city in America would begin its year in the evening of the first day."""
    for name in ("turn program years", "prepare forums"):
        assert len(BEAT[name][1].hour) == 24
