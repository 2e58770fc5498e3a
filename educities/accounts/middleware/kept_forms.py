"""What a form sent without a session, or with a token of before, waits sealed for the same browser."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from educities.accounts.actions.sent_forms import (
    FORM_KEPT,
    drop_sent_form,
    find_sent_file,
    find_sent_form,
    keep_sent_files,
    keep_sent_form,
)
from educities.accounts.middleware import is_signing_out
from educities.kit.kept_forms import files_to_show, kept_files
from educities.kit.limits import TooOften, check_limit, network_of

# The browser's secrets of what waits for it, the newest last, and how many it keeps; and where a button was pressed.
KEPT_COOKIE = f"{'__Host-' if settings.HTTPS else ''}kept"
PRESSED_COOKIE = f"{'__Host-' if settings.HTTPS else ''}pressed"
# Whose account was open here last, by its number: whoever sends a form after that session has gone is that person.
LAST_COOKIE = f"{'__Host-' if settings.HTTPS else ''}last"
LAST_SECONDS = 90 * 24 * 60 * 60
MOST_KEPT, KEPT_SECONDS = 5, int(FORM_KEPT.total_seconds())


class KeptFormMiddleware:
    """What a form sent without a session comes back with its page, in the same browser, once the person has signed in.

    `request.last_person`: the number of the account for which the pages in this browser were drawn, if that is known.
    `request.kept_form` is what waits for this very page. It goes when the form was taken, and after an hour. Of a button
    only the page is kept, in the browser itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.last_person = _find_last_person(request)  # type: ignore[attr-defined]
        tokens = [token for token in request.COOKIES.get(KEPT_COOKIE, "").split(".") if token][-MOST_KEPT:]
        is_back = bool(tokens or PRESSED_COOKIE in request.COOKIES) and self.is_person_back(request)
        pressed = str(request.get_signed_cookie(PRESSED_COOKIE, "", max_age=KEPT_SECONDS)) if is_back else ""
        found = {token: find_sent_form(token) for token in tokens} if is_back else {}
        waiting = {token: sent for token, sent in found.items() if sent and _is_for_person(request, sent)}
        if (waiting or pressed) and request.path == reverse("onward"):
            return redirect([pressed, *(sent["page"] for sent in waiting.values())][-1])
        here = [token for token, sent in waiting.items() if urlsplit(sent["page"]).path == request.path]
        if here:
            _show_kept(request, here[-1], waiting[here[-1]])
        request.kept_now = SimpleLazyObject(lambda: self.keep_now(request))  # type: ignore[attr-defined]
        is_pressed_here = request.method == "GET" and urlsplit(pressed).path == request.path
        if is_pressed_here:
            messages.info(request, _("Nothing was changed yet. Press the button again."))
        response = self.get_response(request)
        if is_pressed_here and response.status_code == 200:
            response.delete_cookie(PRESSED_COOKIE, samesite="Lax")
        has_arrived = request.method == "POST" and 300 <= response.status_code < 400
        gone = tokens if is_signing_out(request) else here
        self.keep_or_drop(request, response, tokens, gone=gone if has_arrived else [])
        _remember_person(request, response)
        return response

    def keep_now(self, request: HttpRequest) -> set[str]:
        """The fields whose file goes along: kept at the moment when a page that says so is drawn, whoever draws it."""
        sent: dict[str, Any] = getattr(request, "sent_form", {})
        if sent.get("person"):
            request.kept_token = self.keep(request, sent) if self.may_keep(request) else ""  # type: ignore[attr-defined]
        waiting = {name for name, file in kept_files(request).items() if file}
        return getattr(request, "files_kept", waiting)

    def is_person_back(self, request: HttpRequest) -> bool:
        """Has somebody signed in in this browser, and asks for a whole page?"""
        return bool(request.user.is_authenticated) and "HX-Request" not in request.headers

    def keep_or_drop(self, request: HttpRequest, response: HttpResponse, tokens: list[str], gone: list[str]) -> None:
        """What this request leaves behind waits, and what has arrived does so no more."""
        sent: dict[str, Any] = getattr(request, "sent_form", {})
        for token in gone:
            drop_sent_form(token)
        is_form = bool(sent.get("fields") or sent.get("files"))
        if sent and not is_form:
            response.set_signed_cookie(PRESSED_COOKIE, sent["page"], **_cookie_options())
        added = self.keep_once(request, sent) if is_form else []
        kept = ([token for token in tokens if token not in gone] + added)[-MOST_KEPT:]
        if kept and (added or gone):
            response.set_cookie(KEPT_COOKIE, ".".join(kept), **_cookie_options())
        elif gone:
            response.delete_cookie(KEPT_COOKIE, samesite="Lax")

    def keep_once(self, request: HttpRequest, sent: dict[str, Any]) -> list[str]:
        """The secret of what waits; none where the caller leaves more behind than people do."""
        token: str | None = getattr(request, "kept_token", None)
        if token is None:
            token = self.keep(request, sent) if self.may_keep(request) else ""
        return [token] if token else []

    def keep(self, request: HttpRequest, sent: dict[str, Any]) -> str:
        """What was sent waits, with its files unless the caller leaves more of them behind than people do."""
        token = keep_sent_form({**sent, "person": sent.get("person") or _find_last_person(request)})
        files = files_to_show(request)
        if sent.get("files") and self.may_keep_files(request):
            request.files_kept = keep_sent_files(  # type: ignore[attr-defined]
                token, {name: files[name] for name in sent["files"] if name not in sent.get("unkept", ())}
            )
        return token

    def may_keep(self, request: HttpRequest) -> bool:
        """Does the caller leave no more behind than people do?"""
        try:
            check_limit("kept-form", network_of(request), most=100, seconds=3600)
        except TooOften:
            return False
        return True

    def may_keep_files(self, request: HttpRequest) -> bool:
        """The same of files, which are a thousand times as large."""
        try:
            check_limit("kept-file", network_of(request), most=10, seconds=3600)
        except TooOften:
            return False
        return True


