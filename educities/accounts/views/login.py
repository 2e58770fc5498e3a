"""Whom a link in a mail signs in, and whom it leads to sign in."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from educities.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Where the session keeps the address that the page of signing in offers.
ADDRESS_KEY = "sign_in_address"
BELONGS_TO_ANOTHER = _("The link was another account’s, so you were signed out. Sign in with that address to see more.")
ACCOUNT_MET = _("This address has an account already. Sign in to see more.")


def sign_in_by_link(request: HttpRequest, user: User, target: str, *, method: str = "link") -> HttpResponse:
    """The person is signed in and led to `target`. Who has a second step is asked for it first: a mail alone opens no such account.

    For the link that was asked for to sign in, for an account that its link has just proven (see `enter_or_ask`), and for
    who comes from a city's own sign-in. `method`: what the session has shown; a mail alone lets change how one signs in.
    """
    # The session holds a digest of the password's hash. The proof of an address replaces that hash, so a copy of the
    # account that was read before the proof would make a session that ends with the next request.
    user.refresh_from_db(fields=["password"])
    if _is_signed_in_as(request, user):
        return redirect(target)
    if is_mfa_enabled(user):
        return perform_login(request, user, redirect_url=target)
    login(request, user, backend=BACKEND)
    request.session.pop(ADDRESS_KEY, None)
    # Fresh from the mail is proof enough to set up a second step without being asked again.
    record_authentication(request, user, method=method)
    return redirect(target)


def _is_signed_in_as(request: HttpRequest, user: User) -> bool:
    """Is this browser's session the person's, and still valid with the account's present password?"""
    if not request.user.is_authenticated or request.user.pk != user.pk:
        return False
    return request.user.get_session_auth_hash() == user.get_session_auth_hash()


def enter_or_ask(request: HttpRequest, user: User, target: str, *, owner: User | None) -> HttpResponse:
    """After a link that answers or grants something: a new account is signed in, one that was there is not; nor is any
    where somebody else is signed in.

    `owner`: whose account the address was before the link was used (`proven_owner`). Such a link is forwarded, lies in a
    mailbox for years, or is opened by who helps: what it says is kept, and the account opens by signing in alone.
    """
    is_another = request.user.is_authenticated and request.user.pk != user.pk
    if owner is None and not is_another:
        return sign_in_by_link(request, user, target)
    if request.user.is_authenticated and not is_another:
        return redirect(target)
    return ask_to_sign_in(request, user.email, target, ACCOUNT_MET if owner else BELONGS_TO_ANOTHER)


def ask_to_sign_in(request: HttpRequest, email: str, target: str, text: str | Promise = ACCOUNT_MET) -> HttpResponse:
    """The person reads `text` where they sign in, finds their address there, and is led on to `target`.

    Whoever else is signed in in this browser is so no more: the pages that follow are not theirs.
    """
    if request.user.is_authenticated:
        logout(request)
    messages.info(request, str(text))
    request.session[ADDRESS_KEY] = email
    return redirect_to_login(target)
