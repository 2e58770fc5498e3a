"""On the day's page of who leads a cohort: a journey of tomorrow or today for which something is missing."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from consents.models import GuardianLink
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain
from journeys.models import Expedition, Traveller, TripConsent
from journeys.values import ADULTS_NEEDED
from labs.models import Cohort, CohortMember, LabSeat
from labs.queries.waiting import find_own_labs
from stakeholders.models import Profile

TRIPS, TRAVELLERS, ANSWERS = (model._meta.db_table for model in (Expedition, Traveller, TripConsent))
COHORTS, SEATS, PROFILES, LINKS = (model._meta.db_table for model in (Cohort, CohortMember, Profile, GuardianLink))
# A signed form, or an adult who answers for the child still.
OF_GUARDIAN = f"""(a.link_id IS NULL OR EXISTS (
            SELECT FROM {LINKS} g WHERE g.city_id = a.city_id AND g.id = a.link_id AND g.state = 'confirmed'
        ))"""
GUIDES = LabSeat._meta.db_table
# The same as `list_travellers` says of one journey, of all at once.
MINOR_GOES = f"""
    p.age_band <> 'adult' AND t.own_answer IS NOT FALSE AND EXISTS (
        SELECT FROM {SEATS} s WHERE s.city_id = t.city_id AND s.profile_id = t.profile_id
        AND s.cohort_id = e.cohort_id AND s.state IN ('active', 'completed')
    ) AND NOT EXISTS (
        SELECT FROM {ANSWERS} a WHERE a.city_id = t.city_id AND a.traveller_id = t.id
        AND a.state IN ('refused', 'withdrawn') AND {OF_GUARDIAN}
    )"""
ADULT_ANSWERS = f"""p.age_band = 'adult' AND t.role = 'responsible' AND (
        EXISTS (
            SELECT FROM {SEATS} s WHERE s.city_id = t.city_id AND s.profile_id = t.profile_id
            AND s.cohort_id = e.cohort_id AND s.state IN ('active', 'completed')
        ) OR EXISTS (
            SELECT FROM {GUIDES} l WHERE l.city_id = t.city_id AND l.profile_id = t.profile_id
            AND l.lab_id = c.lab_id AND l.role = 'facilitator'
        )
    )"""
HAS_YES = f"""EXISTS (
        SELECT FROM {ANSWERS} a WHERE a.city_id = t.city_id AND a.traveller_id = t.id
        AND a.state = 'given' AND a.valid_until >= e.ends_on AND {OF_GUARDIAN}
    )"""
ON_LIST = f"""{TRAVELLERS} t JOIN {PROFILES} p ON p.city_id = t.city_id AND p.id = t.profile_id
    WHERE t.city_id = e.city_id AND t.expedition_id = e.id"""
NOT_READY_SQL = f"""
    SELECT e.id, e.question, e.starts_on, c.name AS cohort, (e.starts_on - 1)::timestamptz AS since
    FROM {TRIPS} e JOIN {COHORTS} c ON c.city_id = e.city_id AND c.id = e.cohort_id
    WHERE e.city_id = %(city)s AND e.state = 'approved' AND e.starts_on <= %(today)s::date + 1
    AND c.state NOT IN ('completed', 'cancelled')
    AND (%(trips_not_ready_all)s OR c.lab_id = ANY(%(trips_not_ready_labs)s))
    AND (
        (e.minors_travel AND NOT EXISTS (SELECT FROM {ON_LIST} AND p.age_band <> 'adult'))
        OR EXISTS (SELECT FROM {ON_LIST} AND {MINOR_GOES} AND NOT {HAS_YES})
        OR (
            EXISTS (SELECT FROM {ON_LIST} AND {MINOR_GOES})
            AND (SELECT count(*) FROM {ON_LIST} AND {ADULT_ANSWERS}) < {ADULTS_NEEDED}
        )
    )"""


def build_not_ready_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A journey that cannot set out: its page says what is missing, of whom."""
    name = translate_plain(row["question"])
    return WaitingLine(
        name_thing(_("Expedition “{name}” cannot start yet: something is missing for people under 18"), name),
        reverse("expedition", args=[city.slug, row["id"]]),
        _("See what is missing"),
        meta=f"{translate_plain(row['cohort'])} · {format_day(date.fromisoformat(row['starts_on']))}",
        icon="map",
        about=name,
    )


NOT_READY = WaitingKind("trips_not_ready", 15, "labs.list_cohort", NOT_READY_SQL, build_not_ready_line, find_own_labs)
