from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

MOST_CHOICES = 50


class DateBox(forms.DateInput):
    """The phone's own calendar, in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


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
    return [("", _("somebody new")), *((person.pk, person.display_name) for person in people[:MOST_CHOICES])]
