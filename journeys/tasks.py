"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from journeys.actions.trip_consents import end_trip_consents, warn_before_trips


@shared_task(network=True)
def check_trips() -> int:
    """In every served city what is missing for an expedition of tomorrow was said, and consents to past ones have ended."""

    def check(city: City) -> int:
        return warn_before_trips(city) + end_trip_consents(city)

    return in_each(City.objects.served(), check)