def _is_for_person(request: HttpRequest, sent: dict[str, Any]) -> bool:
    """What somebody has sent whose account is, or was last, open here waits for that account alone, whoever signs in after."""
    return bool(sent.get("person") == request.user.pk)


def _find_last_person(request: HttpRequest) -> int | None:
    """The number of the account that was open here last; None where nobody was, or where that person signed out an hour ago."""
    number = str(request.get_signed_cookie(LAST_COOKIE, "", max_age=LAST_SECONDS))
    return int(number) if number.isdecimal() else None


def _remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """The browser knows whose account is open, and for an hour whose it was: a page in another tab is still that person's."""
    if is_signing_out(request):
        last = _find_last_person(request)
        if last is not None:
            response.set_signed_cookie(LAST_COOKIE, str(last), **_cookie_options())
        return
    # The session cookie is looked at first: anonymous pages must not ask the database who is there.
    # The partner API leaves nobody there where its token is missing.
    is_open = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user and request.user.is_authenticated
    if is_open and _find_last_person(request) != request.user.pk:
        options = {**_cookie_options(), "max_age": LAST_SECONDS}
        response.set_signed_cookie(LAST_COOKIE, str(request.user.pk), **options)


def _cookie_options() -> dict[str, Any]:
    return {"max_age": KEPT_SECONDS, "secure": settings.HTTPS, "httponly": True, "samesite": "Lax"}


def _show_kept(request: HttpRequest, token: str, sent: dict[str, Any]) -> None:
    names: dict[str, str] = sent.get("files", {})
    request.kept_form = sent  # type: ignore[attr-defined]
    request.kept_file_names = names  # type: ignore[attr-defined]
    request.kept_files = {  # type: ignore[attr-defined]
        field: find_sent_file(token, field, name) for field, name in names.items()
    }
    if request.method == "GET" and "quiet" not in sent:
        messages.info(request, _("This is what you typed before. It was not sent yet."))
