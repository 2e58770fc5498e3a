"""The signed-in person's language, when the browser has not chosen one; and what no browser may keep."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

# The holes of addresses that are a secret themselves: a link in a mail.
SECRETS = {"token", "key", "uidb36"}


class PersonMiddleware:
    """A person without a language cookie reads the pages in the account's language; personal pages are kept nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
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
