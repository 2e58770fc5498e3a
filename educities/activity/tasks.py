"""Celery turns the crank."""

from celery import shared_task
from django.apps import apps

from educities.activity.deliver import BATCH, deliver_due
from educities.activity.events import number_events as number
from educities.activity.reminders import recompute, tick
from educities.tenancy.scope import city_scope


@shared_task(network=True)
def deliver_mail() -> None:
    while deliver_due() >= BATCH:
        pass


@shared_task(network=True)
def tick_reminders() -> None:
    tick()


@shared_task(network=True)
def number_events() -> None:
    number()


@shared_task(network=True)
def recompute_reminders() -> None:
    for city in apps.get_model("cities", "City").objects.served():
        with city_scope(city.pk):
            recompute(city)
