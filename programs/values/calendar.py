"""Dates of five years. Pure."""

from datetime import date, timedelta
from itertools import pairwise


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
