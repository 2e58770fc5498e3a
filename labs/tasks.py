"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from labs.actions import overrides


@shared_task(network=True)
def expire_overrides() -> int:
    """In every served city, overrides past their day have ended and filled gaps are resolved. Returns how many."""

    def expire(city: City) -> int:
        return sum(overrides.expire_overrides(city))

    return in_each(City.objects.served(), expire)
