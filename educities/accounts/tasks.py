"""Celery turns the crank."""

from celery import shared_task

from educities.accounts.actions.sent_forms import forget_sent_forms as forget
from educities.accounts.actions.sessions import forget_sessions


@shared_task(network=True)
def forget_sent_forms() -> None:
    forget()
    forget_sessions()
