"""Celery turns the crank."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from forum.actions.agenda import build_agenda
from forum.actions.decisions import call_reviews
from forum.actions.seats import end_terms
from forum.queries import find_working_charter


@shared_task(network=True)
def prepare_forums() -> int:
    """In every served city terms that are over have ended, reviews whose day has come wait, and the agenda is built.

    Returns how many things moved.
    """

    def prepare(_city: City) -> int:
        charter = find_working_charter()
        reviews = call_reviews()
        return reviews + (end_terms(charter) + build_agenda(charter) if charter else 0)

    return in_each(City.objects.served(), prepare)
