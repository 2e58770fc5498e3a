"""The address chooses the city; the membership permits."""

import re
from collections.abc import Callable
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.second_factor import second_factor_missing
from educities.tenancy.scope import city_scope

ADDRESS = re.compile(r"^/(?:c|api/v1/cities)/([-\w]+)(?:/|$)", re.ASCII)


class CityRequest(HttpRequest):
    """A request as this middleware leaves it: the city of its address, and whether a role here waits for a second step."""

    city: City | None
    # Where the reader's language was already looked for in the city's row.
    city_at_address: City | None
    second_factor_missing: bool


class CityMiddleware:
    """Requests under `/c/<slug>/` and `/api/v1/cities/<slug>/` run in that city's scope and by its clocks, to the last byte rendered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: CityRequest) -> HttpResponse:
        match = ADDRESS.match(request.path_info)
        if hasattr(request, "city_at_address"):
            request.city = request.city_at_address
        else:
            request.city = City.objects.at(match[1]) if match else None
        request.second_factor_missing = cast(
            "bool", SimpleLazyObject(lambda: second_factor_missing(request.user, request.city))
        )
        if request.city is None:
            return self.get_response(request)
        with city_scope(request.city.pk, request.city), timezone.override(request.city.zone):
            return self.get_response(request)

    def process_view(self, request: CityRequest, view: object, args: tuple, kwargs: dict) -> None:
        """An address of a city that is not there answers 404, whatever stands behind it."""
        # The API answers for itself, so that an unknown city and another partner's one look the same.
        if request.city is None and ADDRESS.match(request.path_info) and not request.path_info.startswith("/api/"):
            raise Http404(_("There is no city at this address."))
        # A city that has not begun yet is nobody's business but its people's; a link with a secret opens what it names.
        if (
            request.city
            and request.city.state == City.State.PROSPECT
            and "token" not in kwargs
            and not is_insider(request)
        ):
            raise Http404(_("There is no city at this address."))
        kwargs.pop("city", None)


def is_insider(request: CityRequest) -> bool:
    """Has the reader a part in this city, or opens the operator cities? The API asks for itself."""
    if request.path_info.startswith("/api/"):
        return True
    user = request.user
    if not user.is_authenticated:
        return False
    return bool(user.is_operator) or user.memberships.current().filter(city=request.city).exists()
