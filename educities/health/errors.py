"""The last answer, when something went wrong that nobody expected."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.defaults import server_error as plain_server_error

from educities.health.middleware import away, has_nul, is_api, is_away, unreadable


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 when the database is away, so that also a middleware may ask it in peace."""
    error = sys.exc_info()[1]
    if is_away(error):
        return away(request, error)
    if has_nul(error):
        return unreadable(request)
    return _problem() if is_api(request) else plain_server_error(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's `handler400`: a host that is not ours, too many fields, a body that is too large."""
    return unreadable(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this browser's. A link of one's own mail is shown anew, with what has become of it."""
    match = request.resolver_match
    again = getattr(getattr(match and match.func, "view_class", None), "asks_again", False)
    # Once: a browser that keeps no cookies is told so.
    if again and "anew" not in request.GET:
        return redirect(f"{request.path}?anew=1")
    return plain_csrf_failure(request, reason)


def _problem() -> HttpResponse:
    from educities.kit.problems import as_json, problem  # noqa: PLC0415 (DRF loads its settings first)

    return as_json(problem(500, "server_error", _("Something went wrong here. It is in our log.")))
