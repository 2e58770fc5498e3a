"""Which mails a person gets from a city: the page in their own things, and the link in each mail."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from educities.activity.actions.preferences import choose_mail, choose_weekly, leave_weekly, stop_mail
from educities.activity.forms.preferences import MailPreferencesForm
from educities.activity.models import DigestMark, MailStop
from educities.activity.queries.mail_stops import stop_of
from educities.activity.queries.weekly import find_weekly_readers
from educities.activity.texts.mail_topics import TOPICS, WEEKLY
from educities.kit.views import ActionView, FormPage, Page

# The weekly email is written for those who work in the city, and for whoever gets all emails in one.
FOR_STAFF = ("overrides", "figures", WEEKLY)


class MailPreferences(FormPage):
    """A tick for each topic. What concerns sign-in, roles, a guardian or a hidden idea comes in any case, and is named."""

    signed_in = True
    form_class = MailPreferencesForm
    template_name = "activity/mail_preferences.html"
    success_message = _("Saved. The notifications on the platform remain.")

    @property
    def offered(self) -> list[str]:
        works_here = self.request.user.has_perm("cities.see_workplace_city", self.city)
        return [topic for topic in TOPICS if works_here or topic not in FOR_STAFF or self._is_weekly(topic)]

    def _is_weekly(self, topic: str) -> bool:
        return topic == WEEKLY and self.holds_all

    @cached_property
    def holds_all(self) -> bool:
        """Does the person get all emails in one?"""
        return bool(self._weekly)

    @cached_property
    def _weekly(self) -> dict[int, bool]:
        return find_weekly_readers([self.actor.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": self.offered, "week_start": self.city.week_start}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            offers_weekly=WEEKLY in self.offered,
            holds_all=self.holds_all,
            # All of it would come in the weekly email, which was stopped.
            gets_none=self.holds_all and not any(self._weekly.values()),
            **kwargs,
        )

    def get_initial(self) -> dict[str, Any]:
        stopped = set(MailStop.objects.filter(user=self.request.user).values_list("topic", flat=True))
        mark = DigestMark.objects.filter(user=self.request.user).first()
        return {"topics": [topic for topic in TOPICS if topic not in stopped], "weekday": mark.weekday if mark else 4}

    def act(self, form: MailPreferencesForm) -> str:
        weekday = form.cleaned_data.get("weekday", 4)
        choose_mail(self.actor, wanted=form.cleaned_data["topics"], offered=self.offered, weekday=weekday)
        return self.city_url("mail_preferences")


class ChooseWeekly(ActionView):
    """All emails of the city in one, once a week."""

    signed_in = True
    success_message = _(
        "Your emails from this city now come in one, once a week. What cannot wait still comes at once."
    )

    def act(self) -> None:
        choose_weekly(self.actor)

    def success_url(self) -> str:
        return self.city_url("mail_preferences")


class ChooseSingle(ChooseWeekly):
    """Emails one by one, as things happen."""

    success_message = _("Your emails come one by one again. What was kept for the weekly email comes in a last one.")

    def act(self) -> None:
        leave_weekly(self.actor)


@method_decorator(csrf_exempt, name="dispatch")
class StopMail(Page):
    """The link of a mail: opening it asks, so mail scanners may; its button, or a mail program's own, stops at once."""

    public: ClassVar[bool] = True
    template_name = "activity/stop_mail.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(*self._topic(token), done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        user_id, topic = self._topic(token)
        stop_mail(user_id, topic)
        return self._page(user_id, topic, done=True)

    def _topic(self, token: str) -> tuple[int, str]:
        found = stop_of(token)
        if found is None:
            raise Http404
        return found

    def _page(self, user_id: int, topic: str, *, done: bool) -> HttpResponse:
        stops_all = topic == WEEKLY and bool(find_weekly_readers([user_id]))
        response = self.render_to_response(self.get_context_data(topic=TOPICS[topic], done=done, stops_all=stops_all))
        response["Cache-Control"] = "no-store"
        return response
