"""In which office of a city an account acted at a moment: reading only."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import City, Membership, Role
from educities.activity.queries.person_names import ActedAt
from educities.tenancy.scope import current_city_id

# Who held several signs by the first of these.
OFFICE_WORDS: dict[str, Promise] = {
    Role.DIRECTOR: _("the education director’s office"),
    Role.STEWARD: _("a network steward"),
    Role.FACILITATOR: _("a facilitator"),
}


def find_offices(acts: Collection[ActedAt]) -> dict[ActedAt, str]:
    """The office in the scope's city that each account held on the day of its act, in words. Two queries."""
    held: dict[int, list[Membership]] = {}
    rows = Membership.objects.filter(city=current_city_id(), user__in={pk for pk, _at in acts}, role__in=OFFICE_WORDS)
    for row in rows:
        held.setdefault(row.user_id, []).append(row)
    if not held:
        return {}
    zone = City.objects.get(pk=current_city_id()).zone
    found = {act: _find_office(held.get(act[0], ()), act, zone) for act in acts}
    return {act: str(OFFICE_WORDS[role]) for act, role in found.items() if role}


def _find_office(rows: Collection[Membership], act: ActedAt, zone: ZoneInfo) -> str:
    day = act[1].astimezone(zone).date()
    roles = {row.role for row in rows if _is_held_on(row, day)}
    return next((role for role in OFFICE_WORDS if role in roles), "")


def _is_held_on(row: Membership, day: date) -> bool:
    return row.starts_on <= day and (row.last_day is None or day <= row.last_day)
