"""What a mail about a session says: when it is, and the receiver's own link to answer by."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from educities.accounts.models import User
from meetings.models import Session
from meetings.queries.reply_links import reply_address
from meetings.values.local_time import days_until, weekday_label

register = template.Library()


@register.filter
def when(data: dict[str, Any]) -> str:
    """Day, date and hours by the clocks of the city, in the reader's language."""
    zone = ZoneInfo(data["time_zone"])
    starts, ends = (datetime.fromisoformat(data[name]).astimezone(zone) for name in ("starts_at", "ends_at"))
    parts = {"weekday": date_format(starts, "l"), "day": date_format(starts, "DATE_FORMAT")}
    return _("%(weekday)s, %(day)s, %(hours)s") % {**parts, "hours": f"{starts:%H:%M}–{ends:%H:%M}"}


@register.simple_tag
def answer_address(payload: dict[str, Any], user: User) -> str:
    """The receiver's own link to say yes or no by; empty when nobody is to answer any more."""
    if "answer" in payload:
        return payload["answer"]
    session = Session.objects.select_related("city", "group").filter(pk=payload["target_id"]).first()
    if session is None or not session.is_open or user is None:
        return ""
    seat = session.group.seats.filter(profile__user=user).select_related("profile").first()
    return reply_address(session, seat.profile) if seat else ""


@register.simple_tag
def reminder_line(data: dict[str, Any]) -> str:
    """What is asked, with the day as it is called at the moment of sending."""
    days = days_until(data)
    if days == 0:
        return _("It is today, and we do not know yet: are you coming?")
    if days == 1:
        return _("It is tomorrow, and we do not know yet: are you coming?")
    text = _("It is on %(weekday)s, and we do not know yet: are you coming?")
    return text % {"weekday": weekday_label(data)}
