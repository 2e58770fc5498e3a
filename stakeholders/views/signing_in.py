"""Signing in with the city: to its provider and back, linked with one's account here, and unlinked."""

import time
from datetime import datetime
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import City
from educities.accounts.queries import proven_addresses
from educities.accounts.views.login import sign_in_by_link
from educities.accounts.views.openid import SignInFailed, Way, come_back, leave_for
from educities.kit.day_words import format_moment
from educities.kit.errors import DomainError
from educities.kit.limits import check_limit, network_of
from educities.kit.sealing import SealedByOtherKey, open_secret
from educities.kit.views import Confirm, Page, safe_next_url
from stakeholders import verbs
from stakeholders.actions.city_sign_in import link_sign_in, note_test, unlink_sign_in, use_link
from stakeholders.actions.people import profile_for
from stakeholders.models import CitySignIn, LinkedSignIn
from stakeholders.queries import find_profile
from stakeholders.queries.city_sign_in import (
    find_link,
    find_link_of,
    find_sign_in,
    find_sign_in_in_use,
    has_part_elsewhere,
)
from stakeholders.views.waiting_sign_in import WAITING_KEY, WAITING_SECONDS, describe_joining, keep_waiting

LINKED_MAIL = "account/email/sign_in_linked"
# What is said of a test: who issued what for whom and when is no claim about the person.
ABOUT_TOKEN = {"iss", "aud", "azp", "exp", "iat", "nbf", "jti", "nonce", "at_hash", "auth_time", "sid"}


def callback_of(slug: str) -> str:
    """Where the provider leads back to: the same for everyone, whatever host the request names."""
    return f"{settings.BASE_URL}{reverse('come_back_from_city', args=[slug])}"


def way_of(sign_in: CitySignIn) -> Way:
    """The provider as it is spoken to. Raises SignInFailed where no key of this installation opens our secret."""
    try:
        secret = open_secret(sign_in.client_secret)
    except SealedByOtherKey as error:
        text = gettext(
            "This sign-in cannot be used until the director enters its secret again. Sign in with your email."
        )
        raise SignInFailed(text, code="stakeholders.sealed_by_other_key") from error
    callback = callback_of(sign_in.city.slug)
    return Way(f"city-{sign_in.pk}", str(sign_in), sign_in.client_id, secret, sign_in.endpoints, callback)


class Leave(Page):
    """The button of this page leads to the provider. The answer is a page that leads on by itself: a browser would not let
    a form end at another server."""

    intent: ClassVar[str] = "enter"

    def find_sign_in(self) -> CitySignIn:
        raise NotImplementedError

    def get_way(self, sign_in: CitySignIn) -> Way:
        return way_of(sign_in)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sign_in = self.find_sign_in()
        try:
            check_limit("city-sign-in", network_of(request), most=120, seconds=600)
            way = self.get_way(sign_in)
        except DomainError as error:
            return show_failure(request, sign_in, error)
        target = safe_next_url(request, self.city_url("me"))
        where = leave_for(request, way, intent=self.intent, user=request.user.pk, target=target)
        response = render(request, "stakeholders/leaving_for_sign_in.html", {"row": sign_in, "where": where})
        response["Refresh"] = f"0; url={where}"
        response["Cache-Control"] = "no-store"
        return response


def show_failure(request: HttpRequest, sign_in: CitySignIn, error: DomainError) -> HttpResponse:
    """What is wrong in a sentence, with the ways on."""
    context = {"row": sign_in, "why": str(error), "changes_language": False}
    return render(request, "stakeholders/sign_in_failed.html", context, status=error.status)


class SignInWithCity(Leave):
    """`/c/<city>/sign-in/`: what is asked of the provider, and the button. Who is signed in links it with the account."""

    public = True
    needs_proof: ClassVar[bool] = True
    template_name = "stakeholders/sign_in_with_city.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The way back leads to the platform's host, and the session has to be there.
        if City.objects.of_host(request.get_host()):
            return redirect(f"{settings.BASE_URL}{request.get_full_path()}")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        onward = safe_next_url(self.request, "")
        shown = {"row": self.find_sign_in(), "next": onward, "changes_language": False}
        shown["joining"] = " ".join(describe_joining(self.request))
        return super().get_context_data(**shown, **kwargs)

    def find_sign_in(self) -> CitySignIn:
        found = find_sign_in_in_use()
        if found is None:
            raise Http404
        return found


