"""Celery turns the crank."""

from celery import shared_task

from challenges.actions import forget_acts, turn_ages
from cities.models import City
from educities.accounts.actions import expire_questions
from educities.tenancy.scope import city_scope


@shared_task(network=True)
def tend_residents() -> int:
    """In every served city young people have today's age group; what nobody confirmed or answered in time ends."""
    tended = 0
    for city in City.objects.served():
        with city_scope(city.pk, city):
            tended += turn_ages(city) + forget_acts() + expire_questions()
    return tended
