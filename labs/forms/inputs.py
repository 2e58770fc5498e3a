from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from educities.kit.words import listed
from stakeholders.models import Representation

MOST_CHOICES = 50


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


def text_box(rows: int = 3) -> forms.Textarea:
    """Free text: its direction follows what is written."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def people_choices(people: QuerySet) -> list[tuple[Any, Any]]:
    """Somebody new, then the first so many of the people: a long list is searched, not scrolled."""
    current = Representation.objects.current().select_related("organisation")
    known = people.prefetch_related(Prefetch("representations", current, to_attr="spoken_for"))
    return [("", _("somebody new")), *((person.pk, _called(person)) for person in known[:MOST_CHOICES])]


def _called(person: Any) -> str:
    """The name, and what tells namesakes apart: whom the person speaks for, or the neighbourhood if it is shown."""
    near = listed(one.organisation for one in person.spoken_for) or person.public_neighbourhood
    return f"{person.display_name} · {near}" if near else person.display_name
