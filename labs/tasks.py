"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from educities.tenancy.scope import city_scope
from labs.actions import overrides


@shared_task(network=True)
def expire_overrides() -> int:
    """In every served city, overrides past their day have ended and filled gaps are resolved. Returns how many."""
    tended = 0
    for city in City.objects.served():
        with city_scope(city.pk):
            tended += sum(overrides.tend_overrides(city))
    return tended
