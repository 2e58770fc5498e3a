"""What waits about year reviews: a year that is over for the director, a submitted review for the second person."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cities.models import City, Membership, Role
from cities.queries.waiting import WaitingKind, WaitingLine
from cities.rules.roles import find_deputised, has_city_role
from educities.accounts.models import Person
from educities.kit.addresses import cached_reverse
from educities.kit.day_words import format_day
from programs.models import Program, ProgramYear, YearReview

PROGRAMS, YEARS, REVIEWS = (model._meta.db_table for model in (Program, ProgramYear, YearReview))


def build_year_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A year that is over: its review is to be written, submitted, or the year to be closed."""
    number = {"number": row["number"]}
    page = cached_reverse("year_review", city.slug, row["id"])
    ended = format_day(date.fromisoformat(row["ends_on"]))
    meta = _("ended on %(day)s") % {"day": ended}
    if row["review"] == YearReview.State.CONFIRMED:
        text, act = (
            _("The review of year %(number)s is confirmed: the year can be closed") % number,
            _("Close the year"),
        )
        return WaitingLine(
            text, cached_reverse("close_year", city.slug, row["id"]), act, meta=meta, icon="route", about=text
        )
    if row["review"] == YearReview.State.DRAFT:
        text, act = _("The review of year %(number)s is a draft: finish and submit it") % number, _("Write on")
        return WaitingLine(text, page, act, meta=meta, icon="route", about=text)
    text = _("Year %(number)s of the five-year program is over: write its review") % number
    return WaitingLine(text, page, _("Begin the review"), meta=meta, icon="route", about=text)


# One year at a time: years are closed in order. What was sent back stands there as that (`REVIEWS_BACK`).
YEAR_OVER = WaitingKind(
    "year_reviews",
    35,
    "programs.close_programyear",
    f"""SELECT * FROM (
            SELECT y.id, y.number, y.ends_on, (y.ends_on + 1)::timestamptz AS since, (
                SELECT CASE WHEN r.state = 'draft' AND r.submitted_at IS NOT NULL THEN 'returned' ELSE r.state END FROM {REVIEWS} r WHERE r.city_id = y.city_id AND r.year_id = y.id
                ORDER BY r.version DESC LIMIT 1
            ) AS review
            FROM {YEARS} y JOIN {PROGRAMS} p ON p.city_id = y.city_id AND p.id = y.program_id
            WHERE y.city_id = %(city)s AND p.state = 'active' AND y.state = 'in_review' ORDER BY y.number LIMIT 1
        ) due WHERE review IS NULL OR review NOT IN ('submitted', 'returned')""",
    build_year_line,
)


def find_own_reviews(user: Person, city: City) -> dict[str, Any]:
    """Nobody confirms what they submitted, nor what was submitted in their name."""
    own = [one for one in (user.pk, find_deputised(user)) if one]
    return {"own": own, "stewards": has_city_role(user, city, Role.STEWARD)}


def build_review_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A review that somebody submitted, to be read and confirmed."""
    text = _("Read and confirm the review of year %(number)s") % {"number": row["number"]}
    url = cached_reverse("year_review", city.slug, row["year_id"])
    return WaitingLine(text, url, _("Read the review"), icon="route", about=text)


# Where the city has a steward it is theirs; else anybody else's of the staff.
TO_CONFIRM = WaitingKind(
    "submitted_reviews",
    32,
    "programs.confirm_yearreview",
    f"""SELECT r.id, r.year_id, y.number, r.submitted_at AS since FROM {REVIEWS} r
        JOIN {YEARS} y ON y.city_id = r.city_id AND y.id = r.year_id
        JOIN {PROGRAMS} p ON p.city_id = y.city_id AND p.id = y.program_id
        WHERE r.city_id = %(city)s AND r.state = 'submitted' AND p.state IN ('active', 'signed', 'suspended')
        AND NOT (
            r.submitted_by_id = ANY(%(submitted_reviews_own)s)
            OR COALESCE(r.acting_for_id = ANY(%(submitted_reviews_own)s), false)
        )
        AND (%(submitted_reviews_stewards)s OR NOT EXISTS (
            SELECT FROM {Membership._meta.db_table} m
            WHERE m.city_id = r.city_id AND m.scope_type = 'city' AND m.role = 'steward' AND m.starts_on <= %(today)s
            AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
        ))""",
    build_review_line,
    find_own_reviews,
)
