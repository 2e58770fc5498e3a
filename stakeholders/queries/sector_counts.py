"""The balance of the four sectors, kept: counting every organisation of a large city costs more than its whole page."""

from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count

from educities.tenancy.scope import require_city_id
from stakeholders.models import Organisation, Sector

# What an action changes shows at once; what a hand changes in the database, within a minute.
SECONDS = 60


def _cache_key() -> str:
    return f"sectors:{require_city_id()}"


def sector_counts() -> dict[int, int]:
    """How many organisations of each sector the city may count on."""
    found = cache.get(_cache_key())
    if found is None:
        found = _count_sectors()
        cache.set(_cache_key(), found, SECONDS)
    return found


def _count_sectors() -> dict[int, int]:
    counts = dict(Organisation.objects.at_work().order_by().values_list("sector").annotate(n=Count("pk")))
    return {int(sector): counts.get(int(sector), 0) for sector in Sector}


def forget_sector_counts() -> None:
    """The next reader counts, once the transaction is through."""
    transaction.on_commit(partial(cache.delete, _cache_key()))
