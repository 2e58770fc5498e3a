"""What can be recorded about cities and roles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows, verb
from educities.kit.day_words import format_moment


def _say_moment(data: Mapping[str, Any]) -> dict[str, str]:
    return {"moment": format_moment(datetime.fromisoformat(data["as_of"]))}


CITY_CREATED = verb("cities.city_created", _("The city {title} was opened"))
CITY_CHANGED = verb("cities.city_changed", _("The city’s settings were changed"), event="city.changed")
CITY_PUBLISHED = verb("cities.city_published", _("The city’s pages were made public"), event="city.changed")
CITY_UNPUBLISHED = verb(
    "cities.city_unpublished", _("The city’s pages were taken offline for the public"), event="city.changed", ends=True
)
CITY_MOVED = verb(
    "cities.city_moved", _("The status of {title} is now: {state}"), event="city.state_changed", ends=True
)
NOTICE_CHANGED = verb("cities.notice_changed", _("The city’s privacy notice was changed"))
CITY_REMOVED = verb("cities.city_removed", _("The city {title} was removed with all its data"))
DAY_ADDED = verb("cities.day_added", _("A day without email was added to the calendar"))
DAY_REMOVED = verb("cities.day_removed", _("A day without email was removed from the calendar"))
HOST_ADDED = verb("cities.host_added", _("Domain {host} was added to the city"))
HOST_REMOVED = verb("cities.host_removed", _("Domain {host} was removed from the city"), ends=True)
EMERGENCY_OPENED = verb(
    "cities.emergency_opened",
    _("The platform’s staff opened the city office in an emergency, until {until}"),
    kind="security",
    at_once=_("news that the platform’s staff opened the city office"),
    subject=_("The platform’s staff opened the office of {city}"),
)
EMERGENCY_CLOSED = verb(
    "cities.emergency_closed",
    _("The platform’s staff closed their access to the city office"),
    subject=_("The platform’s staff has left the office of {city}"),
)
CITY_RESTORED = verb(
    "cities.city_restored",
    _("The platform was restored from a backup: the city’s data are as of {moment}"),
    says=_say_moment,
)
RESTORE_LOOKED_AT = verb(
    "cities.restore_looked_at",
    _("What the restore to {moment} may have brought back was looked at"),
    says=_say_moment,
)
PERSON_INVITED = verb(
    "cities.person_invited",
    _("Invitation to the role: {role}"),
    kind="security",
    at_once=_("invitations to a role and news about it"),
    subject=_("You are invited to {city} as {role}"),
)
DIRECTOR_INVITED = verb(
    "cities.director_invited",
    _("An education director of {city} was invited"),
    kind="security",
    at_once=_("invitations to a role and news about it"),
    subject=_("{name} is invited to direct {city}"),
)
INVITATION_ACCEPTED = verb(
    "cities.invitation_accepted",
    _("An invitation was accepted: {role}"),
    subject=_("{name} accepted the invitation as {role}"),
)
INVITATION_WITHDRAWN = verb("cities.invitation_withdrawn", _("An invitation was withdrawn"), ends=True)
WEEK_TOLD = verb("cities.week_told", _("The weekly email"), kind="digest", is_notice=True)
ROLE_GRANTED = verb(
    "cities.role_granted",
    _("The role {role} was given in {city}"),
    kind="security",
    at_once=_("invitations to a role and news about it"),
    subject=_("You now have the role {role} in {city}"),
)
ROLE_DAYS_CHANGED = verb(
    "cities.role_days_changed",
    _("The days of the role {role} in {city} were changed"),
    kind="security",
    at_once=_("invitations to a role and news about it"),
    subject=_("The days of your role {role} in {city} have changed"),
)
ROLE_REMINDED = verb(
    "cities.role_reminded",
    _("A role ends soon"),
    subject=_("Your role {role} in {city} ends soon"),
    is_notice=True,
)
DEPUTY_BEGAN = verb(
    "cities.deputy_began",
    _("Someone stands in for a person: news for that person"),
    subject=_("Someone stands in for you as {role}"),
    is_notice=True,
)
PRINCIPAL_INFORMED = verb(
    "cities.principal_informed",
    _("Nobody stands in for a person any more: news for that person"),
    subject=_("Nobody stands in for you as {role} any more"),
    is_notice=True,
)
ROLE_ENDED = verb(
    "cities.role_ended",
    _("The role {role} in {city} ended"),
    kind="security",
    at_once=_("invitations to a role and news about it"),
    subject=_("Your role {role} in {city} has ended"),
    ends=True,
    needs_reason=True,
)

# What the history calls rows of this app.
ROWS = name_rows(
    "cities",
    membership=_("role"),
    invitation=_("invitation"),
    citycalendarday=_("day without email"),
    emergencyaccess=_("emergency access"),
    restore=_("restore from a backup"),
    citydomain=_("web address of the city"),
    privacynotice=_("privacy notice"),
)
