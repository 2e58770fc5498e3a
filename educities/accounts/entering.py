"""Signed in by a link in one's own mail."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(request: HttpRequest, user: Any, target: str) -> HttpResponse:
    """The person is signed in and led to `target`. Who has a second step is asked for it first: a mail alone opens no such account."""
    if request.user.is_authenticated and request.user.pk == user.pk:
        return redirect(target)
    if is_mfa_enabled(user):
        return perform_login(request, user, redirect_url=target)
    login(request, user, backend=BACKEND)
    # Fresh from the mail is proof enough to set up a second step without being asked again.
    record_authentication(request, user, method="link")
    return redirect(target)
