"""What waits on Today: an invitation to answer, and yes-answers to bring together."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from educities.kit.multilingual import translate_plain
from growth.models import Engine, Invitee, Round
from growth.texts import name_bringing
from stakeholders.models import Area, Profile, Representation

ENGINES, ROUNDS, INVITEES = Engine._meta.db_table, Round._meta.db_table, Invitee._meta.db_table
AREAS, PROFILES, SPEAKERS = Area._meta.db_table, Profile._meta.db_table, Representation._meta.db_table
# The same as `find_invitees_of` finds.
ASKED_SQL = f"""
    SELECT i.id, a.label AS title, r.opened_at AS since FROM {INVITEES} i
    JOIN {ROUNDS} r ON r.city_id = i.city_id AND r.id = i.round_id
    JOIN {ENGINES} e ON e.city_id = i.city_id AND e.id = i.engine_id
    JOIN {AREAS} a ON a.id = e.area_id
    WHERE i.city_id = %(city)s AND i.state = 'asked' AND r.ends_on >= %(today)s AND (
        EXISTS (
            SELECT FROM {PROFILES} p
            WHERE p.city_id = i.city_id AND p.id = i.profile_id AND p.user_id = %(user)s
        ) OR EXISTS (
            SELECT FROM {SPEAKERS} s JOIN {PROFILES} p ON p.city_id = s.city_id AND p.id = s.profile_id
            WHERE s.city_id = i.city_id AND s.organisation_id = i.organisation_id AND p.user_id = %(user)s
            AND s.accepted_at IS NOT NULL AND s.starts_on <= %(today)s
            AND (s.ends_on IS NULL OR s.ends_on > %(today)s)
        )
    )"""
YES_SQL = f"""
    SELECT e.id, a.label AS title, y.n, y.since FROM {ENGINES} e
    JOIN {AREAS} a ON a.id = e.area_id
    JOIN (
        SELECT i.engine_id, count(*) AS n, min(i.answered_at) AS since FROM {INVITEES} i
        WHERE i.city_id = %(city)s AND i.state = 'yes' GROUP BY i.engine_id
    ) y ON y.engine_id = e.id
    WHERE e.city_id = %(city)s"""


def build_invitation_line(row: dict[str, Any], city: City) -> WaitingLine:
    """An invitation to the person or to an organisation for which they speak."""
    name = translate_plain(row["title"])
    return WaitingLine(
        name_thing(_("Would you take part? “{name}”"), name),
        reverse("invitee", args=[city.slug, row["id"]]),
        _("Read and answer"),
        icon="sprout",
        about=name,
    )


def build_yes_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Answers that are yes, and wait for somebody who brings them together."""
    name = translate_plain(row["title"])
    text = ngettext("{n} would like to take part in “{name}”", "{n} would like to take part in “{name}”", row["n"])
    return WaitingLine(
        name_thing(text, name, n=row["n"]),
        reverse("bring_together", args=[city.slug, row["id"]]),
        name_bringing(row["n"]),
        icon="sprout",
        about=name,
    )


ASKED = WaitingKind("growth_asked", 61, "cities.see_workplace_city", ASKED_SQL, build_invitation_line)
YES = WaitingKind("growth_yes", 62, "growth.invite_engine", YES_SQL, build_yes_line)
