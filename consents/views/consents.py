"""The child's own say: a consent taken back, and wanted again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents import actions, verbs
from consents.models import Consent
from consents.queries import has_consent
from consents.texts import LEFT_OF_YOU, NOTHING_HELD, STOPS
from consents.values import ACCOUNT
from educities.kit.errors import DomainError
from educities.kit.states import describe_refused_move
from educities.kit.views import ActionView, AskedOnce

# In the session of a browser whose child has closed its account: the question that did.
CLOSED_KEY = "closed_consent"
CLOSES = gettext_lazy(
    "We delete your name and everything you wrote here, and close the account. What is deleted cannot be brought back; a "
    "parent or guardian can open the account again, empty."
)


class TakeConsentBack(AskedOnce):
    """The child itself says no. With the account goes everything, so that is asked once."""

    signed_in = True
    model = Consent
    ends = (verbs.CONSENT_WITHDRAWN, verbs.CONSENT_REFUSED)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # With the account its session ended: a second window of the same browser hears what became of it.
        if not request.user.is_authenticated and request.session.get(CLOSED_KEY) == kwargs["pk"]:
            return render(request, "consents/account_closed.html", {"closed": True})
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return Consent.objects.filter(subject__user=self.request.user.pk).select_related("subject")

    def get_blocker(self) -> str:
        if self.object.state in {Consent.State.GIVEN, Consent.State.REQUESTED}:
            return ""
        if self.object.purpose == ACCOUNT:
            return _("This account is already closed in this city. You need not do anything more.")
        if self.object.assent_of_child is False:
            return _("You have already said no to this. It applies. You can ask for it again from “My activity”.")
        return describe_refused_move(self.object, Consent.State.WITHDRAWN)

    def asks(self) -> dict[str, Any]:
        return {**self.get_words(), "cancel": self.city_url("mine")}

    def get_words(self) -> dict[str, str]:
        """What is asked. The answer to the end of an account says by itself what it ends."""
        if self.object.purpose == ACCOUNT:
            return {
                "question": _("Close your account in this city?"),
                "text": f"{CLOSES} {LEFT_OF_YOU}",
                "label": _("Yes, close my account"),
            }
        stops = STOPS[self.object.purpose]
        held = self.object.state == Consent.State.GIVEN
        later = _("You can ask for it again later.")
        says_no = {"question": str(stops.refusal), "label": _("I do not agree")}
        stop = {"question": str(stops.question), "label": _("Stop this")}
        return {
            **(stop if self.object.assent_of_child else says_no),
            "text": f"{stops.effect if held else NOTHING_HELD} {later}",
        }

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("mine"), _("My activity"))]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, *args, **kwargs)
        if self.object.purpose != ACCOUNT or self.object.state in {Consent.State.GIVEN, Consent.State.REQUESTED}:
            return answer
        account = self.actor
        account.refresh_from_db()
        closed = not account.is_active
        if closed:
            logout(request)
            request.session[CLOSED_KEY] = self.object.pk
        return render(request, "consents/account_closed.html", {"closed": closed})

    def act(self) -> None:
        if blocker := self.get_blocker():
            raise DomainError(blocker, code="consents.already_over")
        actions.take_consent_back(self.object, actor=self.actor)
        if self.object.purpose != ACCOUNT:
            messages.success(self.request, _("We have saved your no. It applies from now."))

    def success_url(self) -> str:
        return self.city_url("mine")


class AssentToConsent(ActionView):
    """The child says yes for itself, beside the words that say to what."""

    signed_in = True
    model = Consent
    success_message = gettext_lazy("Thank you. We have saved your yes. You can change your mind at any time.")

    def get_queryset(self) -> Any:
        return Consent.objects.filter(subject__user=self.request.user.pk).select_related("subject")

    def act(self) -> None:
        actions.assent_to_consent(self.object, actor=self.actor)

    def success_url(self) -> str:
        return f"{self.city_url('mine')}#agree"


class WantAgain(ActionView):
    """The child wants what it had taken back."""

    signed_in = True
    model = Consent

    def get_queryset(self) -> Any:
        return Consent.objects.filter(subject__user=self.request.user.pk).select_related("subject")

    def act(self) -> None:
        minor, purpose = self.object.subject, self.object.purpose
        actions.check_account(minor)
        actions.want_again(minor, purpose, actor=self.actor)
        holds = has_consent(minor, purpose)
        text = (
            _("Your consent applies again.")
            if holds
            else _("We have told your parent or guardian that you ask for it.")
        )
        messages.success(self.request, text)

    def success_url(self) -> str:
        return self.city_url("mine")
