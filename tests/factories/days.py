"""Moments and days that tests count from today."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

CLOCKS = ZoneInfo("Asia/Jerusalem")


def daytime_in_a_week(*, minutes: int) -> datetime:
    """A moment a week from today, so many minutes past ten in the morning by the clocks of the cities of these tests.

    Counted from now instead, a session of two hours would end on the next day whenever the tests run in the evening.
    """
    day = timezone.now().astimezone(CLOCKS).date() + timedelta(days=7)
    return datetime.combine(day, time(10), CLOCKS).astimezone(UTC) + timedelta(minutes=minutes)


def in_days(days: int) -> date:
    """The date so many days from today, as the clocks of the cities of these tests say it."""
    return timezone.now().astimezone(CLOCKS).date() + timedelta(days=days)
