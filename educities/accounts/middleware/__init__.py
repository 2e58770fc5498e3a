"""What this session has proven; the person's language, when the browser has chosen none; what no browser may keep.

And a form that comes twice: it acts once and is answered twice.
"""

from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import get_user
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from educities.accounts.actions.sent_forms import StillRunning, claim_form_mark, keep_form_answer
from educities.accounts.models import User, Visitor
from educities.accounts.models.user import account_at_hand
from educities.accounts.queries import has_fresh_proof
from educities.accounts.values import NEEDS_PROOF, WHOLE
from educities.kit.addresses import cached_reverse
from educities.kit.form_marks import form_mark

if TYPE_CHECKING:
    from educities.accounts.backends import SessionStore

# The holes of addresses that are a secret themselves: a link in a mail.
SECRETS = {"token", "key", "uidb36"}


def person_of(request: HttpRequest) -> User | Visitor:
    """Who is signed in, with whether this very session passed a second step: that the account has one says nothing of it."""
    session = cast("SessionStore", request.session)
    # Django reads the session first, then the account by its number: the session brought it along.
    session.get(SESSION_KEY)
    with account_at_hand(session.account):
        user = get_user(request)
    if not isinstance(user, User):
        return Visitor()
    records = get_authentication_records(request, user)
    user.passed_second_step = any(record.get("method") == "mfa" for record in records)
    return user


def is_signing_out(request: HttpRequest) -> bool:
    """Does this request end the session at its person's wish?"""
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.url_name == "account_logout"


def find_closed_account(request: HttpRequest) -> User | None:
    """The account of this session, where it closed because no grown-up agrees to it."""
    if request.user.is_authenticated or SESSION_KEY not in request.session:
        return None
    return User.objects.filter(pk=request.session[SESSION_KEY], waits_for_guardian=True).first()


def _say_closed(request: HttpRequest, account: User) -> HttpResponse:
    """What happened, once; the next time, this browser may sign in somebody else."""
    request.session.flush()
    context = {"was_signed_in": True, "closed_by": account.closed_by}
    return render(request, "account/account_inactive.html", context)


class PersonMiddleware:
    """A person without a language cookie reads the pages in the account's language; personal pages are kept nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = cast("User | Visitor", SimpleLazyObject(lambda: person_of(request)))
        # The session cookie is looked at first: anonymous pages must not ask the database who is there.
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if known and not chosen and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        closed = find_closed_account(request) if known and request.path == cached_reverse("account_login") else None
        response = _say_closed(request, closed) if closed else self.get_response(request)
        match = request.resolver_match
        if known or request.session.modified or (match and SECRETS & match.kwargs.keys()):
            response.headers.setdefault("Cache-Control", "no-store")
        if is_signing_out(request):
            # Drafts of what one person typed are not left to the next one at this computer.
            response["Clear-Site-Data"] = '"storage"'
        return response


class FreshProofMiddleware:
    """Who changes how they sign in shows once more who they are, unless this session has lately shown it.

    Which pages: `NEEDS_PROOF`, and views that say `needs_proof`, as a whole. allauth asks on some of them, and nothing of an account without a password. What was typed
    into the page of addresses waits and is done after the proof; a password never waits anywhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        needs_proof = getattr(getattr(view, "view_class", None), "needs_proof", False)
        asking = WHOLE if needs_proof else NEEDS_PROOF.get(name or "", ())
        if request.method not in asking or not request.user.is_authenticated:
            return None
        if has_fresh_proof(request):
            return None
        where = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        if request.method == "POST" and name == "account_email":
            return suspend_request(request, where)
        return redirect(f"{where}?{urlencode({'next': request.get_full_path()})}")


# A second press waits so many times as long as for any lock.
TRIES = 10


class FormOnceMiddleware:
    """A form sent twice acts once: its answer is written in the transaction of the act and given to the second as well.

    Every form carries its mark: the token that Django issues with each page anew, with the address, the person and what
    was sent. What was refused is not kept, so the corrected form, and the same one later, is tried again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        mark = None if getattr(view, "csrf_exempt", False) else form_mark(request)
        if mark is None:
            return None
        for _try in range(TRIES):
            try:
                with transaction.atomic():
                    return self.answer_once(request, mark, lambda: view(request, *args, **kwargs))
            except StillRunning:
                continue
        return render(request, "still_running.html", status=409)

    def answer_once(self, request: HttpRequest, mark: str, act: Callable[[], HttpResponse]) -> HttpResponse:
        row, answer = claim_form_mark(mark)
        if answer is not None:
            return _give_again(request, answer)
        session_key = request.session.session_key
        response = act()
        if callable(render_page := getattr(response, "render", None)):
            response = render_page()
        is_kept = response.status_code < 400 and not response.streaming
        keep_form_answer(row, mark, _describe_answer(request, response, session_key) if is_kept else None)
        return response


def _describe_answer(request: HttpRequest, response: HttpResponse, session_key: str | None) -> dict[str, Any]:
    """All that the second press needs: the page or where it leads, the messages, and the session that began."""
    session: Any = request.session
    is_new = session.modified and not session.is_empty() and (not session_key or session.session_key != session_key)
    if is_new:
        # Saved now, so that whoever comes second finds it whole.
        session.save()
    queued = getattr(messages.get_messages(request), "_queued_messages", [])
    return {
        "status": response.status_code,
        "headers": dict(response.headers),
        "body": response.content.decode(response.charset, "surrogateescape"),
        "cookies": [cookie.OutputString() for cookie in response.cookies.values()],
        "messages": [(m.level, str(m.message), m.extra_tags, isinstance(m.message, SafeString)) for m in queued],
        "sent_form": getattr(request, "sent_form", None),
        "session": session.session_key if is_new else None,
    }


def _give_again(request: HttpRequest, answer: dict[str, Any]) -> HttpResponse:
    where = answer["headers"].get("Location")
    response = HttpResponse() if where is None else HttpResponseRedirect(where)
    response.status_code, response.content = answer["status"], answer["body"].encode("utf-8", "surrogateescape")
    for name, value in answer["headers"].items():
        response.headers[name] = value
    for cookie in answer["cookies"]:
        response.cookies.update(SimpleCookie(cookie))
    if answer["sent_form"]:
        request.sent_form = answer["sent_form"]  # type: ignore[attr-defined]
    if answer["session"]:
        session: Any = request.session
        request.session = type(session)(answer["session"])
        request.session.modified = True
    for level, text, tags, is_safe in answer["messages"]:
        # Markup that the first answer held was made by us.
        messages.add_message(request, level, mark_safe(text) if is_safe else text, extra_tags=tags)  # noqa: S308
    return response
