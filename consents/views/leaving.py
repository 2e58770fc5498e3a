"""Leaving a city, and deleting one's account: asked once, with what hangs on it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.queries.places_waiting import has_no_part
from consents import verbs
from consents.actions.erasure import erase_kept_person, erase_person, has_other_cities, leave_city
from consents.actions.leaving_checks import describe_why_not_erased, describe_why_not_left, describe_why_not_removed
from consents.forms.leaving import LeaveForm
from consents.models import Consent
from consents.queries import AccountParts, find_parts, last_consent
from consents.texts.leaving import describe_left, list_account_effects, list_leaving_effects
from consents.values import ACCOUNT
from educities.kit.end_pages import EndPage
from stakeholders.models import Profile
from stakeholders.queries import find_profile


def offer_leaving(request: HttpRequest) -> dict[str, Any]:
    """Something for who was asked into the city and has no part in it: the way out, with their name and address."""
    user, city = request.user, getattr(request, "city", None)
    if not user.is_authenticated or city is None or not has_no_part(user, city) or find_profile(user) is None:
        return {}
    return {"may_leave": True}


class LeaveCity(EndPage):
    """I leave this city; my other cities stay as they are."""

    signed_in = True
    asks_age_first = False
    form_class: ClassVar[Any] = LeaveForm
    ends = (verbs.CITY_LEFT,)
    label = gettext_lazy("Leave this city")

    def get_row(self) -> Profile | None:
        if not self.request.user.is_authenticated:
            return None
        return Profile.objects.select_related("user").filter(user=self.request.user).first()

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        refused = super().refuse(request)
        if refused is None and self.object is None:
            messages.info(
                request, _("You have no profile in this city. If you have a role here, its director ends it.")
            )
            return redirect("mine", self.city.slug)
        if refused is None and self.object.needs_guardian:
            return self.lead_child()
        return refused

    def lead_child(self) -> HttpResponse | None:
        """A child leaves by closing its account, on the page that says what ends with it; None where that is not open."""
        account = last_consent(self.object, ACCOUNT)
        is_open = account is not None and account.state in {Consent.State.GIVEN, Consent.State.REQUESTED}
        return redirect("take_consent_back", self.city.slug, account.pk) if account and is_open else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "asks_account": not has_other_cities(self.object.user, self.city)}

    def get_blocker(self) -> str:
        return describe_why_not_left(self.object)

    def get_question(self) -> str:
        return _("Leave this city?")

    def get_text(self) -> str:
        return _("We delete your name and your profile in this city. What is deleted cannot be brought back.")

    def list_effects(self) -> list[str]:
        return list_leaving_effects(self.object)

    def get_told(self) -> str:
        return _(
            "You get one email that says what was deleted and what stays. If you have a role here, the directors hear that "
            "it is free, without your name."
        )

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("mine"), _("My activity"))]

    def target_url(self) -> str:
        return self.city_url("mine")

    def act(self, form: Any) -> HttpResponse:
        erased = leave_city(self.object, actor=self.actor, keep_texts=form.keeps_texts, erase_too=form.erases_account)
        return show_farewell(self.request, erased=erased, keeps_texts=form.keeps_texts)


class EraseAccount(EndPage):
    """My account goes, in every city."""

    signed_in = True
    form_class: ClassVar[Any] = LeaveForm
    ends = (verbs.ACCOUNT_ERASED,)
    label = gettext_lazy("Delete my account")

    def get_row(self) -> Any:
        return self.request.user if self.request.user.is_authenticated else None

    def get_form_kwargs(self) -> dict[str, Any]:
        has_texts = self.parts.has_profile and not self.object.is_minor
        return {**super().get_form_kwargs(), "asks_texts": has_texts, "asks_sure": not self.parts.has_profile}

    @cached_property
    def parts(self) -> AccountParts:
        """The cities in which the account has a part, and those that it has left."""
        return find_parts(self.object)

    def get_blocker(self) -> str:
        return describe_why_not_erased(self.object)

    def get_question(self) -> str:
        return _("Delete your account?")

    def get_text(self) -> str:
        text = _(
            "We delete your email address, your ways to sign in, and your name and profile in every city. What is deleted "
            "cannot be brought back."
        )
        return " ".join(filter(None, [text, describe_left(self.parts.left)]))

    def list_effects(self) -> list[str]:
        return list_account_effects(self.parts.present, self.object)

    def get_told(self) -> str:
        return _(
            "You get one last email that says what was deleted and what stays. Where you have a role, the directors hear "
            "that it is free, without your name."
        )

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(reverse("account"), _("My account"))]

    def target_url(self) -> str:
        return reverse("account")

    def act(self, form: Any) -> HttpResponse:
        parts = self.parts
        erase_person(self.actor, actor=self.actor, keep_texts=form.keeps_texts)
        told = {"keeps_texts": form.keeps_texts, "had_profile": parts.has_profile, "left": describe_left(parts.left)}
        return show_farewell(self.request, erased=True, **told)


class EraseKept(EndPage):
    """A person without an account is removed from the city: entered by mistake, or they asked for it."""

    permission = "stakeholders.hand_over_profile"
    model = Profile
    ends = (verbs.KEPT_ERASED,)
    step = staticmethod(erase_kept_person)
    label = gettext_lazy("Remove the person")
    told = gettext_lazy("The person who keeps the profile reads the reason. It stays in the history.")
    success_message = gettext_lazy("The person was removed from the city.")

    def get_queryset(self) -> Any:
        return Profile.objects.select_related("managed_by").filter(merged_into=None, left_at=None)

    def get_blocker(self) -> str:
        return describe_why_not_removed(self.object)

    def get_question(self) -> str:
        if self.get_blocker():
            return _("Remove the person")
        return _("Remove %(name)s from the city?") % {"name": self.object.display_name}

    def get_text(self) -> str:
        if self.object.is_minor:
            return _(
                "We delete the name, all that was entered in the profile, and the person’s ideas. What is deleted cannot be "
                "brought back."
            )
        return _(
            "We delete the name and all that was entered in the profile; ideas that others read stay, without the name. "
            "What is deleted cannot be brought back."
        )

    def list_effects(self) -> list[str]:
        return list_leaving_effects(self.object)

    def get_crumbs(self) -> list[tuple[str, str]]:
        crumbs = [(self.city_url("kept_people"), _("Profiles I keep"))]
        # Of whom nobody keeps the name is not said: it may be a child's, which is not for this reader.
        return crumbs if self.get_blocker() else [*crumbs, (self.object.get_absolute_url(), self.object.display_name)]

    def target_url(self) -> str:
        return self.city_url("kept_people")


def show_farewell(
    request: Any, *, erased: bool, keeps_texts: bool, had_profile: bool = True, left: str = ""
) -> HttpResponse:
    """The page after it: what went and what stays. Whose account went is signed out."""
    if erased:
        logout(request)
    told = {"erased": erased, "keeps_texts": keeps_texts, "had_profile": had_profile, "left": left}
    return render(request, "consents/left.html", told)
