"""Who confirms the figures that wait: somebody else than whoever entered them."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from cities.models import City, Membership
from cities.rules.roles import has_city_role
from educities.accounts.models import Person
from programs.models import Indicator, IndicatorValue

# Whom a person's word speaks for, as `find_same_hands` says it: a deputy speaks for a director, and whoever has a role
# of their own for themselves.
HELD = f"""
    SELECT user_id, bool_or(role = 'director') AS directs, bool_or(role = 'facilitator') AS facilitates,
        CASE WHEN bool_or(acting_for_id IS NULL) THEN array_agg(user_id) ELSE array_agg(acting_for_id) END AS voices
    FROM {Membership._meta.db_table}
    WHERE city_id = %(city)s AND role IN ('director', 'facilitator', 'steward')
    AND (scope_type = 'city' OR role = 'facilitator')
    AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on >= %(today)s) GROUP BY user_id"""
# (indicator_id, user_id, place) of each person who may confirm the figures of an indicator that wait. Place 1: a director
# of other hands than everybody who entered one of them; 2: where no director is free, a facilitator who is; 3: where
# nobody is free, a director alone. What a partner's app entered is nobody's own.
CONFIRMERS = f"""
    WITH held AS ({HELD}), written AS (
        SELECT v.indicator_id, array_remove(array_agg(said.voice), NULL) AS voices
        FROM {IndicatorValue._meta.db_table} v
        LEFT JOIN held h ON h.user_id = v.entered_by_id
        LEFT JOIN LATERAL unnest(h.voices || v.entered_by_id) said(voice) ON v.entered_with_id IS NULL
        WHERE v.city_id = %(city)s AND v.state = 'submitted' GROUP BY v.indicator_id
    ), placed AS (
        SELECT w.indicator_id, h.user_id, CASE
            WHEN h.directs AND NOT h.voices && w.voices THEN 1
            WHEN h.facilitates AND NOT h.voices && w.voices THEN 2
            WHEN h.directs THEN 3
        END AS place
        FROM written w CROSS JOIN held h
    )
    SELECT p.indicator_id, p.user_id, p.place FROM placed p
    WHERE p.place = (SELECT min(q.place) FROM placed q WHERE q.indicator_id = p.indicator_id)"""
ALONE = 3


def find_confirmable(city: City, user: Person) -> dict[int, int]:
    """{number of the indicator: place} of those whose waiting figures the person may confirm. One query."""
    about: dict[str, Any] = {"city": city.pk, "today": city.today(), "user": user.pk}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT indicator_id, place FROM ({CONFIRMERS}) found WHERE user_id = %(user)s", about)
        return dict(cursor.fetchall())


def describe_why_not_confirmed(indicator: Indicator, user: Person) -> str:
    """Why the person does not confirm the figures that wait, in a sentence; "" when they may. One query or two."""
    if indicator.pk in find_confirmable(indicator.city, user):
        return ""
    waiting = indicator.values.filter(state=IndicatorValue.State.SUBMITTED)
    if not waiting.exists():
        return _("No figures wait to be confirmed.")
    if has_city_role(user, indicator.city, "director"):
        return _("You or your deputy entered these figures. Another director or a facilitator confirms them.")
    return _("The education director confirms these figures.")
