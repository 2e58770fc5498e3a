"""Days and moments as pages name them: without the year while it runs, with it otherwise.

A sentence never has a day in numbers alone; those stay in pictures and tables (`SHORT_DATE_FORMAT`), which have no room for
words, and on paper, which is read in other years.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

# Further away than this a day in a row says no weekday.
NEAR_DAYS = 183
_IS_KEPT: ContextVar[bool] = ContextVar("is_kept", default=False)


@contextmanager
def days_with_years() -> Iterator[None]:
    """Inside it each day bears its year: what is written down there is read in other years."""
    token = _IS_KEPT.set(True)
    try:
        yield
    finally:
        _IS_KEPT.reset(token)


def is_of_running_year(day: date) -> bool:
    """Is the day in the year that runs here, and can a reader take that for granted?"""
    return not _IS_KEPT.get() and day.year == timezone.localdate().year


def format_day(day: date) -> str:
    """The day as a sentence names it: `29 November`, `29 November 2025`."""
    return date_format(day, "MONTH_DAY_FORMAT" if is_of_running_year(day) else "DATE_FORMAT")


def format_days(*days: date) -> tuple[str, ...]:
    """Days of one sentence, all with their years where one is of another year: a period never has one of its two."""
    if all(map(is_of_running_year, days)):
        return tuple(map(format_day, days))
    return tuple(date_format(day, "DATE_FORMAT") for day in days)


def format_moment(at: datetime) -> str:
    """The day and the clock time: `29 November, 17:00`. A moment of a time zone says its clock time there."""
    return pgettext("day and time", "%(day)s, %(time)s") % {
        "day": format_day(at),
        "time": date_format(at, "TIME_FORMAT"),
    }


def format_row_day(day: date) -> str:
    """The day as a row has room for it: `Sun 29 Nov`, without the weekday far away, with the year where it is another."""
    is_near = abs((day - timezone.localdate()).days) <= NEAR_DAYS
    if is_of_running_year(day):
        shape = pgettext("format of a near date", "D j M") if is_near else pgettext("date", "j M")
    else:
        shape = pgettext("format of a near date", "D j M Y") if is_near else pgettext("date", "j M Y")
    # As in the formats of whole dates: a day and its month are not torn apart at the end of a line.
    return date_format(day, shape.replace("j ", "j\N{NO-BREAK SPACE}"))
