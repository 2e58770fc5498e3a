"""Which emails a person wants from a city."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.mail_topics import TOPICS


class MailPreferencesForm(forms.Form):
    """A tick for each topic, and the day of the weekly email; the days begin with the first of the city's week."""

    topics = forms.MultipleChoiceField(
        label=_("Send me emails about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    weekday = forms.TypedChoiceField(label=_("Day of the weekly email"), coerce=int)

    def __init__(self, *args: Any, offered: list[str], week_start: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [(topic, TOPICS[topic]) for topic in offered]  # type: ignore[attr-defined]
        days = list(WEEKDAYS.items())
        self.fields["weekday"].choices = days[week_start:] + days[:week_start]  # type: ignore[attr-defined]
        if "weekly" not in offered:
            del self.fields["weekday"]
