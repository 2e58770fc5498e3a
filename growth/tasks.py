"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from growth.actions.counts import publish_counts
from growth.actions.invitations import lapse_unanswered


@shared_task(network=True)
def lapse_invitations() -> int:
    """In every served city, invitations whose last day is over are no longer asked. Returns how many rounds."""

    def lapse(_city: City) -> int:
        return lapse_unanswered()

    return in_each(City.objects.served(), lapse)


@shared_task(network=True)
def publish_engine_counts() -> int:
    """In every served city, the log tells of growth engines whose numbers are others. Returns of how many."""

    def publish(_city: City) -> int:
        return publish_counts()

    return in_each(City.objects.served(), publish)
