"""What waits for whoever works in the city: an introduction to answer, and people whom they could meet."""

from typing import Any

from django.db.models import Count, DateTimeField, Min, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from educities.accounts.models import User
from educities.kit.multilingual import translate_plain
from educities.tenancy.kept_queries import Given, KeptQuery
from matching.models import MatchSuggestion
from matching.queries import find_new
from stakeholders.models import Area, Profile, Representation, StrengthClaim

ROWS, PROFILES, SPEAKERS = MatchSuggestion._meta.db_table, Profile._meta.db_table, Representation._meta.db_table
ACCOUNTS = User._meta.db_table
CLAIMS, AREAS = StrengthClaim._meta.db_table, Area._meta.db_table
# The same as `find_waiting_introductions` finds.
ASKED_SQL = f"""
    SELECT m.id, a.label AS area, x.display_name AS name, m.introduced_on::timestamptz AS since FROM {ROWS} m
    JOIN {PROFILES} x ON x.city_id = m.city_id AND x.id = m.seeker_id
    JOIN {ACCOUNTS} u ON u.id = x.user_id AND NOT u.is_minor AND NOT u.is_age_unsaid
    JOIN {CLAIMS} c ON c.city_id = m.city_id AND c.id = m.strength_id JOIN {AREAS} a ON a.id = c.area_id
    WHERE m.city_id = %(city)s AND m.need_id IS NOT NULL AND m.state = 'introduced' AND m.ended_on IS NULL AND (
        EXISTS (
            SELECT FROM {PROFILES} p WHERE p.city_id = m.city_id AND p.id = m.person_id AND p.user_id = %(user)s
        ) OR EXISTS (
            SELECT FROM {SPEAKERS} r JOIN {PROFILES} p ON p.city_id = r.city_id AND p.id = r.profile_id
            WHERE r.city_id = m.city_id AND r.organisation_id = m.organisation_id AND p.user_id = %(user)s
            AND r.accepted_at IS NOT NULL AND r.starts_on <= %(today)s
            AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
        )
    )"""


def build_new_rows() -> QuerySet:
    """As many new people as the page shows to which the line leads."""
    rows = find_new(Given("user")).order_by().values_list("seeker_id")
    return rows.annotate(n=Count("pk"), since=Cast(Min("shown_on"), DateTimeField()))


def build_introduction_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Somebody would like to meet the person, or an organisation for which the person speaks."""
    area = translate_plain(row["area"])
    text = _("{name} would like to meet you about “%(area)s”") % {"area": area.replace("{", "").replace("}", "")}
    url = reverse("introduction", args=[city.slug, row["id"]])
    return WaitingLine(name_thing(text, row["name"]), url, _("Read and answer"), icon="handshake", about=row["name"])


def build_new_line(row: dict[str, Any], city: City) -> WaitingLine:
    """There are people whom the person could meet."""
    return WaitingLine(write_new(row["n"]), reverse("meet", args=[city.slug]), _("Look"), icon="users-round")


def write_new(n: int) -> str:
    """So many new people could be met."""
    return ngettext("There is %(n)s new person you could meet", "There are %(n)s new people you could meet", n) % {
        "n": n
    }


ASKED = WaitingKind("matching_asked", 61, "cities.see_workplace_city", ASKED_SQL, build_introduction_line)
NEW = WaitingKind(
    "matching_new",
    90,
    "cities.see_workplace_city",
    KeptQuery(build_new_rows),
    build_new_line,
    columns=("id", "n", "since"),
)
