"""What an account has of its own: language, ways to sign in, the second step."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.accounts.actions import find_link, use_link
from educities.accounts.views.link_pages import LinkPage
from educities.accounts.views.login import sign_in_by_link
from educities.activity.queries.person_names import names_of
from educities.kit.day_words import format_day
from educities.kit.limits import check_limit, network_of
from educities.kit.views import FormPage, Page, safe_next_url
from educities.tenancy.scope import city_scope


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of pages and emails"), choices=settings.LANGUAGES)


def describe_held_role(held: Any) -> str:
    """A role as its holder reads it: from which day on, in whose place, and until when."""
    text = str(held.get_role_display())
    if held.starts_on > held.city.today():
        text = gettext("%(role)s, from %(day)s on") % {"role": text, "day": format_day(held.starts_on)}
    if held.acting_for is not None:
        with city_scope(held.city_id):
            name = names_of({held.acting_for_id}).get(held.acting_for_id) or held.acting_for.email
        text = gettext("%(role)s in place of %(name)s") % {"role": text, "name": name}
    if held.ends_on is not None:
        text = gettext("%(role)s, until %(day)s") % {"role": text, "day": format_day(held.ends_on)}
    return text


class Account(FormPage):
    """My account."""

    signed_in = True
    template_name = "accounts/account.html"
    form_class = LanguageForm
    success_message = _("Saved.")

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.actor.language}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cities: dict[Any, list[str]] = {}
        for one in (
            self.actor.memberships.not_over().select_related("city", "acting_for").order_by("city__slug", "role")
        ):
            roles = cities.setdefault(one.city, [])
            text = describe_held_role(one)
            if text not in roles:
                roles.append(text)
        return super().get_context_data(
            cities=list(cities.items()), has_second_factor=is_mfa_enabled(self.actor), **kwargs
        )

    def act(self, form: LanguageForm) -> HttpResponse:
        language = form.cleaned_data["language"]
        account = self.actor
        account.language = language
        account.save(update_fields=["language"])
        response = redirect("account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax"
        )
        return response


class SignInByLink(LinkPage):
    """The link in the mail. Looking signs nobody in (mail scanners look); the button does, once."""

    template_name = "accounts/sign_in_link.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, email=find_link(kwargs["token"]).email, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_limit("sign-in-link", network_of(request), most=30, seconds=3600)
        link = use_link(kwargs["token"])
        allowed = url_has_allowed_host_and_scheme(link.target, {request.get_host()}, request.is_secure())
        return sign_in_by_link(request, link.user, link.target if allowed else reverse("onward"))


class SecondFactor(Page):
    """Why a second step is asked for, and the two ways to set one up; who has one shows it in this session."""

    signed_in = True
    template_name = "accounts/second_factor.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        onward = safe_next_url(request, reverse("account"))
        if is_mfa_enabled(request.user):
            shown = self.actor.passed_second_step
            return redirect(onward if shown else f"{_place_to_show(request)}?{urlencode({'next': onward})}")
        # The page of recovery codes, where setting up ends, leads on to it.
        request.session["onward"] = onward
        return super().get(request, *args, next=onward, **kwargs)


def _place_to_show(request: HttpRequest) -> str:
    """The page on which the person shows the second step they have."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    return next(method["url"] for method in methods if method["id"].startswith("mfa_"))
