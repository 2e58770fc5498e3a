"""Celery turns the crank."""

from celery import shared_task

from challenges.actions import forget_acts, turn_ages
from cities.models import City
from educities.accounts.actions import expire_questions
from educities.tenancy.tasks import in_each


@shared_task(network=True)
def tend_residents() -> int:
    """In every served city young people have today's age group; what nobody confirmed or answered in time ends."""

    def tend(city: City) -> int:
        return turn_ages(city) + forget_acts() + expire_questions()

    return in_each(City.objects.served(), tend)
