"""Days and hours as a mail says them: in words, so that no mail program turns a range round."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from educities.kit.day_words import NEAR_DAYS


def long_day(day: date) -> str:
    """Weekday, day, month and year."""
    return pgettext("day in an email", "%(weekday)s, %(day)s %(month)s %(year)s") % _day_parts(day)


def near_day(day: date) -> str:
    """Weekday, day and month: a day that is near; one that is far away has its year, whatever the mail expects."""
    if abs((date(day.year, day.month, day.day) - timezone.localdate()).days) > NEAR_DAYS:
        return long_day(day)
    return _day_without_year(day)


def first_of_days(first: date, last: date) -> str:
    """The first day of several, without its year where that stands beside the last one."""
    return _day_without_year(first) if first.year == last.year else long_day(first)


def _day_without_year(day: date) -> str:
    return pgettext("day in an email", "%(weekday)s, %(day)s %(month)s") % _day_parts(day)


def short_day(day: date) -> str:
    """The day as a subject says it."""
    return pgettext("short day in an email", "%(short_weekday)s %(day)s %(short_month)s") % _day_parts(day)


def short_moment(moment: datetime) -> str:
    """Day and hour as a subject says them."""
    return pgettext("short day and hour", "%(day)s, %(time)s") % {"day": short_day(moment), "time": f"{moment:%H:%M}"}


def format_hours(starts: datetime, ends: datetime) -> str:
    """From when until when, in words."""
    return _("from %(from)s to %(to)s") % {"from": f"{starts:%H:%M}", "to": f"{ends:%H:%M}"}


def day_and_hours(starts: datetime, ends: datetime) -> str:
    """The whole day and the hours of something that lasts."""
    return pgettext("day and hours", "%(day)s, %(hours)s") % {
        "day": long_day(starts),
        "hours": format_hours(starts, ends),
    }


def _day_parts(day: date) -> dict[str, str]:
    weekdays = pgettext("short days of the week from Monday", "Mon Tue Wed Thu Fri Sat Sun").split()
    # Hebrew and Arabic write the month of a short date as a number.
    months = pgettext("short months from January", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    return {
        "weekday": str(WEEKDAYS[day.weekday()]),
        "short_weekday": weekdays[day.weekday()],
        "day": str(day.day),
        "month": str(MONTHS[day.month]),
        "short_month": months[day.month - 1],
        "year": str(day.year),
    }
