"""Celery turns the crank."""

from celery import shared_task

from reports.actions import build_due


@shared_task(network=True)
def build_reports() -> None:
    build_due()
