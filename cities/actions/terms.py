"""From when until when a role is held, and who stands in for whom."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.utils.translation import gettext as _

from cities.models import City, Membership, Role
from educities.accounts.models import User
from educities.activity.actions.reminders import cancel_reminders, schedule_reminder
from educities.kit.day_words import format_day
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages

if TYPE_CHECKING:
    from educities.tenancy.models import CityModel

ENDS_SOON = "cities.role_ends_soon"
# So many days before the last one the person reads that the role ends.
REMINDED_BEFORE = timedelta(days=7)
REMINDED_AT = time(9)


class Term(NamedTuple):
    """From when until when a role is held (days of the city; no first day: from now on, no last day: for good), and for
    whom, where somebody stands in for another."""

    starts_on: date | None = None
    ends_on: date | None = None
    acting_for: User | None = None


ALWAYS = Term()


def check_term(key: dict[str, Any], term: Term) -> None:
    """Raises DomainError for a term that ends before it begins, and for a deputy where nobody is to be stood in for."""
    check_days(term.starts_on or key["city"].today(), term.ends_on, key["city"].today())
    if term.acting_for is None:
        return
    if term.ends_on is None:
        text = _("Who stands in for someone does so until a day. Choose it.")
        raise DomainError(text, code="cities.deputy_without_end", field="ends_on")
    if term.acting_for == key["user"]:
        text = _("A person cannot stand in for themselves. Choose someone else.")
        raise DomainError(text, code="cities.own_deputy", field="acting_for")
    held = {name: key[name] for name in ("role", "scope_type", "scope_id")}
    if not key["city"].memberships.current().lasting().filter(user=term.acting_for, **held).exists():
        text = _("Only someone who has this role without a last day can be stood in for.")
        raise DomainError(text, code="cities.nobody_to_deputise", field="acting_for")


def check_days(first: date, last: date | None, today: date) -> None:
    """Raises DomainError at the last day when it has passed, or lies before the first."""
    if last is not None and last < today:
        text = _("The last day has passed already. Choose today or a later day.")
        raise DomainError(text, code="cities.last_day_passed", field="ends_on")
    if last is not None and last < first:
        text = _("The last day lies before the first day. Choose a later one.")
        raise DomainError(text, code="cities.ends_before_it_begins", field="ends_on")


def has_begun(membership: Membership) -> bool:
    """Is it a role of today?"""
    today = membership.city.today()
    return membership.starts_on <= today and (membership.ends_on is None or membership.ends_on >= today)


def is_over(membership: Membership) -> bool:
    """Has its last day passed? One that was ended before its first day has no day at all."""
    last = membership.ends_on
    return last is not None and (last < membership.city.today() or last < membership.starts_on)


def describe_over(membership: Membership) -> str:
    """That the role has ended, and when, for whoever opens its page again."""
    day = {"day": format_day(membership.last_day) if membership.last_day else ""}
    if membership.is_before_first_day:
        return _("This role has already ended: on %(day)s, before its first day.") % day
    return _("This role has already ended: its last day was %(day)s.") % day


def describe_term(term: Term) -> dict[str, Any]:
    """The days as a record and its mail have them, and whether the person stands in for another."""
    days = {"role_starts": term.starts_on, "role_ends": term.ends_on}
    said: dict[str, Any] = {name: day.isoformat() for name, day in days.items() if day}
    return {**said, **({"stands_in": True} if term.acting_for else {})}


def schedule_end_reminder(membership: Membership) -> None:
    """The person reads a week before that the role ends; nobody reads it of a role that lasts or ends within the week."""
    cancel_reminders(membership)
    if membership.ends_on is None:
        return
    # As the database has its hours, not as a form left them.
    membership.city = City.objects.get(pk=membership.city_id)
    zone = membership.city.zone
    at = datetime.combine(membership.ends_on - REMINDED_BEFORE, REMINDED_AT)
    end = datetime.combine(membership.ends_on + timedelta(days=1), time(), zone)
    if at.replace(tzinfo=zone) > datetime.now(zone):
        # A membership has its city as every row of a city has.
        schedule_reminder(cast("CityModel", membership), ENDS_SOON, at, zone, end)


def find_holder(membership: Membership) -> list[User]:
    """Who has the role that ends soon, as long as it does."""
    left = (membership.ends_on - membership.city.today()) if membership.ends_on else None
    return [membership.user] if left is not None and timedelta() <= left <= REMINDED_BEFORE else []


def build_end_payload(membership: Membership, _user: User) -> dict[str, Any]:
    """Which role ends, and on which day."""
    data = {"role": in_all_languages(Role(membership.role).label), "city": membership.city.name}
    return {"data": {**data, **describe_term(Term(ends_on=membership.ends_on))}}
