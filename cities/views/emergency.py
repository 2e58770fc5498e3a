"""The platform's staff enter a city's office in an emergency, and leave it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.actions import close_emergency_access, find_emergency_access, open_emergency_access
from cities.models import City
from cities.views.platform import BelowCities, page_of
from educities.kit.forms import ReasonForm
from educities.kit.views import ActionView


class OpenEmergency(BelowCities):
    """The office is open for an hour; the directors read why, at once."""

    permission = "cities.open_emergency_city"
    model = City
    template_name = "cities/open_emergency.html"
    form_class = ReasonForm
    success_message = _("The city office is open to you for 60 minutes. We have told its directors and its steward.")

    def get_blocker(self) -> str:
        """The office that is open to the person already is not opened once more."""
        found = find_emergency_access(self.object, self.actor)
        if found is None:
            return ""
        until = found.ends_at.astimezone(self.object.zone).strftime("%H:%M")
        return gettext("The city office is open to you until %(time)s. It can be opened again after that.") % {
            "time": until
        }

    def act(self, form: ReasonForm) -> HttpResponse:
        open_emergency_access(self.object, actor=self.actor, reason=form.cleaned_data["reason"])
        return redirect("roles", self.object.slug)


class CloseEmergency(ActionView):
    """The access ends before its hour is over."""

    permission = "cities.open_emergency_city"
    model = City
    success_message = _("Your access to the city office has ended.")

    def act(self) -> None:
        close_emergency_access(self.object, actor=self.actor)

    def success_url(self) -> Any:
        return page_of(self.object)
