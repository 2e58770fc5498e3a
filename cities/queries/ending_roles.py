"""Roles of the whole city that end soon, as the director's day names them."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City, Membership, Role
from cities.models.membership import ENDING_DAYS
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from educities.activity.queries.person_names import names_of
from educities.kit.day_words import format_day


def build_ending_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Whose role ends, and when; its days are changed on one page."""
    name = names_of({row["user_id"]}).get(row["user_id"]) or row["email"]
    day = format_day(date.fromisoformat(row["ends_on"]))
    return WaitingLine(
        name_thing(_("The role of {name} ends on {day}"), name, day=day),
        reverse("change_role_days", args=[city.slug, row["id"]]),
        _("Change the days"),
        meta=str(Role(row["role"]).label),
        icon="calendar",
        about=name,
    )


# It waits from the day on which it comes within the days that are looked ahead.
ENDING = WaitingKind(
    "ending_roles",
    70,
    "cities.see_roles_city",
    f"""
    SELECT held.id, held.user_id, held.role, held.ends_on, account.email,
           (held.ends_on - {ENDING_DAYS})::timestamp AT TIME ZONE city.time_zone AS since
      FROM {Membership._meta.db_table} held
      JOIN cities_city city ON city.id = held.city_id
      JOIN accounts_user account ON account.id = held.user_id
     WHERE held.city_id = %(city)s AND held.scope_type = 'city' AND held.role <> 'resident'
       AND held.starts_on <= %(today)s AND held.ends_on BETWEEN %(today)s AND %(today)s::date + {ENDING_DAYS}
    """,
    build_ending_line,
)
