"""Dates and times as people of a city say them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from educities.kit.errors import DomainError

REMIND_AT = time(17, 0)


def aware_local_datetime(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment that clocks of `zone` show as `day` `at`; the first one where the hour comes twice.

    Raises DomainError for a time that no clock shows, because it is skipped in the night of the change.
    """
    moment = datetime.combine(day, at, zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != datetime.combine(day, at):
        text = _("On %(day)s the clocks are put forward and %(time)s does not exist. Choose another time.")
        raise DomainError(text % {"day": day, "time": at.strftime("%H:%M")}, code="meetings.no_such_time")
    return moment


def evening_before(moment: datetime, zone: ZoneInfo) -> datetime:
    """17:00 on the day before `moment`, as the clocks of `zone` show it: a local time without a zone."""
    return datetime.combine(moment.astimezone(zone).date() - timedelta(days=1), REMIND_AT)


def days_until(data: Mapping[str, Any]) -> int:
    """From today to the day of a session that a record tells of, by the clocks of its city."""
    zone = ZoneInfo(data["time_zone"])
    starts = datetime.fromisoformat(data["starts_at"]).astimezone(zone)
    return (starts.date() - timezone.now().astimezone(zone).date()).days


def weekday_label(data: Mapping[str, Any]) -> str:
    """The session's day of the week, in the reader's language."""
    return date_format(datetime.fromisoformat(data["starts_at"]).astimezone(ZoneInfo(data["time_zone"])), "l")


def relative_day_label(data: Mapping[str, Any]) -> dict[str, str]:
    """What a reminder calls the day at the moment it is read: today, tomorrow, or the day of the week."""
    if "starts_at" not in data:
        return {}
    near = {0: _("Today"), 1: _("Tomorrow")}
    return {"day": near.get(days_until(data)) or _("On %(weekday)s") % {"weekday": weekday_label(data)}}
