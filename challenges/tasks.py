"""Celery turns the crank."""

from celery import shared_task

from challenges.actions import forget_acts, turn_ages
from cities.models import City
from educities.tenancy.tasks import in_each


@shared_task(network=True)
def tend_residents() -> int:
    """In every served city young people have today's age group, and what nobody confirmed is forgotten."""

    def tend(city: City) -> int:
        return turn_ages(city) + forget_acts()

    return in_each(City.objects.served(), tend)
