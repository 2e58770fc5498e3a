"""What speaks against the time of a session without forbidding it: said once, in words, and planned all the same."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cities.models import City, CityCalendarDay
from cities.queries import find_scope_city
from educities.activity.queries.quiet_hours import FRIDAY, SABBATH_FROM, SABBATH_UNTIL
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain
from meetings.models import Group, Session

DAY = timedelta(days=1)


def find_days_of_rest(city: City, starts_at: datetime, ends_at: datetime) -> Iterator[str]:
    """The Sabbath, where the city keeps it, and the feasts and quiet days of its calendar that the session touches."""
    starts, ends = starts_at.astimezone(city.zone), ends_at.astimezone(city.zone)
    if city.keeps_sabbath and _touches_sabbath(starts, ends):
        yield _("This is on the Sabbath, from Friday afternoon to Saturday night.")
    days = CityCalendarDay.objects.filter(kind__in=CityCalendarDay.WITHOUT_MAIL)
    for day in days.filter(date__range=(starts.date(), ends.date())):
        facts = {"day": format_day(day.date), "name": translate_plain(day.name)}
        yield _("%(day)s is in the city’s calendar: %(name)s.") % facts


def find_holidays(day: date) -> Iterator[str]:
    """The same of a whole day of the scope's city: a Saturday is one of rest, a Friday is not."""
    city = find_scope_city()
    noon = datetime.combine(day, time(12), city.zone)
    yield from find_days_of_rest(city, noon, noon + timedelta(hours=1))


def _touches_sabbath(starts: datetime, ends: datetime) -> bool:
    """Is any of it between Friday afternoon and Saturday night, by the city's clocks?"""
    day = starts.date() - DAY
    while day <= ends.date():
        begins = datetime.combine(day, SABBATH_FROM, starts.tzinfo)
        is_over = datetime.combine(day + DAY, SABBATH_UNTIL, starts.tzinfo)
        if day.weekday() == FRIDAY and starts < is_over and ends > begins:
            return True
        day += DAY
    return False


def find_sessions_meanwhile(
    group: Group, starts_at: datetime, ends_at: datetime, *, place: str, but: int | None
) -> Iterator[str]:
    """Other sessions of the same people, or in the same place, at that time. `but`: the number of the session itself."""
    zone = group.city.zone
    for other in _list_meanwhile(group, starts_at, ends_at, place).exclude(pk=but):
        begins, is_over = (at.astimezone(zone).strftime("%H:%M") for at in (other.starts_at, other.ends_at))
        facts = {"from": begins, "until": is_over, "title": translate_plain(other.title)}
        if other.group_id == group.pk:
            yield _("There is another session then: “%(title)s”, from %(from)s until %(until)s.") % facts
        else:
            yield _("A session of others takes place there then, from %(from)s until %(until)s.") % facts


def _list_meanwhile(group: Group, starts_at: datetime, ends_at: datetime, place: str) -> QuerySet[Session]:
    """The very same beginning of the same people is refused elsewhere, or is the same session sent twice. One that is recorded
    is over, also where it ended before its hour."""
    at_once = Session.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    same_place = Q(place__iexact=place) if place else Q(pk__in=[])
    rows = at_once.filter(Q(group=group) | same_place).exclude(group=group, starts_at=starts_at)
    return rows.exclude(state__in=[Session.State.CANCELLED, Session.State.RECORDED])
