"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from collaborations.actions.outcomes import lapse_unanswered
from educities.tenancy.tasks import in_each


@shared_task(network=True)
def lapse_proposals() -> int:
    """In every served city, proposals whose days to answer are over have lapsed. Returns how many."""

    def lapse(_city: City) -> int:
        return lapse_unanswered()

    return in_each(City.objects.served(), lapse)
