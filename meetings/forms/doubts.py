"""A form that asks once: what speaks against what was typed is said, and who ticks the box means it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.queries import city_today
from educities.kit.dates import DayField
from educities.kit.day_words import format_day
from meetings.queries.doubts import find_holidays

SURE = "sure"
# A program is five years long, and is planned in the year before. Outside of that a year is more likely a slip.
EARLIEST, LATEST = timedelta(days=366), timedelta(days=6 * 366)


class DoubtForm(forms.BaseModelForm):
    """A row's form, as a mixin: days far from today, and whatever `find_doubts` says, are asked about where they are new.

    The box `sure` appears beside the question.
    """

    # What the box says, and what else may be done.
    sure_label = gettext_lazy("Save it all the same")
    sure_hint = gettext_lazy("Correct it, or tick “Save it all the same”.")

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # of the form that this is mixed into
        # Last of all: nobody is asked about what is refused.
        if not self.errors:
            doubts = [*self._find_far_days(), *self.find_doubts(self.cleaned_data)]
            self._ask_about(list(dict.fromkeys(doubts)))

    def find_doubts(self, given: dict[str, Any]) -> Iterator[str]:
        """What speaks against what was typed, a sentence each."""
        yield from ()

    def is_new(self, name: str) -> bool:
        """Was this field filled, and otherwise than it stood?"""
        value = self.cleaned_data.get(name)
        return value is not None and value != self.get_initial_for_field(self.fields[name], name)

    def _ask_about(self, doubts: list[str]) -> None:
        if not doubts:
            return
        self.fields[SURE] = forms.BooleanField(label=self.sure_label, required=False)
        if not self.data.get(self.add_prefix(SURE)):
            self.add_error(SURE, " ".join([*doubts, str(self.sure_hint)]))

    def _find_far_days(self) -> Iterator[str]:
        for name, day in self._list_new_days():
            facts = {"field": self[name].label, "day": format_day(day)}
            if day < city_today() - EARLIEST:
                yield _("“%(field)s”: %(day)s is more than a year ago.") % facts
            elif day > city_today() + LATEST:
                yield _("“%(field)s”: %(day)s is more than six years away.") % facts

    def _list_new_days(self) -> list[tuple[str, date]]:
        names = [name for name, field in self.fields.items() if isinstance(field, DayField)]
        return [(name, self.cleaned_data[name]) for name in names if self.is_new(name)]


class HolidayDoubtForm(DoubtForm):
    """Asks besides about the Sabbath and the city's holidays, on days when people are to come together."""

    def find_doubts(self, given: dict[str, Any]) -> Iterator[str]:
        yield from super().find_doubts(given)
        for name, day in self._list_new_days():
            # Of two days the reader has to know which one is meant.
            yield from (
                _("“%(field)s”: %(text)s") % {"field": self[name].label, "text": text} for text in find_holidays(day)
            )
