from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cities.models import City
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField, TimeBox
from educities.kit.errors import DomainError
from educities.kit.fields import WebAddressField
from educities.kit.forms import CityModelForm, Layout, WordsFormField
from educities.kit.other_languages import OtherLanguagesForm
from meetings.forms.doubts import DoubtForm
from meetings.models import Group, Session
from meetings.queries.doubts import find_days_of_rest, find_sessions_meanwhile
from meetings.values.local_time import aware_local_datetime


class SessionForm(OtherLanguagesForm, DoubtForm, ConcurrentEditForm, CityModelForm):
    """A session as people say it: a day, from, until; the clocks are the city's."""

    date = DayField(label=gettext_lazy("Day"))
    begins = forms.TimeField(label=pgettext_lazy("hour", "From"), widget=TimeBox)
    ends = forms.TimeField(label=pgettext_lazy("hour", "Until"), widget=TimeBox)
    plan = WordsFormField(
        label=gettext_lazy("Plan"), rows=6, required=False, help_text=gettext_lazy("What happens, one step a line.")
    )
    link = WebAddressField(
        label=gettext_lazy("Link"),
        required=False,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy("If people can also take part from home."),
    )
    sure_label = gettext_lazy("Plan it all the same")
    sure_hint = gettext_lazy("Choose another time, or tick “Plan it all the same”.")
    LAYOUT: ClassVar[Layout] = (("", ("title", ("date", "begins", "ends"), "sure", "place", "link", "plan")),)
    field_order = ("title", "date", "begins", "ends", "sure", "place", "link", "plan")

    class Meta:
        model = Session
        fields = ("title", "place", "link", "plan")
        widgets = {"place": forms.TextInput(attrs={"dir": "auto"})}

    def __init__(self, *args: Any, city: City, group: Group, **kwargs: Any) -> None:
        self.city, self.group, self.zone = city, group, city.zone
        row = kwargs.get("instance")
        if row:
            starts, ends = (at.astimezone(self.zone) for at in (row.starts_at, row.ends_at))
            clocks = {"date": starts.date(), "begins": starts.time(), "ends": ends.time()}
            kwargs["initial"] = {**(kwargs.get("initial") or {}), **clocks}
        super().__init__(*args, **kwargs)
        about = _("%(members)s see this title in the invitation.") % {"members": group.members}
        self.fields["title"].help_text = capfirst(about)
        for name in ("place", "link"):
            field: Any = self.fields[name]
            field.one_of = _("a place or a link, or both")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if all(given.get(name) is not None for name in ("date", "begins", "ends")):
            given["starts_at"] = self._moment("begins")
            given["ends_at"] = self._moment("ends")
            self._check_length(given["starts_at"], given["ends_at"])
        if not given.get("place") and not given.get("link"):
            self.add_error("place", _("Say where people come to, or give a link."))
        return given

    def _check_length(self, starts_at: Any, ends_at: Any) -> None:
        if starts_at and ends_at and ends_at == starts_at:
            self.add_error("ends", _("The session has no time between beginning and end. Choose a later end."))
        elif starts_at and ends_at and ends_at < starts_at:
            self.add_error("ends", _("The session ends before it begins."))

    def find_doubts(self, given: dict[str, Any]) -> Iterator[str]:
        """What speaks against the time or the place, where they are new."""
        row, starts, ends, place = self.instance, given["starts_at"], given["ends_at"], given.get("place") or ""
        is_moved = (starts, ends) != (row.starts_at, row.ends_at)
        if is_moved:
            yield from find_days_of_rest(self.city, starts, ends)
        if is_moved or place != row.place:
            yield from find_sessions_meanwhile(self.group, starts, ends, place=place, but=row.pk)

    def _moment(self, name: str) -> Any:
        try:
            return aware_local_datetime(self.cleaned_data["date"], self.cleaned_data[name], self.zone)
        except DomainError as error:
            self.add_error(name, str(error))
            return None

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in ("title", "plan", "place", "link", "starts_at", "ends_at")}
