"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from growth.actions.invitations import lapse_unanswered


@shared_task(network=True)
def lapse_invitations() -> int:
    """In every served city, invitations whose last day is over are no longer asked. Returns how many rounds."""

    def lapse(_city: City) -> int:
        return lapse_unanswered()

    return in_each(City.objects.served(), lapse)
