"""When a city does not write to people: night, Sabbath, quiet days. Pure but for the city's own calendar."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.apps import apps

SABBATH_FROM, SABBATH_UNTIL = time(14, 0), time(20, 30)
FRIDAY, SATURDAY = 4, 5
# No quiet time is longer than this.
NEAR = timedelta(days=14)


class WritingHours(Protocol):
    """What is asked of a city here, which stands above: its clock, its nights, its Sabbath."""

    @property
    def zone(self) -> ZoneInfo: ...
    @property
    def quiet_from(self) -> time: ...
    @property
    def quiet_until(self) -> time: ...
    @property
    def keeps_sabbath(self) -> bool: ...


def quiet_until(
    at: datetime,
    zone: ZoneInfo,
    *,
    night_from: time,
    night_until: time,
    sabbath: bool = False,
    quiet_days: Collection[date] = (),
) -> datetime:
    """The first moment not before `at` at which the city may write; `at` itself when it may write now.

    Local wall times are the truth: on the nights when clocks change, 08:00 is 08:00.
    """
    for _step in range(60):
        later = _end_of_quiet(at.astimezone(zone), zone, night_from, night_until, sabbath, quiet_days)
        if later is None:
            return at
        at = later
    return at


def _end_of_quiet(  # noqa: PLR0917 (the city's whole rule)
    local: datetime, zone: ZoneInfo, night_from: time, night_until: time, sabbath: bool, quiet_days: Collection[date]
) -> datetime | None:
    day, clock = local.date(), local.time()
    if sabbath and local.weekday() == FRIDAY and clock >= SABBATH_FROM:
        return _local_datetime(day + timedelta(days=1), SABBATH_UNTIL, zone)
    if sabbath and local.weekday() == SATURDAY and clock < SABBATH_UNTIL:
        return _local_datetime(day, SABBATH_UNTIL, zone)
    if day in quiet_days:
        return _local_datetime(day + timedelta(days=1), time(0), zone)
    if night_from > night_until:
        if clock >= night_from:
            return _local_datetime(day + timedelta(days=1), night_until, zone)
        return _local_datetime(day, night_until, zone) if clock < night_until else None
    return _local_datetime(day, night_until, zone) if night_from <= clock < night_until else None


def _local_datetime(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone)


class SendWindow:
    """When this city may write between these days: its calendar is read once. Made in the city's scope."""

    def __init__(self, city: WritingHours, since: datetime, before: timedelta = timedelta(0)) -> None:
        days = apps.get_model("cities", "CityCalendarDay").objects
        local = since.astimezone(city.zone).date()
        near = days.filter(date__range=(local - before, local + NEAR), kind__in=["quiet", "feast"])
        self.city, self.days = city, set(near.values_list("date", flat=True))

    def after(self, at: datetime) -> datetime:
        """The first moment not before `at` at which the city may write."""
        return quiet_until(
            at,
            self.city.zone,
            night_from=self.city.quiet_from,
            night_until=self.city.quiet_until,
            sabbath=self.city.keeps_sabbath,
            quiet_days=self.days,
        )

    def last(self, at: datetime) -> datetime:
        """`at`, or by whole hours before it the last moment at which the city may write."""
        hours = (at - timedelta(hours=n) for n in range(NEAR.days * 24))
        return next((moment for moment in hours if self.after(moment) == moment), at)


def next_allowed(city: WritingHours, at: datetime) -> datetime:
    """The first moment not before `at` at which this city may write. Runs in the city's scope."""
    return SendWindow(city, at).after(at)


def last_allowed(city: WritingHours, at: datetime) -> datetime:
    """`at`, or by whole hours before it the last moment at which this city may write. Runs in the city's scope."""
    return SendWindow(city, at, before=NEAR).last(at)
