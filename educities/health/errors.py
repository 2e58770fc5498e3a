"""The last answer, when something went wrong that nobody expected."""

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
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


def _problem() -> HttpResponse:
    from educities.kit.problems import as_json, problem  # noqa: PLC0415 (DRF loads its settings first)

    return as_json(problem(500, "server_error", _("Something went wrong here. It is in our log.")))
