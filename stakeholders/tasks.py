"""Organisations that went quiet are at rest, each night."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from stakeholders.actions.dormancy import rest_quiet_organisations


@shared_task(network=True)
def rest_quiet() -> int:
    """In every served city, organisations without an act for half a year are dormant."""
    return in_each(City.objects.served(), rest_quiet_organisations)
