"""The address chooses the city; the membership permits."""

import re
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.second_factor import second_factor_missing
from cities.rules.roles import cities_of
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
            with timezone.override(find_zone_of(request)):
                return self.get_response(request)
        with city_scope(request.city.pk, request.city), timezone.override(request.city.zone):
            return lead_out(request, self.get_response(request))

    def process_view(self, request: CityRequest, view: object, args: tuple, kwargs: dict) -> HttpResponse | None:
        """An address of a city that is not there answers 404, and one that is not public yet its own people alone."""
        # The API answers for itself, so that an unknown city and another partner's one look the same.
        if request.city is None and ADDRESS.match(request.path_info) and not request.path_info.startswith("/api/"):
            raise Http404(_("There is no city at this address."))
        kwargs.pop("city", None)
        if request.city is not None and not request.city.is_shown and is_public_page(view, kwargs):
            return refuse_outsider(request)
        return None


def find_zone_of(request: CityRequest) -> ZoneInfo | None:
    """Outside a city: the clocks of the person's first city on the pages of an account; of the platform's first city on the
    operator's, and for whoever has no city. Other pages name no day."""
    if not names_days(request):
        return None
    own = cities_of(request.user) if request.path_info.startswith("/accounts/") else set()
    cities = City.objects.filter(pk__in=own) if own else City.objects.all()
    first = cities.order_by("pk").first()
    return first.zone if first else None


def names_days(request: CityRequest) -> bool:
    """Does a day stand on this page outside every city? Of an account's pages for nobody only the link that undoes a change."""
    if request.path_info.startswith(("/platform/", "/accounts/changes/")):
        return True
    return request.path_info.startswith("/accounts/") and request.user.is_authenticated


def is_public_page(view: object, kwargs: dict) -> bool:
    """Is it a page for everyone? A link that carries its own secret was given to one person."""
    return bool(getattr(getattr(view, "view_class", None), "public", False)) and "token" not in kwargs


def lead_out(request: CityRequest, response: HttpResponse) -> HttpResponse:
    """Whose act has ended their last part in a city that is not public yet is led to the start page, where they read what
    came of it: the page of the city that would follow answers 404 to them by now.
    """
    city, user = request.city, request.user
    if city is None or city.is_shown or not isinstance(response, HttpResponseRedirectBase) or user.is_anonymous:
        return response
    try:
        target = resolve(urlsplit(response.url).path)
    except Resolver404:
        return response
    # As the database has it after the act; what the request's own user may is of before.
    now = get_user_model().objects.filter(pk=user.pk, is_operator=False).first()
    if now is None or city.pk in cities_of(now) or not is_public_page(target.func, target.kwargs):
        return response
    messages.info(request, _("This city is not shown to everyone yet, and you have no part in it any more."))
    return redirect("account" if City.objects.of_host(request.get_host()) else "home")


def refuse_outsider(request: CityRequest) -> HttpResponse | None:
    """Of a city that is not public yet its own people see the pages: others sign in, or find nothing."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.user.is_operator or (request.city is not None and request.city.pk in cities_of(request.user)):
        return None
    # The page that says so is not the city's: neither its name nor its doors stand on it.
    request.city = None
    raise Http404(_("There is no city at this address."))
