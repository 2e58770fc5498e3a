"""What the director decides for the city: the pages of the city office, each about one thing."""

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities import verbs
from cities.actions import add_day, change_city, change_notice, lock_notice, publish_city, remove_day, unpublish_city
from cities.forms import CalendarDayForm, LookForm, MailForm, MinorsForm, NoticeForm, QuietHoursForm, SettingsForm
from cities.models import City, CityCalendarDay, PrivacyNotice
from educities.activity.values import list_urgent_mails
from educities.kit.concurrent_edit import ConcurrentEditForm, ConcurrentEditPage
from educities.kit.views import ActionView, Confirm, FormPage


class OfficePage(ConcurrentEditPage):
    """One short form about the city's own row."""

    permission = "cities.change_settings_city"
    template_name = "cities/settings.html"
    model: Any = City
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
    """Name, story, first language, and who sees the city's pages."""

    template_name = "cities/city_settings.html"
    form_class = SettingsForm
    url_name = "city_settings"
    title = _("The city")
    lede = _("What the city’s page says.")


class _Public(Confirm):
    """Who sees the city's pages: asked once, for it concerns everyone."""

    permission = "cities.change_settings_city"

    def success_url(self) -> str:
        return self.city_url("city_settings")


class PublishCity(_Public):
    label = _("Make the city public")
    success_message = _("The city is public now. Its page is listed on the platform’s front page.")

    def get_question(self) -> str:
        return gettext("Show %(city)s to everyone?") % {"city": self.city}

    def get_text(self) -> str:
        if self.city.state not in self.city.SHOWN:
            return gettext(
                "The platform operator has not started the city’s onboarding yet. It is shown once that is done."
            )
        return gettext("Its page and its open challenges can be read by anyone, and it is listed on the front page.")

    def act(self) -> None:
        publish_city(self.city, actor=self.actor)


class UnpublishCity(_Public):
    ends = (verbs.CITY_UNPUBLISHED,)
    label = _("Take the pages offline")
    success_message = _("Only people of the city see its pages now.")

    def get_question(self) -> str:
        return gettext("Take the public pages of %(city)s offline?") % {"city": self.city}

    def get_text(self) -> str:
        return gettext("Residents who are not signed in see nothing of the city then. You can make it public again.")

    def act(self) -> None:
        unpublish_city(self.city, actor=self.actor)


class LookSettings(OfficePage):
    """The city's own colour."""

    form_class = LookForm
    url_name = "city_look"
    title = _("Appearance")
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
    lede = _("A child younger than the age chosen here takes part only once a parent or guardian has agreed.")


class NoticeSettings(OfficePage):
    """Who is responsible for people's data. The city has one such row, or none yet."""

    template_name = "cities/notice_settings.html"
    model = PrivacyNotice
    form_class = NoticeForm
    url_name = "city_notice"
    title = _("Privacy")
    lede = _(
        "Write here who is responsible for people’s data in this city. It is shown on the page “Privacy”, to parents and "
        "guardians before they agree, and on the printed form. Have the city’s legal counsel read it first."
    )
    success_message = _("Saved. The page “Privacy” shows it now.")

    def get_row(self) -> Any:
        return PrivacyNotice.objects.first() or PrivacyNotice(city=self.city)

    def permission_object(self) -> Any:
        return self.city

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            self.object = lock_notice()
            return super().post(request, *args, **kwargs)

    def act(self, form: ConcurrentEditForm) -> str:
        change_notice(actor=self.actor, **form.cleaned_data)
        return self.city_url(self.url_name)


class QuietHours(OfficePage):
    """When the city writes to nobody: at night, on the Sabbath, on its own quiet days."""

    template_name = "cities/quiet_hours.html"
    form_class = QuietHoursForm
    url_name = "quiet_hours"
    title = _("Quiet hours")
    lede = _("Emails wait until the quiet hours are over.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at_once = [gettext("links to sign in or to confirm"), gettext("news about how someone signs in")]
        at_once += [text for one in list_urgent_mails() if (text := str(one)) not in at_once]
        return super().get_context_data(days=self._coming_days(), at_once=at_once, **kwargs)

    def _coming_days(self) -> QuerySet[CityCalendarDay]:
        return CityCalendarDay.objects.filter(date__gte=self.city.today(), kind__in=CityCalendarDay.WITHOUT_MAIL)[:60]


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
