"""The years turn by themselves, each night."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from programs.actions import advance_program_years
from programs.queries import live_program


@shared_task(network=True)
def turn_program_years() -> int:
    """In every served city the years that began are open and those that ended wait for their review."""

    def turn(_city: City) -> int:
        program = live_program()
        return advance_program_years(program) if program else 0

    return in_each(City.objects.served(), turn)
