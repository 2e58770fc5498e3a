"""Roles of the whole city that end soon, as the director's day names them."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City, Membership, Role
from cities.models.membership import ENDING_DAYS
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from cities.rules import is_deputy
from educities.accounts.models import Person
from educities.activity.models import AuditEntry
from educities.activity.queries.person_names import names_of
from educities.kit.day_words import format_day


def build_ending_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Whose role ends, and when; its days are changed on one page, by who may."""
    name = names_of({row["user_id"]}).get(row["user_id"]) or row["email"]
    day = format_day(date.fromisoformat(row["ends_on"]))
    change = reverse("change_role_days", args=[city.slug, row["id"]]), _("Change the days")
    look = reverse("roles", args=[city.slug]), _("Look at the roles")
    page, label = change if row["may_change"] else look
    return WaitingLine(
        _("Your role ends on %(day)s") % {"day": day}
        if row["is_own"]
        else name_thing(_("The role of {name} ends on {day}"), name, day=day),
        page,
        label,
        meta=str(Role(row["role"]).label),
        icon="calendar",
        about=name,
    )


def find_what_may_change(user: Person, city: City) -> dict[str, Any]:
    """Who stands in for a director changes no director's days, and nobody here those of the steward."""
    return {"kept": [str(Role.STEWARD), *([str(Role.DIRECTOR)] if is_deputy(user, city) else [])]}


# It waits from the day on which it comes within the days that are looked ahead; not from before somebody gave it those
# days, or it began.
ENDING = WaitingKind(
    "ending_roles",
    70,
    "cities.see_roles_city",
    f"""
    SELECT held.id, held.user_id, held.role, held.ends_on, account.email,
           held.user_id = %(user)s AS is_own, held.role <> ALL(%(ending_roles_kept)s) AS may_change,
           GREATEST(
               (held.ends_on - {ENDING_DAYS})::timestamp AT TIME ZONE city.time_zone,
               held.starts_on::timestamp AT TIME ZONE city.time_zone,
               (SELECT max(a.at) FROM {AuditEntry._meta.db_table} a
                 WHERE a.city_id = held.city_id AND a.target_type = 'cities.membership' AND a.target_id = held.id::text)
           ) AS since
      FROM {Membership._meta.db_table} held
      JOIN cities_city city ON city.id = held.city_id
      JOIN accounts_user account ON account.id = held.user_id
     WHERE held.city_id = %(city)s AND held.scope_type = 'city' AND held.role <> 'resident'
       AND held.starts_on <= %(today)s AND held.ends_on BETWEEN %(today)s AND %(today)s::date + {ENDING_DAYS}
    """,
    build_ending_line,
    find_what_may_change,
)
