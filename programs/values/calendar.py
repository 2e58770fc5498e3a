"""Dates of five years. Pure."""

from collections.abc import Container
from datetime import date, timedelta
from itertools import pairwise

# The first and the last school year that can be entered.
PERIODS = (1990, 2100)


def same_day(day: date, years: int = 0, months: int = 0) -> date:
    """`day` so many years and months later; the 29th of February and the 31st become the month's last day."""
    index = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(index, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def five_years(starts_on: date) -> list[tuple[date, date]]:
    """First and last day of each of the five years: contiguous, each 365 or 366 days."""
    starts = [same_day(starts_on, years=n) for n in range(6)]
    return [(first, after - timedelta(days=1)) for first, after in pairwise(starts)]


def school_year_starts(first_year: int, month: int) -> date:
    """The first day of the school year that begins in `first_year`."""
    return date(first_year, month, 1)


def school_year(period: int) -> str:
    """2025 as 2025/26."""
    return f"{period}/{(period + 1) % 100:02d}"


# Friday and Saturday where the Sabbath is kept, else Saturday and Sunday, as Python counts the days of a week.
SABBATH_WEEKEND, SUNDAY_WEEKEND = frozenset({4, 5}), frozenset({5, 6})


def working_day(day: date, rest: Container[date], weekend: frozenset[int], first: date, last: date) -> date:
    """`day`, or the next day on which neither the calendar (`rest`) nor the week rests, within `first` and `last`.

    Where none follows in that time it is the last working day before; where there is none at all, the day itself.
    """
    ahead = (day + timedelta(days=n) for n in range((last - day).days + 1))
    behind = (day - timedelta(days=n) for n in range(1, (day - first).days + 1))
    for found in (*ahead, *behind):
        if found.weekday() not in weekend and found not in rest:
            return found
    return day
