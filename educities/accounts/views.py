"""What an account has of its own: language, ways to sign in, the second step."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from educities.kit.views import FormPage, Page, back


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=settings.LANGUAGES)


class Account(FormPage):
    """My account."""

    signed_in = True
    template_name = "accounts/account.html"
    form_class = LanguageForm
    success_message = _("Saved.")

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.request.user.language}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cities: dict[Any, list[str]] = {}
        for one in self.request.user.memberships.current().select_related("city").order_by("city__slug", "role"):
            roles = cities.setdefault(one.city, [])
            if one.get_role_display() not in roles:
                roles.append(one.get_role_display())
        return super().get_context_data(
            cities=list(cities.items()), has_second_factor=is_mfa_enabled(self.request.user), **kwargs
        )

    def act(self, form: Any) -> HttpResponse:
        language = form.cleaned_data["language"]
        self.request.user.language = language
        self.request.user.save(update_fields=["language"])
        response = redirect("account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax"
        )
        return response


class SecondFactor(Page):
    """Why a second step is asked for, and the two ways to set one up."""

    signed_in = True
    template_name = "accounts/second_factor.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        onward = back(request, reverse("account"))
        if is_mfa_enabled(request.user):
            return redirect(onward)
        # The page of recovery codes, where setting up ends, leads on to it.
        request.session["onward"] = onward
        return super().get(request, *args, next=onward, **kwargs)
