"""What cities publish is copied anew each night: years begin and dates pass without anybody's act."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from library.actions import publish_city, publish_outline


@shared_task(network=True)
def publish_cities() -> int:
    """What each served city publishes stands as it is today."""
    return in_each(City.objects.served(), publish_city)


@shared_task(network=True)
def publish_outlines() -> int:
    """Where each served city is, and what waits there, within the hour."""
    return in_each(City.objects.served(), publish_outline)
