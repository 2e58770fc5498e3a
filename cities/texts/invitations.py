"""What is said to whoever invites, and to whoever opens an invitation again."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from cities.models import City, Invitation
from educities.kit.day_words import format_day


def describe_sent(invitation: Invitation, city: City) -> str:
    """That it is on its way, and what became of the one before."""
    text = _("The invitation is on its way.")
    if invitation.replaced is None:
        return text
    day = _format_day(invitation.replaced.invited_at, city)
    replaced = _("It replaces the invitation of %(day)s, whose link no longer works.") % {"day": day}
    return f"{text} {replaced}"


def describe_accepted(invitation: Invitation, city: City, *, is_own: bool) -> str:
    """On which day it was accepted; said to its person as such."""
    day = {"day": _format_day(invitation.accepted_at, city)}
    if is_own:
        return _("You accepted this invitation on %(day)s.") % day
    return _("This invitation was accepted on %(day)s. If it was you, sign in.") % day


def describe_welcome(invitation: Invitation, city: City) -> str:
    """That the person is in; of a role that begins later, from when on it opens what it opens."""
    begins = invitation.starts_on
    if begins is None or begins <= city.today():
        return _("Welcome. You are signed in.")
    said = {"role": invitation.get_role_display(), "day": format_day(begins)}
    return _("Welcome. Your role, %(role)s, begins on %(day)s. Until then it opens no pages.") % said


def format_role_days(starts_on: date | None, ends_on: date | None) -> str:
    """From when until when a role is held, in a few words; "" of one that begins with the answer and lasts."""
    first, last = (format_day(day) if day else "" for day in (starts_on, ends_on))
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("from %(day)s on") % {"day": first}
    return _("until %(day)s") % {"day": last} if last else ""


def _format_day(moment: datetime | None, city: City) -> str:
    # An accepted invitation has its moment.
    return "" if moment is None else format_day(moment.astimezone(city.zone).date())
