"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from matching.actions.suggesting import expire_suggestions, suggest_in_city


@shared_task(network=True)
def suggest_people() -> int:
    """In every served city, what is over is over, and who looks for somebody has suggestions. Returns how many are new."""

    def suggest(city: City) -> int:
        expire_suggestions(city.today())
        return suggest_in_city(city)

    return in_each(City.objects.served(), suggest)
