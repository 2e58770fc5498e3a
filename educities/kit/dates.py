"""Days and clock times in forms: the phone's own calendar and clock, within the years in which all this happens."""

from datetime import date
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
