"""The figures of each quarter; reckoned once while nothing changes, and kept for a day."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from django.core.cache import cache

from cities.models import City
from network_map.queries import Work, compute_quarter, find_first_day, read_members, read_works
from network_map.values import Quarter, list_quarters
from network_map.values.figures import Figures

KEPT_SECONDS = 24 * 3600


def list_figures(city: City) -> list[tuple[Quarter, Figures]]:
    """The figures of up to thirteen quarters, the running one last and as of now. Three queries."""
    works, members = read_works(), read_members(city)
    quarters = list_quarters(find_first_day(works), city.today())
    return [(quarter, _find_figures(city, works, members, quarter)) for quarter in quarters]


def _find_figures(city: City, works: Sequence[Work], members: Mapping[str, date], quarter: Quarter) -> Figures:
    """A quarter is reckoned anew when anything about its collaborations or members has changed."""
    digest = hashlib.sha256(repr((works, members)).encode()).hexdigest()
    key = f"network-figures:{city.pk}:{quarter.code}:{digest}"
    found: Figures | None = cache.get(key)
    if found is None:
        found = compute_quarter(works, members, quarter)
        cache.set(key, found, KEPT_SECONDS)
    return found
