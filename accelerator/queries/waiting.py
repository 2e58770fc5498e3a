"""What waits for the director (places, years that are over) and for who leads an intake (records, pairs, visits)."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accelerator.models import Accelerator, Enrolment, Leader, Observation, Pair, Term
from accelerator.values import GRADUATION_DAYS
from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing, parse_moment
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain
from meetings.models import Session
from stakeholders.models import Profile

ROWS, INTAKES, TERMS = (model._meta.db_table for model in (Enrolment, Accelerator, Term))
PAIRS_TABLE, SEEN, LEADERS = (model._meta.db_table for model in (Pair, Observation, Leader))
SESSIONS, PROFILES = Session._meta.db_table, Profile._meta.db_table
ENROL_SQL = f"""
    SELECT a.id, a.name, count(*) AS number, min(e.head_answered_at) AS since
    FROM {ROWS} e JOIN {INTAKES} a ON a.city_id = e.city_id AND a.id = e.accelerator_id
    WHERE e.city_id = %(city)s AND e.state = 'head_approved' AND a.places_taken < a.places
    GROUP BY a.id, a.name"""


def build_enrol_line(row: dict[str, Any], city: City) -> WaitingLine:
    """So many teachers can be enrolled."""
    name = translate_plain(row["name"])
    return WaitingLine(
        name_thing(_("Teachers who can be enrolled in “{name}”: {number}"), name, number=row["number"]),
        reverse("accelerator_teachers", args=[city.slug, row["id"]]),
        _("Look and enrol"),
        icon="users",
        about=name,
    )


FIRST_YEAR_SQL = f"""
    SELECT a.id, a.name, count(*) AS number, t.ends_on::timestamptz AS since
    FROM {ROWS} e JOIN {INTAKES} a ON a.city_id = e.city_id AND a.id = e.accelerator_id
    JOIN {TERMS} t ON t.city_id = a.city_id AND t.accelerator_id = a.id AND t.number = 2 AND t.ends_on < %(today)s
    WHERE e.city_id = %(city)s AND e.state = 'enrolled'
    GROUP BY a.id, a.name, t.ends_on"""
# Graduation is prepared in the last weeks, and waits as long as somebody is left.
GRADUATION_SQL = f"""
    SELECT a.id, a.name, count(*) AS number, (t.ends_on - {GRADUATION_DAYS})::timestamptz AS since
    FROM {ROWS} e JOIN {INTAKES} a ON a.city_id = e.city_id AND a.id = e.accelerator_id
    JOIN {TERMS} t ON t.city_id = a.city_id AND t.accelerator_id = a.id AND t.number = 4
        AND t.ends_on - {GRADUATION_DAYS} < %(today)s
    WHERE e.city_id = %(city)s AND e.state = 'year1_done'
    GROUP BY a.id, a.name, t.ends_on"""
LED = f"""EXISTS (
    SELECT FROM {LEADERS} l JOIN {PROFILES} p ON p.city_id = l.city_id AND p.id = l.profile_id
    WHERE l.city_id = a.city_id AND l.accelerator_id = a.id AND p.user_id = %(user)s)"""
UNRECORDED_SQL = f"""
    SELECT s.id, s.title, a.name, s.starts_at, s.ends_at AS since
    FROM {SESSIONS} s JOIN {INTAKES} a ON a.city_id = s.city_id AND a.group_id = s.group_id
    WHERE s.city_id = %(city)s AND s.state IN ('scheduled', 'held') AND s.ends_at < now() AND {LED}"""
# The first round is in the second term, the second one in the third.
PAIRS_SQL = f"""
    SELECT a.id, a.name, t.number - 1 AS round, count(*) AS number, t.starts_on::timestamptz AS since
    FROM {INTAKES} a
    JOIN {TERMS} t ON t.city_id = a.city_id AND t.accelerator_id = a.id AND t.number IN (2, 3)
        AND %(today)s BETWEEN t.starts_on AND t.ends_on
    JOIN {ROWS} e ON e.city_id = a.city_id AND e.accelerator_id = a.id AND e.state IN ('enrolled', 'year1_done')
    WHERE a.city_id = %(city)s AND {LED} AND NOT EXISTS (
        SELECT FROM {PAIRS_TABLE} p WHERE p.city_id = a.city_id AND p.accelerator_id = a.id
        AND p.number = t.number - 1 AND e.id IN (p.first_id, p.second_id))
    GROUP BY a.id, a.name, t.number, t.starts_on HAVING count(DISTINCT e.organisation_id) > 1"""
# In the second half of the term what was not seen yet is named.
VISITS_SQL = f"""
    SELECT a.id, a.name, t.number - 1 AS round,
        2 * count(DISTINCT p.id) - count(o.id) AS number,
        (t.starts_on + (t.ends_on - t.starts_on) / 2)::timestamptz AS since
    FROM {INTAKES} a
    JOIN {TERMS} t ON t.city_id = a.city_id AND t.accelerator_id = a.id AND t.number IN (2, 3)
        AND %(today)s BETWEEN t.starts_on + (t.ends_on - t.starts_on) / 2 AND t.ends_on
    JOIN {PAIRS_TABLE} p ON p.city_id = a.city_id AND p.accelerator_id = a.id AND p.number = t.number - 1
    LEFT JOIN {SEEN} o ON o.city_id = p.city_id AND o.pair_id = p.id
    WHERE a.city_id = %(city)s AND {LED}
    GROUP BY a.id, a.name, t.number, t.starts_on, t.ends_on HAVING 2 * count(DISTINCT p.id) > count(o.id)"""


def _build_line(
    text: Promise, label: Promise, url_name: str, icon: str, *, meta: Promise | str = ""
) -> Callable[[dict[str, Any], City], WaitingLine]:
    """A line about an intake, with the numbers of its row in the sentence."""

    def build_line(row: dict[str, Any], city: City) -> WaitingLine:
        name = translate_plain(row["name"])
        values = {key: row[key] for key in ("number", "round") if key in row}
        url = reverse(url_name, args=[city.slug, row["id"]])
        return WaitingLine(
            name_thing(str(text), name, **values), url, str(label), meta=str(meta), icon=icon, about=name
        )

    return build_line


def build_session_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A session of an intake is over, and nobody has recorded who was there."""
    title = translate_plain(row["title"])
    day = format_day(parse_moment(row["starts_at"]).astimezone(city.zone).date())
    return WaitingLine(
        name_thing(_("{name} is not recorded yet"), title),
        reverse("session", args=[city.slug, row["id"]]),
        _("Finalise attendance"),
        meta=f"{translate_plain(row['name'])} · {day}",
        icon="list-checks",
        about=title,
    )


