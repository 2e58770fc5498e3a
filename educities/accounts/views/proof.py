"""Showing once more who one is, by a code of one's own mail; and taking a change of how one signs in back."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from educities.accounts.actions import find_first_change, undo_changes
from educities.accounts.forms import ProofCodeForm
from educities.accounts.views.link_pages import LinkPage
from educities.accounts.views.login import ask_to_sign_in
from educities.kit.errors import DomainError
from educities.kit.limits import check_limit
from educities.kit.views import ActionView, FormPage, Permitted, safe_next_url

# Where the session keeps the digest of the code, when it was sent and how often it was tried.
STATE = "proof_code"
CODE_SECONDS, MOST_TRIES = 15 * 60, 3
CODE_ENDED = _("This code is no longer valid. Ask for a new one.")


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed."""
    return salted_hmac(STATE, code.replace("-", "").replace(" ", "").upper(), algorithm="sha256").hexdigest()


class _ByMail(Permitted):
    """A page of the proof by mail. Who has a second step shows that: a mail alone proves nothing of such an account."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and is_mfa_enabled(request.user):
            where = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
            return redirect(f"{where}?{urlencode({'next': safe_next_url(request, reverse('account'))})}")
        return super().dispatch(request, *args, **kwargs)


class ProveByMail(_ByMail, FormPage):
    """The code of the mail is typed; what waited for the proof goes on."""

    signed_in = True
    form_class = ProofCodeForm
    template_name = "accounts/prove_by_mail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        onward = safe_next_url(self.request, reverse("account"))
        others = [m for m in get_adapter().get_reauthentication_methods(self.actor) if m["id"] != "mail"]
        return super().get_context_data(
            next=onward, is_sent=STATE in self.request.session, email=self.actor.email, others=others, **kwargs
        )

    def act(self, form: ProofCodeForm) -> Any:
        check_limit("proof-code", str(self.actor.pk), most=10, seconds=3600)
        state = self.request.session.get(STATE)
        if not state or state["tries"] >= MOST_TRIES or time.time() - state["at"] > CODE_SECONDS:
            self.request.session.pop(STATE, None)
            raise DomainError(CODE_ENDED, code="accounts.code_ended")
        if not constant_time_compare(state["digest"], digest_of(form.cleaned_data["code"])):
            self.request.session[STATE] = {**state, "tries": state["tries"] + 1}
            raise DomainError(_("Incorrect code."), code="accounts.wrong_code")
        del self.request.session[STATE]
        record_authentication(self.request, self.actor, method="code", reauthenticated=True)
        return resume_request(self.request) or redirect(safe_next_url(self.request, reverse("account")))


class SendProofCode(_ByMail, ActionView):
    """A code goes to the account's own address; the one before it is void."""

    signed_in = True

    def act(self) -> None:
        check_limit("proof-mail", str(self.actor.pk), most=5, seconds=3600)
        code = get_adapter().generate_login_code()
        self.request.session[STATE] = {"digest": digest_of(code), "at": time.time(), "tries": 0}
        get_adapter().send_mail(
            "account/email/proof_code", self.actor.email, {"code": code, "minutes": CODE_SECONDS // 60}
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        super().post(request, *args, **kwargs)
        return redirect(f"{reverse('prove_by_mail')}?{urlencode({'next': safe_next_url(request, reverse('account'))})}")

    def success_url(self) -> str:
        return reverse("prove_by_mail")


class UndoChange(LinkPage):
    """The link in the mail about a change takes back that one and those around it; looking takes back nothing."""

    template_name = "accounts/undo_change.html"
    ended_template = "accounts/change_link_ended.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, change=find_first_change(kwargs["token"]), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = undo_changes(kwargs["token"]).user
        text = _("The change was reversed, and everyone was signed out. Sign in to go on.")
        return ask_to_sign_in(request, user.email, reverse("account"), text)
