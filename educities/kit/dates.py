"""Days and clock times in forms: the phone's own calendar and clock, within the years in which all this happens."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class DateBox(forms.DateInput):
    """The phone's own calendar, in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        bounds = {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
        super().__init__({**bounds, **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day of the years in which all this happens; a slip of the finger is told, and nothing is reckoned with it."""

    widget = DateBox

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators += [check_day]


def check_day(day: date) -> None:
    """Raises ValidationError for a day before 2000 or after 2100."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(
            _("Write a day between the years %(first)s and %(last)s."),
            "day_out_of_bounds",
            params={"first": FIRST_DAY.year, "last": LAST_DAY.year},
        )


class TimeBox(forms.TimeInput):
    """The phone's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> add_months(date(2026, 8, 31), 18)
    datetime.date(2028, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
