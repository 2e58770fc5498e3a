"""The last answer, when something went wrong that nobody expected."""

import sys

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.defaults import server_error as plain_server_error

from educities.health.middleware import (
    bad_request_response,
    db_unavailable_response,
    has_nul,
    is_api,
    is_db_unavailable,
)
from educities.health.resend import ANEW, get_resend_form, is_same_origin, view_class_of
from educities.kit.kept_forms import note_chosen_files
from educities.kit.sealing import SealedByOtherKey


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 when the database is away, so that also a middleware may ask it in peace."""
    error = sys.exc_info()[1]
    if is_db_unavailable(error):
        return db_unavailable_response(request, error)
    if has_nul(error):
        return bad_request_response(request)
    if isinstance(error, SealedByOtherKey):
        return TemplateResponse(request, "accounts/sealed_step.html", status=503).render()
    return _server_error_problem() if is_api(request) else plain_server_error(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's `handler400`: a host that is not ours, too many fields, a body that is too large."""
    return bad_request_response(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this browser's, as after signing in in another tab. Nothing typed is lost.

    It is shown once more with a new token, and one press sends it, with its files where they could be kept. A link of one's own mail without a form is shown
    anew instead, with what has become of it: once, for a browser that keeps no cookies is told so.
    """
    form, view, is_first = get_resend_form(request), view_class_of(request), ANEW not in request.GET
    if is_first and getattr(view, "asks_again", False) and not (form and hasattr(view, "form_class")):
        return redirect(f"{request.path}?{ANEW}=1")
    context = {
        "form": form,
        "no_cookies": not is_first and reason == REASON_NO_CSRF_COOKIE,
        "page": request.get_full_path() if hasattr(view, "get") and is_same_origin(request) else "",
    }
    if form:
        note_chosen_files(request, view)
    response = TemplateResponse(request, "403_csrf.html", context, status=403)
    # It holds what one person typed.
    response["Cache-Control"] = "no-store"
    return response


def _server_error_problem() -> HttpResponse:
    from educities.kit.problems import as_json, problem_body  # noqa: PLC0415 (DRF loads its settings first)

    return as_json(
        problem_body(
            500,
            "server_error",
            _(
                "An error happened on our side and was logged. Try again; if it happens again, tell the operator "
                "and give the request id."
            ),
        )
    )
