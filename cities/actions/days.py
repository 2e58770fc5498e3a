"""The days on which the city writes to nobody."""

from django.db import transaction

from cities import verbs
from cities.actions.cities import touch_pages
from cities.models import CityCalendarDay
from educities.accounts.models import User
from educities.activity.held import ask_the_hours_anew
from educities.activity.record import record
from educities.activity.register import Verb


@transaction.atomic
def add_day(day: CityCalendarDay, *, actor: User) -> CityCalendarDay:
    """The day is in the calendar: mail and reminders go around it."""
    day.save()
    _note(verbs.DAY_ADDED, day, actor)
    return day


@transaction.atomic
def remove_day(day: CityCalendarDay, *, actor: User) -> None:
    """The day is out of the calendar; what waited for its end is looked at again."""
    _note(verbs.DAY_REMOVED, day, actor)
    day.delete()
    ask_the_hours_anew()


def _note(verb: Verb, day: CityCalendarDay, actor: User) -> None:
    touch_pages(day.city)
    record(verb, day.city, actor=actor, date=day.date.isoformat(), kind=day.kind)
