"""The last answer, when something went wrong that nobody expected."""

import sys

from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error as plain_server_error

from educities.health.middleware import away, is_away


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 when the database is away, so that also a middleware may ask it in peace."""
    error = sys.exc_info()[1]
    return away(request, error) if is_away(error) else plain_server_error(request)
