"""Whom others typed in is asked once whether they are 18, before anything else of the city by their own account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cities.queries.places_waiting import list_places_waiting
from consents.actions.said_ages import ADULT_PART, say_age, tell_directors_of_part
from consents.forms.ages import AgeForm
from educities.kit.errors import DomainError
from educities.kit.views import FormPage, safe_next_url
from stakeholders.queries import find_profile


class SayAge(FormPage):
    """18 or older, or younger with the month of birth; then on to where the person was."""

    signed_in = True
    asks_age_first = False
    # Was the answer refused, because the person has a part that only an adult has?
    has_adult_part = False
    template_name = "consents/say_age.html"
    form_class = AgeForm

    def refuse(self, request: HttpRequest) -> Any:
        """Open to whoever is known as an adult here too: what was pressed by mistake is put right. "Younger" holds for good."""
        refused = super().refuse(request)
        own = None if refused else find_profile(self.actor)
        return refused if refused or (own is not None and not own.is_minor) else redirect(self.way_on())

    def way_on(self) -> str:
        return safe_next_url(self.request, self.city_url("mine"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "city": self.city}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = find_profile(self.actor)
        is_asked = own is not None and own.is_age_unsaid
        up = [(self.city_url("my_data"), _("What the city knows about me"))]
        return super().get_context_data(onward=self.way_on(), is_asked=is_asked, crumbs=up, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Of an answer that cannot be taken nothing is kept, and whoever can put it in order knows of it."""
        answer: HttpResponse = super().form_valid(form)
        own = find_profile(self.actor)
        if self.has_adult_part and own is not None:
            tell_directors_of_part(own)
        return answer

    @staticmethod
    def describe_part() -> str:
        """Why the answer is not taken, and that it waits for the team and not for the person."""
        return _(
            "You say that you are younger than 18, and your profile has a part here that only an adult has. Nothing was "
            "changed. The city’s directors were told, and will contact you."
        )

    def act(self, form: AgeForm) -> str:
        asked = {name: form.cleaned_data.get(name, "") for name in ("guardian_email", "guardian_language")}
        own: Any = find_profile(self.actor)  # of nobody else is it asked
        try:
            profile = say_age(own, form.told_age, actor=self.actor, **asked)
        except DomainError as error:
            if error.code != ADULT_PART:
                raise
            self.has_adult_part = True
            raise DomainError(self.describe_part(), code=ADULT_PART) from error
        if profile.needs_guardian:
            messages.success(
                self.request, _("Thank you. We emailed the adult. As soon as they agree, you can continue.")
            )
            return self.city_url("mine")
        way = self.way_on()
        waits = any(way.partition("?")[0] == place.url for place in list_places_waiting(self.actor))
        text = (
            _("Thank you. What is left is to answer the invitation.") if waits else _("Thank you. You can go on now.")
        )
        messages.success(self.request, text)
        return way