class ComeBackFromCity(Page):
    """Where the provider leads back to, with a code that is exchanged for an identity."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sign_in = find_sign_in()
        if sign_in is None:
            raise Http404
        try:
            claims, data = come_back(request, way_of(sign_in))
            return self.go_on(sign_in, claims, data)
        except DomainError as error:
            return show_failure(request, sign_in, error)

    def go_on(self, sign_in: CitySignIn, claims: dict[str, Any], data: dict[str, Any]) -> HttpResponse:
        """As the person had meant it when they left. Raises DomainError where somebody else sits here now."""
        if data["user"] != self.request.user.pk:
            text = gettext("Another account was signed in here in the meantime. Begin again.")
            raise SignInFailed(text, code="stakeholders.other_account")
        if data["intent"] == "test":
            return self.show_test(sign_in, claims)
        if sign_in.state != CitySignIn.State.ON:
            text = gettext("This sign-in is not in use. Sign in with your email.")
            raise SignInFailed(text, code="stakeholders.sign_in_off")
        if self.request.user.is_authenticated and find_profile(self.request.user) is None:
            keep_waiting(self.request, sign_in, claims["sub"], data["target"])
            return redirect(self.city_url("link_city_sign_in"))
        if self.request.user.is_authenticated:
            link_account(self.request, sign_in, claims["sub"])
            return redirect(data["target"])
        return self.enter(sign_in, claims["sub"], data["target"])

    def show_test(self, sign_in: CitySignIn, claims: dict[str, Any]) -> HttpResponse:
        """What came, to the one who tries it and on this page alone."""
        if not self.request.user.has_perm("stakeholders.change_citysignin", sign_in):
            raise PermissionDenied
        note_test(sign_in, actor=self.actor)
        claimed = sorted((name, str(value)) for name, value in claims.items() if name not in ABOUT_TOKEN)
        context = {"row": sign_in, "claims": claimed, "changes_language": False}
        response = render(self.request, "stakeholders/tested_sign_in.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def enter(self, sign_in: CitySignIn, subject: str, target: str) -> HttpResponse:
        """Into the account that is linked; where none is, the person signs in by mail first, and links it then."""
        link = find_link(sign_in, subject)
        if link is None:
            keep_waiting(self.request, sign_in, subject, target)
            messages.info(
                self.request,
                gettext(
                    "No account is linked with this sign-in yet. Sign in with your email or make an account, then link "
                    "it: from the next time on it is enough."
                ),
            )
            return redirect_to_login(self.city_url("link_city_sign_in"))
        return self.enter_linked(link, subject, target)

    def enter_linked(self, link: LinkedSignIn, subject: str, target: str) -> HttpResponse:
        """Signed in; who has a part in another city too shows more than what this one says of them."""
        user = link.profile.user
        if user is not None and has_part_elsewhere(user, self.city):
            text = gettext(
                "Your account opens more than this city, so the city’s sign-in alone is not enough for it. Sign in with "
                "your email."
            )
            messages.info(self.request, text)
            return redirect_to_login(target)
        user = use_link(link, subject)
        if user is None:
            raise SignInFailed(gettext("This account is closed."), code="accounts.account_closed")
        return sign_in_by_link(self.request, user, target, method="city")


def link_account(request: HttpRequest, sign_in: CitySignIn, subject: str) -> None:
    """The account of this session is linked; each address that it had proven hears so, with the way back."""
    user: Any = request.user
    is_new = find_link(sign_in, subject) is None
    link_sign_in(sign_in, profile_for(user), subject, actor=user)
    if is_new:
        get_adapter().tell_change(LINKED_MAIL, user, proven_addresses(user), {"keeper": str(sign_in)})
    if sign_in.proves == CitySignIn.Proves.RESIDENT:
        text = gettext("Linked. The city knows you as a resident, and you can sign in with %(name)s from now on.")
    else:
        text = gettext("Linked. You can sign in with %(name)s from now on.")
    messages.success(request, text % {"name": sign_in})


class LinkSignIn(Confirm):
    """Who came back from the provider unknown has signed in by mail: is this the account to link?"""

    signed_in: ClassVar[bool] = True
    needs_proof: ClassVar[bool] = True
    label = _("Link it")
    css = "primary"
    template_name = "stakeholders/link_sign_in.html"

    @property
    def asks_age(self) -> bool:
        """Would the account join the city by this, of which the city does not know the age?"""
        return find_profile(self.request.user) is None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asks_age=self.asks_age, **kwargs)

    def get_waiting(self) -> dict[str, Any] | None:
        """What this browser brought from the provider a while ago."""
        found = self.request.session.get(WAITING_KEY)
        is_fresh = found and time.time() - found["at"] < WAITING_SECONDS
        return found if is_fresh else None

    def find_sign_in(self) -> CitySignIn | None:
        """The one it was brought from, while that is in use."""
        waiting, found = self.get_waiting(), find_sign_in_in_use()
        return found if found and waiting and found.pk == waiting["sign_in"] else None

    def get_blocker(self) -> str:
        if self.find_sign_in():
            return ""
        return gettext("This sign-in has ended, or began in another browser. Begin again.")

    def get_question(self) -> str:
        if sign_in := self.find_sign_in():
            return gettext("Link signing in with %(name)s with this account?") % {"name": sign_in}
        return gettext("Nothing is waiting to be linked")

    def get_text(self) -> str:
        text = gettext(
            "You are signed in as %(address)s. Both then open the same account; you can unlink them any day."
        )
        return " ".join(
            [*self._describe_waiting(), text % {"address": self.actor.email}, *describe_joining(self.request)]
        )

    def _describe_waiting(self) -> list[str]:
        """When it was shown in this browser: another person may have sat here then."""
        waiting, sign_in = self.get_waiting(), self.find_sign_in()
        if waiting is None or sign_in is None:
            return []
        moment = format_moment(datetime.fromtimestamp(waiting["at"], self.city.zone))
        text = gettext(
            "%(name)s was shown in this browser on %(moment)s. Link it only if that was you: the person who showed it can open your "
            "account with it from then on."
        )
        return [text % {"name": sign_in, "moment": moment}]

    def act(self) -> None:
        sign_in, waiting = self.find_sign_in(), self.get_waiting()
        if sign_in is None or waiting is None:
            raise DomainError(self.get_blocker(), code="accounts.state_ended")
        if self.asks_age and not self.request.POST.get("is_adult"):
            text = gettext("Only who is 18 or older joins the city by this. Tick it, or begin with a challenge.")
            raise DomainError(text, code="stakeholders.age_not_said")
        link_account(self.request, sign_in, open_secret(waiting["subject"]))
        del self.request.session[WAITING_KEY]
        self.onward = waiting["target"]

    def success_url(self) -> str:
        return getattr(self, "onward", "") or self.city_url("me")


class UnlinkSignIn(Confirm):
    """The account opens no more with the city's sign-in; what that showed holds no more."""

    signed_in: ClassVar[bool] = True
    ends = (verbs.SIGN_IN_UNLINKED,)
    label = _("Unlink it")
    success_message = _("Unlinked. You sign in with your email from now on.")

    def get_row(self) -> LinkedSignIn:
        found = find_link_of(self.request.user)
        if found is None:
            raise Http404
        return found

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("me"), gettext("My page"))]

    def get_question(self) -> str:
        return gettext("Unlink signing in with %(name)s?") % {"name": self.object.sign_in}

    def get_text(self) -> str:
        if self.object.sign_in.proves == CitySignIn.Proves.RESIDENT:
            return gettext(
                "Your account stays, and you sign in with your email. Where people have to be known as residents you "
                "cannot take part until you show it again."
            )
        return gettext("Your account stays, and you sign in with your email.")

    def act(self) -> None:
        unlink_sign_in(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("me")
