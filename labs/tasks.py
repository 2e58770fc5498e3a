"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from educities.tenancy.scope import city_scope
from labs.actions import overrides


@shared_task(network=True)
def expire_overrides() -> None:
    for city in City.objects.served():
        with city_scope(city.pk):
            overrides.expire_overrides(city)
