"""The small parts of a city's day, all in one statement: what waits, what lies ahead, who reads, their last reports.

Seven questions of their own would cost seven round trips and, in Python, more than the database takes to answer them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, models

from cities.models import City
from cities.rules.roles import has_city_role
from educities.accounts.models import Person
from labs.values.stages import RULES
from programs.models import Intake, Milestone, Program
from reports.models import Report

MOST_MILESTONES, MOST_REPORTS = 8, 4
# Where an override ran out, the line stands open again: the director is told so long, or until it is asked for anew.
EXPIRED_SHOWN = timedelta(days=30)
DASHBOARD_SQL = """
WITH asked AS (
    SELECT id FROM labs_override
    WHERE city_id = %(city)s AND state = 'requested' AND rule_code = ANY(%(rules)s) AND requested_by_id <> %(user)s
), run_out AS (
    SELECT o.id FROM labs_override o LEFT JOIN labs_cohort c ON c.city_id = o.city_id AND c.id = o.cohort_id
    WHERE o.city_id = %(city)s AND (o.state = 'expired' OR o.state = 'granted' AND o.expires_on < %(today)s)
      AND o.expires_on >= %(expired_since)s AND c.state IS DISTINCT FROM 'completed'
      AND c.state IS DISTINCT FROM 'cancelled' AND NOT EXISTS (
        SELECT FROM labs_override n
        WHERE n.city_id = o.city_id AND n.id > o.id AND n.rule_code = o.rule_code AND n.state <> 'refused'
          AND n.cohort_id IS NOT DISTINCT FROM o.cohort_id AND n.lab_id IS NOT DISTINCT FROM o.lab_id
      )
)
SELECT json_build_object(
    'overrides', (SELECT count(*) FROM asked),
    'expired', (SELECT count(*) FROM run_out),
    'organisations', (SELECT count(*) FROM stakeholders_organisation WHERE city_id = %(city)s AND state = 'proposed'),
    'figures', (SELECT count(*) FROM programs_indicatorvalue WHERE city_id = %(city)s AND state = 'submitted'),
    'expeditions', (SELECT count(*) FROM journeys_expedition WHERE city_id = %(city)s AND state = 'planned'),
    'ideas', (SELECT count(*) FROM challenges_contribution WHERE city_id = %(city)s AND state = 'pending')
), (
    SELECT json_build_object(
        'overrides', (SELECT min(id) FROM asked),
        'expired', (SELECT max(id) FROM run_out)
    )
), (
    SELECT json_build_object(
        'sectors', (SELECT count(*) FROM generate_series(1, 4) AS sector WHERE EXISTS (
            SELECT FROM stakeholders_organisation o WHERE o.city_id = %(city)s AND o.sector = sector.sector
              AND o.state IN ('verified', 'active', 'dormant')
        )),
        'lab', (SELECT max(id) FROM labs_lab WHERE city_id = %(city)s AND state <> 'closed'),
        'seats', (SELECT count(*) FROM labs_labseat WHERE city_id = %(city)s),
        'launched', (SELECT count(*) FROM labs_lab WHERE city_id = %(city)s AND state = 'launched'),
        'was_launched', EXISTS (
            SELECT FROM labs_lab
            WHERE city_id = %(city)s AND (launched_at IS NOT NULL OR state IN ('launched', 'dormant'))
        )
    )
), (
    SELECT json_build_array(i.id, EXISTS (
        SELECT FROM programs_indicatorvalue v
        WHERE v.city_id = i.city_id AND v.indicator_id = i.id AND v.state <> 'revised'
    )) FROM programs_indicator i WHERE i.city_id = %(city)s ORDER BY i.is_main DESC, i.id LIMIT 1
), (
    SELECT json_agg(i ORDER BY i.number) FROM programs_intake i
    WHERE i.city_id = %(city)s AND i.program_id = %(program)s
), (
    SELECT json_agg(m) FROM (
        SELECT m.* FROM programs_milestone m JOIN programs_programyear y ON y.city_id = m.city_id AND y.id = m.year_id
        WHERE m.city_id = %(city)s AND y.program_id = %(program)s AND m.state IN ('planned', 'at_risk', 'missed')
        ORDER BY m.due_on, m.id LIMIT %(milestones)s
    ) m
), (
    SELECT display_name FROM stakeholders_profile WHERE city_id = %(city)s AND user_id = %(user)s
), (
    SELECT json_agg(r) FROM (
        SELECT id, city_id, format, language, asked_by_id, asked_at, state FROM reports_report
        WHERE city_id = %(city)s AND asked_by_id = %(user)s ORDER BY id DESC LIMIT %(reports)s
    ) r
)
"""


@dataclass(frozen=True)
class DashboardData:
    """`waiting`: how many of each kind that this person can settle; `first`: the override to begin with, by kind.

    `begun`: how far the city is on its way to its first lab. `main_indicator`: the main indicator's number, else the
    first one's, and whether it has a figure that counts. `reports`: the last ones of the person who reads, without
    their files.
    """

    waiting: dict[str, int]
    first: dict[str, int | None]
    begun: dict[str, Any]
    main_indicator: tuple[int, bool] | None
    intakes: list[Intake]
    milestones: list[Milestone]
    name: str
    reports: list[Report]


def load_dashboard_data(city: City, *, program: Program | None = None, user: Person | None = None) -> DashboardData:
    """The day of the scope's city and its `program`, as `user` meets it; without one, nobody's name and reports."""
    today = city.today()
    asked = {
        "city": city.pk,
        "program": getattr(program, "pk", None),
        "user": getattr(user, "pk", None),
        "rules": [
            rule.code for rule in RULES if rule.let_pass_by and user and has_city_role(user, city, rule.let_pass_by)
        ],
        "today": today,
        "expired_since": today - EXPIRED_SHOWN,
        "milestones": MOST_MILESTONES,
        "reports": MOST_REPORTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(DASHBOARD_SQL, asked)
        waiting, first, begun, indicator, intakes, milestones, name, reports = cursor.fetchone()
    return DashboardData(
        waiting=waiting,
        first=first,
        begun=begun,
        main_indicator=tuple(indicator) if indicator else None,
        intakes=_build_rows(Intake, intakes),
        milestones=_build_rows(Milestone, milestones),
        name=name or "",
        reports=_build_rows(Report, reports),
    )


def _build_rows(model: type[models.Model], found: Iterable[dict[str, Any]] | None) -> list[Any]:
    """Rows that travelled as JSON, as what they are; a field that did not travel is read when it is asked for."""
    made = []
    for row in found or ():
        fields = [field for field in model._meta.concrete_fields if field.attname in row]
        values = [field.to_python(row[field.attname]) for field in fields]
        made.append(model.from_db("default", [field.attname for field in fields], values))
    return made
