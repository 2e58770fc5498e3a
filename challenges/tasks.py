"""Celery turns the crank."""

from celery import shared_task

from challenges.actions import alerts, delete_old_submissions, photos
from cities.models import City
from educities.tenancy.tasks import in_each


@shared_task(network=True)
def forget_unconfirmed_acts() -> int:
    """In every city what nobody confirmed in time is gone, and photos that nobody needs any more; in one that has left also
    whoever waits to be told."""

    def forget(city: City) -> int:
        return delete_old_submissions() + alerts.delete_old_alerts() + photos.delete_old_photos()

    return in_each(City.objects.all(), forget)


@shared_task(network=True)
def send_opening_alerts() -> int:
    """In every served city whoever waits for a challenge that gathers ideas now is told."""

    def send(city: City) -> int:
        return alerts.send_opening_alerts()

    return in_each(City.objects.served(), send)
