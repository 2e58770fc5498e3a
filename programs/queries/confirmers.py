"""Who confirms the figures that wait: somebody else than whoever entered them."""

from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from cities.models import City, Membership
from cities.rules.roles import has_city_role
from educities.accounts.models import Person
from programs.models import Breakdown, Indicator, IndicatorValue

# Whom a person's word speaks for, as `find_same_hands` says it: a deputy speaks for a director, and whoever has a role
# of their own for themselves.
HELD = f"""
    SELECT user_id, bool_or(role = 'director') AS directs, bool_or(role = 'facilitator') AS facilitates,
        CASE WHEN bool_or(acting_for_id IS NULL) THEN array_agg(user_id) ELSE array_agg(acting_for_id) END AS voices
    FROM {Membership._meta.db_table}
    WHERE city_id = %(city)s AND role IN ('director', 'facilitator', 'steward')
    AND (scope_type = 'city' OR role = 'facilitator')
    AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on >= %(today)s) GROUP BY user_id"""
# (number of a figure or of a break-down that waits, account that wrote it, in whose name). What a partner's app entered is
# the account's that let the app in.
VALUES_WRITTEN = f"""
    SELECT id AS number, entered_by_id AS writer, acting_for_id AS principal
    FROM {IndicatorValue._meta.db_table} WHERE city_id = %(city)s AND state = 'submitted'"""
TABLES_WRITTEN = f"""
    SELECT id AS number, entered_by_id AS writer, acting_for_id AS principal
    FROM {Breakdown._meta.db_table} WHERE city_id = %(city)s AND confirmed_at IS NULL"""


def build_confirmers(written: str) -> str:
    """SQL of (number, user_id, place): each person who may confirm each thing that waits.

    Place 1: a director of other hands than whoever wrote it; 2: where no director is free, a facilitator who is; 3: where
    nobody is free, a director alone.
    """
    return f"""
    WITH held AS ({HELD}), written AS (
        SELECT w.number, COALESCE(h.voices, ARRAY[]::integer[]) || w.writer || w.principal AS voices
        FROM ({written}) w LEFT JOIN held h ON h.user_id = w.writer
    ), placed AS (
        SELECT w.number, h.user_id, CASE
            WHEN h.directs AND NOT (h.voices || h.user_id) && w.voices THEN 1
            WHEN h.facilitates AND NOT (h.voices || h.user_id) && w.voices THEN 2
            WHEN h.directs THEN 3
        END AS place
        FROM written w CROSS JOIN held h
    )
    SELECT p.number, p.user_id, p.place FROM placed p
    WHERE p.place = (SELECT min(q.place) FROM placed q WHERE q.number = p.number)"""


CONFIRMERS, TABLE_CONFIRMERS = build_confirmers(VALUES_WRITTEN), build_confirmers(TABLES_WRITTEN)
# Another one as soon as one of the rows of `v` is written over.
STAMP = "count(*) || '-' || (extract(epoch FROM max(v.entered_at)) * 1000000)::bigint"
FIND_FIGURES = f"""
    SELECT v.indicator_id, max(may.place), {STAMP}, array_agg(v.id)
    FROM ({CONFIRMERS}) may JOIN {IndicatorValue._meta.db_table} v ON v.city_id = %(city)s AND v.id = may.number
    WHERE may.user_id = %(user)s GROUP BY v.indicator_id"""
FIND_TABLES = f"""
    SELECT v.id, max(may.place), {STAMP}, array_agg(v.id)
    FROM ({TABLE_CONFIRMERS}) may JOIN {Breakdown._meta.db_table} v ON v.city_id = %(city)s AND v.id = may.number
    WHERE may.user_id = %(user)s GROUP BY v.id"""
ALONE = 3


class ToConfirm(NamedTuple):
    """What waits for a person's word: as what they confirm it (`ALONE`), what it looked like when they read it, and the
    numbers of the figures: the others are for somebody else to confirm."""

    place: int
    stamp: str
    numbers: list[int]


def find_confirmable(city: City, user: Person) -> dict[int, ToConfirm]:
    """By the number of the indicator: those with waiting figures that the person may confirm. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_FIGURES, {"city": city.pk, "today": city.today(), "user": user.pk})
        return {number: ToConfirm(*found) for number, *found in cursor.fetchall()}


def find_confirmable_tables(city: City, user: Person) -> dict[int, ToConfirm]:
    """By the number of the break-down: those that wait and that the person may confirm. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_TABLES, {"city": city.pk, "today": city.today(), "user": user.pk})
        return {number: ToConfirm(*found) for number, *found in cursor.fetchall()}


def choose_confirmable(indicator: Indicator, user: Person, seen: str | None = None) -> tuple[list[int], str]:
    """The figures that the person may confirm now, and "" ; or none, and why not, in a sentence. One query or two.

    `seen`: the stamp of the figures that they read; None where nobody reads them first.
    """
    found = find_confirmable(indicator.city, user).get(indicator.pk)
    if found is None and not indicator.values.filter(state=IndicatorValue.State.SUBMITTED).exists():
        return [], _("No figures wait to be confirmed.")
    refusal = describe_refusal(indicator.city, user, found, seen)
    return ([], refusal) if refusal or found is None else (found.numbers, "")


def describe_why_not_confirmed_table(row: Breakdown, user: Person, seen: str | None = None) -> str:
    """Why the person does not confirm this break-down, in a sentence; "" when they may."""
    if row.is_confirmed:
        return _("This break-down has already been confirmed.")
    city = row.indicator.city
    return describe_refusal(city, user, find_confirmable_tables(city, user).get(row.pk), seen)


def describe_refusal(city: City, user: Person, found: ToConfirm | None, seen: str | None) -> str:
    """Why what waits is not confirmed by this person, or not as they read it; "" when it is."""
    if found is not None:
        text = _("These figures have changed since you opened the page. Read them again, then confirm them.")
        return text if seen not in {None, found.stamp} else ""
    if has_city_role(user, city, "director"):
        return _("You or your deputy entered these figures. Another director or a facilitator confirms them.")
    return _("The education director confirms these figures.")
