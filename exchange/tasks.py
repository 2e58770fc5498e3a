"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from exchange.actions.exchanges import close_exchanges


@shared_task(network=True)
def close_late_exchanges() -> int:
    """In every served city, exchanges whose day is over have ended. Returns how many."""

    def close(_city: City) -> int:
        return close_exchanges()

    return in_each(City.objects.served(), close)
