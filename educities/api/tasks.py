"""Celery turns the crank."""

from celery import shared_task

from educities.api.actions import purge_expired


@shared_task(network=True)
def purge_api_leftovers() -> None:
    purge_expired()
