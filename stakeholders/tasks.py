"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from stakeholders.actions.merging import finish_merges


@shared_task(network=True)
def finish_old_merges() -> int:
    """In every served city merges older than their days are final."""
    return in_each(City.objects.served(), lambda _city: finish_merges())
