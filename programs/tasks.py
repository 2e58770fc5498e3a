"""The years turn by themselves, each night."""

from celery import shared_task

from cities.models import City
from educities.tenancy.scope import city_scope
from programs.actions import turn_years
from programs.queries import live_program


@shared_task(network=True)
def turn_program_years() -> int:
    """In every served city the years that began are open and those that ended wait for their review."""
    moved = 0
    for city in City.objects.served():
        with city_scope(city.pk):
            program = live_program()
            moved += turn_years(program) if program else 0
    return moved
