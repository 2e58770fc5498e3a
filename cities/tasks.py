"""Celery turns the crank."""

from celery import shared_task

from cities.actions.digests import send_digests
from cities.models import City
from educities.tenancy.tasks import in_each


@shared_task(network=True)
def send_weekly_digests() -> int:
    """In every served city whoever works there has the weekly email waiting, on their day at noon."""
    return in_each(City.objects.served(), send_digests)
