"""What this session has proven; the signed-in person's language, when the browser has not chosen one; what no browser may keep."""

from collections.abc import Callable
from typing import cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from educities.accounts.models import User

# The holes of addresses that are a secret themselves: a link in a mail.
SECRETS = {"token", "key", "uidb36"}


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """Who is signed in, with whether this very session passed a second step: that the account has one says nothing of it."""
    user = get_user(request)
    if isinstance(user, User):
        records = get_authentication_records(request, user)
        user.passed_second_step = any(record.get("method") == "mfa" for record in records)
    return user


class PersonMiddleware:
    """A person without a language cookie reads the pages in the account's language; personal pages are kept nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = cast("User | AnonymousUser", SimpleLazyObject(lambda: person_of(request)))
        # The session cookie is looked at first: anonymous pages must not ask the database who is there.
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if known and not chosen and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        response = self.get_response(request)
        match = request.resolver_match
        if known or request.session.modified or (match and SECRETS & match.kwargs.keys()):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
