"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from consents.actions import end_due_consents, expire_questions, update_age_bands, update_consents
from educities.tenancy.tasks import in_each


@shared_task(network=True)
def run_minors_maintenance() -> int:
    """In every served city young people have today's age group; questions and consents whose time is over end."""

    def tend(city: City) -> int:
        return update_age_bands(city) + expire_questions() + update_consents(city)

    return in_each(City.objects.served(), tend)


@shared_task(network=True)
def end_consents() -> int:
    """In every served city what rested on a consent has stopped within a minute of its last day's end, by the city's clock."""
    return in_each(City.objects.served(), end_due_consents)
