"""Tell me when it begins: with an account at once, without one by a link in the mail, which also stops it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions
from challenges.models import Challenge, OpeningAlert
from challenges.views.messages import render_ended_link
from challenges.views.residents import check_act_limits, current_language
from cities.models import City
from educities.kit.errors import DomainError
from educities.kit.fields import AddressField
from educities.kit.views import ActionView, FormPage, Page
from stakeholders.queries import find_profile


class AlertForm(forms.Form):
    """An address, and that it is a grown-up's: of who is younger and not known here nothing is kept."""

    email = AddressField(
        label=gettext_lazy("Email address"), widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"})
    )
    is_adult = forms.BooleanField(
        label=gettext_lazy("I am 18 or over"),
        error_messages={
            "required": gettext_lazy("If you are under 18, sign in, or ask an adult to leave their address.")
        },
    )


class SignedInForm(forms.Form):
    """Nothing is asked of who has signed in."""


class TellMe(FormPage):
    """One mail on the first day of a challenge."""

    public = True
    model = Challenge
    template_name = "challenges/tell_me.html"

    def get_row(self) -> Any:
        return get_object_or_404(Challenge.objects.filter(state__in=Challenge.PUBLIC), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.alerts.check_begins(self.subject)
        except DomainError:
            return redirect(self.page_behind)
        return super().get(request, *args, **kwargs)

    @property
    def subject(self) -> Challenge | City:
        """What the person would like to hear of."""
        return self.object

    @property
    def page_behind(self) -> str:
        return self.object.get_absolute_url()

    def get_form_class(self) -> Any:
        return SignedInForm if self.request.user.is_authenticated else AlertForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_sent = "sent" in self.request.GET
        page = {"is_sent": is_sent, "changes_language": not is_sent, "page_behind": self.page_behind}
        return super().get_context_data(**{**page, **kwargs})

    def act(self, form: Any) -> str:
        if self.request.user.is_authenticated:
            actions.alerts.add_alert(self.subject, user=self.actor, profile=find_profile(self.request.user))
            messages.success(self.request, _("We will tell you when it begins."))
            return self.page_behind
        email = form.cleaned_data["email"]
        check_act_limits(self.request, email)
        actions.alerts.ask_for_alert(self.subject, email=email, language=current_language())
        return f"{self.request.path}?sent=1"


class TellMeOfCity(TellMe):
    """One mail when the city asks its next question, whichever it is."""

    def get_row(self) -> None:
        return None

    @property
    def subject(self) -> Challenge | City:
        return self.city

    @property
    def page_behind(self) -> str:
        return self.city_url("challenges")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        if user.is_authenticated and OpeningAlert.objects.filter(challenge=None, user=self.actor).exists():
            kwargs |= {"has_asked": True, "changes_language": False}
        return super().get_context_data(**kwargs)


class StopTellingMe(ActionView):
    signed_in = True
    model = Challenge
    success_message = gettext_lazy("Stopped. We will not tell you when it begins.")

    def act(self) -> None:
        for alert in OpeningAlert.objects.filter(challenge=self.object, user=self.actor).select_related("challenge"):
            actions.alerts.stop_alert(alert, actor=self.actor)


class StopTellingMeOfCity(StopTellingMe):
    def act(self) -> None:
        for alert in OpeningAlert.objects.filter(challenge=None, user=self.actor).select_related("city"):
            actions.alerts.stop_alert(alert, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("challenges")


class ConfirmAlert(Page):
    """The link in the mail. Looking changes nothing; its buttons confirm or stop."""

    public = True
    asks_again = True
    template_name = "challenges/opening_alert.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        alert = actions.alerts.find_alert(kwargs["token"])
        if alert is None:
            return render_ended_link(request)
        self.alert = alert
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alert=self.alert, row=self.alert.challenge, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "stop" in request.POST:
                actions.alerts.stop_alert(self.alert, actor=None)
                messages.success(request, _("Stopped. We have deleted your address."))
                return redirect(self.page_behind)
            actions.alerts.confirm_alert(self.alert)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(self.page_behind)
        return redirect(request.path)

    @property
    def page_behind(self) -> str:
        """The page of what the alert waits for."""
        challenge = self.alert.challenge
        return challenge.get_absolute_url() if challenge else self.city_url("challenges")
