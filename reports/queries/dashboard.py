"""The small parts of a city's day, all in one statement: what waits, what lies ahead, who reads, their last reports.

Seven questions of their own would cost seven round trips and, in Python, more than the database takes to answer them.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from cities.models import City
from cities.queries.waiting import MOST_LINES, Waiting, build_waiting_sql, read_waiting
from educities.accounts.models import Person
from programs.models import Forum, Intake, Milestone, Program
from reports.models import Report
from reports.queries.json_rows import build_rows

MOST_REPORTS = 4
# `{waiting}` is built from what the apps say waits for this person.
DASHBOARD_SQL = """
SELECT {waiting}, (
    SELECT json_build_object(
        'sectors', (SELECT count(*) FROM generate_series(1, 4) AS sector WHERE EXISTS (
            SELECT FROM stakeholders_organisation o WHERE o.city_id = %(city)s AND o.sector = sector.sector
              AND o.state IN ('verified', 'active', 'dormant')
        )),
        'lab', (SELECT max(id) FROM labs_lab WHERE city_id = %(city)s AND state <> 'closed'),
        'has_office', (SELECT contact_email <> '' FROM cities_city WHERE id = %(city)s),
        'has_notice', EXISTS (
            SELECT FROM cities_privacynotice n WHERE n.city_id = %(city)s AND n.responsible <> '{}'
        ),
        'seats', (SELECT count(*) FROM labs_labseat WHERE city_id = %(city)s),
        'launched', (SELECT count(*) FROM labs_lab WHERE city_id = %(city)s AND state = 'launched'),
        'was_launched', EXISTS (
            SELECT FROM labs_lab
            WHERE city_id = %(city)s AND (launched_at IS NOT NULL OR state IN ('launched', 'dormant'))
        )
    )
), (
    SELECT json_agg(i ORDER BY i.number) FROM programs_intake i
    WHERE i.city_id = %(city)s AND i.program_id = %(program)s
), (
    SELECT json_agg(m) FROM (
        SELECT m.* FROM programs_milestone m JOIN programs_programyear y ON y.city_id = m.city_id AND y.id = m.year_id
        WHERE m.city_id = %(city)s AND y.program_id = %(program)s AND m.state <> 'dropped'
        ORDER BY m.due_on, m.id
    ) m
), (
    SELECT json_agg(f) FROM programs_forum f WHERE f.city_id = %(city)s AND f.program_id = %(program)s
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
    """`waiting`: what this person can settle. `begun`: how far the city is on its way to its first lab.

    `milestones`: those of the program, the dropped ones left out. `reports`: the last ones of the person who reads,
    without their files.
    """

    waiting: Waiting
    begun: dict[str, Any]
    intakes: list[Intake]
    milestones: list[Milestone]
    forum: Forum | None
    name: str
    reports: list[Report]


def load_dashboard_data(
    city: City, *, program: Program | None = None, user: Person | None = None, most: int = MOST_LINES
) -> DashboardData:
    """The day of the scope's city and its `program`, as `user` meets it; without one, nobody's name and reports."""
    waiting_sql, asked = build_waiting_sql(user, city, city.today(), most)
    asked |= {"program": getattr(program, "pk", None), "reports": MOST_REPORTS}
    with connection.cursor() as cursor:
        cursor.execute(DASHBOARD_SQL.replace("{waiting}", waiting_sql), asked)
        waiting, begun, intakes, milestones, forum, name, reports = cursor.fetchone()
    return DashboardData(
        waiting=read_waiting(waiting, city, most),
        begun=begun,
        intakes=build_rows(Intake, intakes),
        milestones=build_rows(Milestone, milestones),
        forum=next(iter(build_rows(Forum, forum)), None),
        name=name or "",
        reports=build_rows(Report, reports),
    )
