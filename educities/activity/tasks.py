"""Celery turns the crank."""

import time

from celery import shared_task
from django.apps import apps

from educities.activity.actions.delivery import BATCH, Renderers, deliver_due, expire_messages
from educities.activity.actions.events import number_events as number
from educities.activity.actions.reminders import enqueue_due_reminders, recompute_send_times
from educities.tenancy.tasks import in_each

# Where one worker does everything, its other work has its turn as well.
MAIL_SECONDS = 10


@shared_task(network=True)
def deliver_mail() -> None:
    until = time.monotonic() + MAIL_SECONDS
    renderers: Renderers = {}
    while deliver_due(renderers=renderers) >= BATCH and time.monotonic() < until:
        pass


@shared_task(network=True)
def tick_reminders() -> None:
    enqueue_due_reminders()
    expire_messages()


@shared_task(network=True)
def number_events() -> None:
    number()


@shared_task(network=True)
def recompute_reminders() -> None:
    in_each(apps.get_model("cities", "City").objects.served(), recompute_send_times)
