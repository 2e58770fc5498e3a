"""Signed in by a link in one's own mail."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from educities.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(request: HttpRequest, user: User, target: str) -> HttpResponse:
    """The person is signed in and led to `target`. Who has a second step is asked for it first: a mail alone opens no such account."""
    # The session holds a digest of the password's hash. The proof of an address replaces that hash, so a copy of the
    # account that was read before the proof would make a session that ends with the next request.
    user.refresh_from_db(fields=["password"])
    if _is_signed_in_as(request, user):
        return redirect(target)
    if is_mfa_enabled(user):
        return perform_login(request, user, redirect_url=target)
    login(request, user, backend=BACKEND)
    # Fresh from the mail is proof enough to set up a second step without being asked again.
    record_authentication(request, user, method="link")
    return redirect(target)


def _is_signed_in_as(request: HttpRequest, user: User) -> bool:
    """Is this browser's session the person's, and still valid with the account's present password?"""
    if not request.user.is_authenticated or request.user.pk != user.pk:
        return False
    return request.user.get_session_auth_hash() == user.get_session_auth_hash()
