"""Celery turns the crank."""

from celery import shared_task

from challenges.actions import delete_old_submissions
from cities.models import City
from educities.tenancy.tasks import in_each


@shared_task(network=True)
def forget_unconfirmed_acts() -> int:
    """In every served city what nobody confirmed in time is gone."""

    def forget(city: City) -> int:
        return delete_old_submissions()

    return in_each(City.objects.served(), forget)
