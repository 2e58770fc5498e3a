"""The days on which the city writes to nobody."""

from django.db import transaction

from cities import verbs
from cities.actions.cities import invalidate_public_pages
from cities.models import CityCalendarDay
from educities.accounts.models import User
from educities.activity.actions.held_messages import reschedule_for_quiet_hours
from educities.activity.actions.records import record
from educities.activity.values import Verb


@transaction.atomic
def add_day(day: CityCalendarDay, *, actor: User) -> CityCalendarDay:
    """The day is in the calendar: mail and reminders go around it."""
    day.save()
    _record_day(verbs.DAY_ADDED, day, actor)
    return day


@transaction.atomic
def remove_day(day: CityCalendarDay, *, actor: User) -> None:
    """The day is out of the calendar; what waited for its end is looked at again."""
    _record_day(verbs.DAY_REMOVED, day, actor)
    day.delete()
    reschedule_for_quiet_hours()


def _record_day(verb: Verb, day: CityCalendarDay, actor: User) -> None:
    invalidate_public_pages(day.city)
    record(verb, day.city, actor=actor, date=day.date.isoformat(), kind=day.kind)