FIRST_YEAR = WaitingKind(
    "accelerator_first_year",
    63,
    "accelerator.add_accelerator",
    FIRST_YEAR_SQL,
    _build_line(
        gettext_lazy("The first year of “{name}” is over. Teachers who have not completed it yet: {number}"),
        gettext_lazy("See who, and what is missing"),
        "accelerator_teachers",
        "users",
        meta=gettext_lazy("Missed sessions are made good by visits, or the place is deferred or ended."),
    ),
)
GRADUATION = WaitingKind(
    "accelerator_graduation",
    64,
    "accelerator.add_accelerator",
    GRADUATION_SQL,
    _build_line(
        gettext_lazy("The two years of “{name}” end. Teachers who have not graduated yet: {number}"),
        gettext_lazy("See who, and what is missing"),
        "accelerator_teachers",
        "users",
    ),
)
UNRECORDED = WaitingKind("accelerator_sessions", 61, "accelerator.list_accelerator", UNRECORDED_SQL, build_session_line)
PAIRS = WaitingKind(
    "accelerator_pairs",
    65,
    "accelerator.list_accelerator",
    PAIRS_SQL,
    _build_line(
        gettext_lazy("Visits, round {round}: teachers of “{name}” without a pair: {number}"),
        gettext_lazy("Make pairs"),
        "make_pairs",
        "users",
    ),
)
VISITS = WaitingKind(
    "accelerator_visits",
    66,
    "accelerator.list_accelerator",
    VISITS_SQL,
    _build_line(
        gettext_lazy("Visits, round {round}: in “{name}” not written down yet: {number}"),
        gettext_lazy("See who"),
        "accelerator_teachers",
        "eye",
    ),
)
ENROL = WaitingKind("accelerator_enrol", 62, "accelerator.add_accelerator", ENROL_SQL, build_enrol_line)
