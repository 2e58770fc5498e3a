"""The last answer, when something went wrong that nobody expected."""

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.defaults import server_error as plain_server_error

from educities.health.middleware import away, is_away


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 when the database is away, so that also a middleware may ask it in peace."""
    error = sys.exc_info()[1]
    if is_away(error):
        return away(request, error)
    return _problem() if request.path.startswith("/api/") else plain_server_error(request)


def _problem() -> HttpResponse:
    from educities.kit.problems import as_json, problem  # noqa: PLC0415 (DRF loads its settings first)

    return as_json(problem(500, "server_error", _("Something went wrong here. It is in our log.")))
