"""What is done with organisations and people every night, and with large files at once."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from stakeholders.actions.dormancy import rest_quiet_organisations
from stakeholders.actions.import_jobs import run_due_imports
from stakeholders.actions.merging import finish_merges


@shared_task(network=True)
def finish_old_merges() -> int:
    """In every served city merges older than their days are final."""
    return in_each(City.objects.served(), lambda _city: finish_merges())


@shared_task(network=True)
def rest_quiet() -> int:
    """In every served city, organisations without an act for half a year are dormant."""
    return in_each(City.objects.served(), rest_quiet_organisations)


@shared_task(network=True)
def run_imports() -> int:
    """Files that wait for it are read or taken in. Returns how many."""
    return run_due_imports()
