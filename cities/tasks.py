"""Celery turns the crank."""

from celery import shared_task
from django.utils import timezone

from cities.actions.digests import send_digests
from cities.models import City
from educities.activity.actions import retention
from educities.tenancy.tasks import in_each


@shared_task(network=True)
def forget_old_rows() -> int:
    """In every city, and of the platform, everything is gone that was kept long enough."""
    count = in_each(City.objects.all(), lambda city: retention.forget_old_rows(city.today()))
    today = timezone.now().date()
    return count + retention.forget_old_rows(today) + retention.forget_old_log(today)


@shared_task(network=True)
def send_weekly_digests() -> int:
    """In every served city whoever works there has the weekly email waiting, on their day at noon."""
    return in_each(City.objects.served(), send_digests)
