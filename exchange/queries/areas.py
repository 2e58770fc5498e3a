"""The names of all areas, for a box that finds them as one types, with or without a network."""

from django.core.cache import cache
from django.utils.translation import get_language

from educities.tenancy.scope import require_city_id
from stakeholders.models import Area

SECONDS = 300


def list_area_names() -> list[str]:
    """What can be chosen as an offer or a need, in the reader's language. Kept for some minutes: sixty phones ask at once."""
    key = f"exchange-areas:{require_city_id()}:{get_language()}"
    names: list[str] | None = cache.get(key)
    if names is None:
        names = sorted(str(area) for area in Area.objects.choosable(skills_only=True))
        cache.set(key, names, SECONDS)
    return names
