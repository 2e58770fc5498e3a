"""What the director decides for the city: the pages of the city office, each about one thing."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from cities.actions import add_day, change_city, remove_day
from cities.forms import CalendarDayForm, LookForm, MailForm, MinorsForm, QuietHoursForm, SettingsForm
from cities.models import City, CityCalendarDay
from educities.kit.concurrent_edit import ConcurrentEditForm, ConcurrentEditPage
from educities.kit.views import ActionView, FormPage


class OfficePage(ConcurrentEditPage):
    """One short form about the city's own row."""

    permission = "cities.change_settings_city"
    template_name = "cities/settings.html"
    model = City
    success_message = _("Saved.")
    url_name: ClassVar[str]
    title: ClassVar[Any]
    lede: ClassVar[Any] = ""

    def get_row(self) -> City:
        return get_object_or_404(self.get_queryset(), pk=self.city.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, lede=self.lede, **kwargs)

    def act(self, form: ConcurrentEditForm) -> str:
        change_city(self.object, actor=self.actor, **form.cleaned_data)
        return self.city_url(self.url_name)


class Settings(OfficePage):
    """Name, story, first language."""

    form_class = SettingsForm
    url_name = "city_settings"
    title = _("The city")
    lede = _("What stands on the city’s page.")


class LookSettings(OfficePage):
    """The city's own colour."""

    form_class = LookForm
    url_name = "city_look"
    title = _("Look")
    lede = _("The colour of the line above every page of the city.")


class MailSettings(OfficePage):
    """Where replies to the city's emails are read."""

    form_class = MailForm
    url_name = "city_mail"
    title = _("Emails")
    lede = _("Emails of this city carry its name. People reply to them: say who reads the replies.")


class MinorsSettings(OfficePage):
    """From which age a person answers alone."""

    form_class = MinorsForm
    url_name = "city_minors"
    title = _("Under 18")
    lede = _("Until this age a parent or guardian has to agree before a child takes part.")


class QuietHours(OfficePage):
    """When the city writes to nobody: at night, on the Sabbath, on its own quiet days."""

    template_name = "cities/quiet_hours.html"
    form_class = QuietHoursForm
    url_name = "quiet_hours"
    title = _("Quiet hours")
    lede = _("Emails wait until the quiet hours are over. Only urgent ones, such as links to sign in, go out at once.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(days=self._coming_days(), **kwargs)

    def _coming_days(self) -> QuerySet[CityCalendarDay]:
        return CityCalendarDay.objects.filter(date__gte=self.city.today())[:60]


class AddDay(FormPage):
    """A quiet day more."""

    permission = "cities.change_settings_city"
    template_name = "cities/add_day.html"
    form_class = CalendarDayForm
    success_message = _("The day is in the calendar.")

    def act(self, form: CalendarDayForm) -> str:
        add_day(form.save(commit=False), actor=self.actor)
        return self.city_url("quiet_hours")


class RemoveDay(ActionView):
    """A day less."""

    permission = "cities.change_settings_city"

    def get_row(self) -> Any:
        return None

    def act(self) -> None:
        remove_day(get_object_or_404(CityCalendarDay.objects.all(), pk=self.kwargs["pk"]), actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("quiet_hours")
