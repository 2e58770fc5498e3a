"""What the director decides for the city."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from cities.actions import add_day, change_city, remove_day
from cities.forms import CalendarDayForm, SettingsForm
from cities.models import City, CityCalendarDay
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.views import ActionView, FormPage


class Settings(ConcurrentEditPage):
    """Name, story, colour, quiet times."""

    permission = "cities.change_settings_city"
    template_name = "cities/settings.html"
    form_class = SettingsForm
    success_message = _("Saved.")

    model = City

    def get_row(self) -> City:
        return get_object_or_404(self.get_queryset(), pk=self.city.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = CityCalendarDay.objects.filter(date__gte=self.city.today())[:60]
        return super().get_context_data(days=days, day_form=CalendarDayForm(), **kwargs)

    def act(self, form: SettingsForm) -> str:
        change_city(self.object, actor=self.actor, **form.cleaned_data)
        return self.city_url("city_settings")


class AddDay(FormPage):
    """A quiet day more."""

    permission = "cities.change_settings_city"
    template_name = "cities/add_day.html"
    form_class = CalendarDayForm
    success_message = _("The day is in the calendar.")

    def act(self, form: CalendarDayForm) -> str:
        add_day(form.save(commit=False), actor=self.actor)
        return self.city_url("city_settings")


class RemoveDay(ActionView):
    """A day less."""

    permission = "cities.change_settings_city"

    def get_row(self) -> Any:
        return None

    def act(self) -> None:
        remove_day(get_object_or_404(CityCalendarDay.objects.all(), pk=self.kwargs["pk"]), actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("city_settings")
