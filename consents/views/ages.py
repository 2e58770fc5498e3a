"""Whom others typed in is asked once whether they are 18, before anything else of the city by their own account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consents.actions.said_ages import say_age
from consents.forms.ages import AgeForm
from educities.kit.views import FormPage, safe_next_url
from stakeholders.queries import find_profile


class SayAge(FormPage):
    """18 or older, or younger with the month of birth; then on to where the person was."""

    signed_in = True
    asks_age_first = False
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
        is_asked = bool(getattr(self.request, "age_question", ""))
        up = [(self.city_url("my_data"), _("What the city knows of me"))]
        return super().get_context_data(onward=self.way_on(), is_asked=is_asked, crumbs=up, **kwargs)

    def act(self, form: AgeForm) -> str:
        asked = {name: form.cleaned_data.get(name, "") for name in ("guardian_email", "guardian_language")}
        own: Any = find_profile(self.actor)  # of nobody else is it asked
        profile = say_age(own, form.told_age, actor=self.actor, **asked)
        if profile.needs_guardian:
            messages.success(
                self.request, _("Thank you. We emailed the adult. As soon as they agree, you can continue.")
            )
            return self.city_url("mine")
        messages.success(self.request, _("Thank you. You can go on now."))
        return self.way_on()
