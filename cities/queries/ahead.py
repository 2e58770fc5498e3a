"""The city to which somebody is going who is not in it yet."""

import re

from django.http import HttpRequest

from cities.models import City
from educities.kit.multilingual import translate_plain

# A page of a city, wherever in it.
CITY_PAGE = re.compile(r"/c/([-\w]+)/", re.ASCII)


def find_city_ahead(request: HttpRequest) -> City | None:
    """The city to whose page the request leads on, or on whose own host it came; None for none that is shown."""
    match = CITY_PAGE.match(request.POST.get("next") or request.GET.get("next") or "")
    city = City.objects.at(match[1]) if match else City.objects.of_host(request.get_host())
    return city if city is not None and city.is_shown else None


def name_ahead(request: HttpRequest) -> str:
    """The name of that city; "" for none."""
    city = find_city_ahead(request)
    return translate_plain(city.name) if city else ""
