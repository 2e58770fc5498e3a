"""The years turn by themselves, each in the hour after its city's midnight."""

from celery import shared_task

from cities.models import City
from educities.tenancy.tasks import in_each
from programs.actions import advance_program_years
from programs.actions.calendar_links import end_idle_links
from programs.actions.due_figures import tell_due_figures
from programs.actions.late_milestones import tell_late_milestones
from programs.actions.review_files import draw_due_reviews
from programs.queries import live_program


@shared_task(network=True)
def turn_program_years() -> int:
    """In every served city the years that began are open and those that ended wait for their review.

    Links of calendars whose people may not read the program any more are gone. A rest whose last day was known is over,
    and who has to say how a late milestone stands, or to enter a figure that is due, has heard of it.
    """

    def turn(city: City) -> int:
        tell_due_figures()
        end_idle_links(city)
        program = live_program()
        if program is None:
            return 0
        moved = advance_program_years(program)
        tell_late_milestones(program, city.today())
        return moved

    return in_each(City.objects.served(), turn)


@shared_task(network=True)
def draw_reviews() -> int:
    """The PDFs of confirmed year reviews that are missing are drawn."""
    return draw_due_reviews()
