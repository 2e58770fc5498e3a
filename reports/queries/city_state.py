"""How far a city is, in one statement: its five years, its cohorts on their path, its main indicator.

Three questions of their own would take a page more time to write them than the database takes to answer.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from cities.models import City
from labs.models import Cohort, Lab
from programs.models import Indicator, IndicatorValue, Program, ProgramYear
from programs.queries import Figures
from reports.queries.json_rows import build_rows

# Each row as JSON; a figure as text, because a number of JSON is not exact. `path` is that of `list_cohorts_with_path`.
STATE_SQL = """
WITH last AS (
    SELECT * FROM programs_program WHERE city_id = %(city)s
    ORDER BY CASE WHEN state = ANY(%(live)s) THEN 0 ELSE 1 END, starts_on DESC, id DESC LIMIT 1
)
SELECT (SELECT to_json(last) FROM last), (
    SELECT json_agg(y ORDER BY y.number) FROM programs_programyear y
    WHERE y.city_id = %(city)s AND y.program_id = (SELECT id FROM last)
), (
    SELECT json_agg(
        to_jsonb(c) || jsonb_build_object('lab', to_jsonb(l), 'path', (
            SELECT coalesce(
                jsonb_agg(
                    jsonb_build_object('stage', s.stage, 'entered', s.entered_at, 'left', s.left_at)
                    ORDER BY s.entered_at, s.id
                ), '[]'
            ) FROM labs_stagerecord s WHERE s.city_id = c.city_id AND s.cohort_id = c.id
        )) ORDER BY c.stage, c.id
    ) FROM labs_cohort c JOIN labs_lab l ON l.city_id = c.city_id AND l.id = c.lab_id
    WHERE c.city_id = %(city)s AND c.state <> 'cancelled'
), (
    SELECT json_build_object('indicator', to_json(i), 'figures', (
        SELECT json_agg(to_jsonb(v) || jsonb_build_object(
            'value', v.value::text, 'numerator', v.numerator::text, 'denominator', v.denominator::text
        )) FROM programs_indicatorvalue v
        WHERE v.city_id = i.city_id AND v.indicator_id = i.id AND v.state NOT IN ('revised', 'withdrawn')
    )) FROM programs_indicator i WHERE i.city_id = %(city)s ORDER BY i.is_main DESC, i.id LIMIT 1
)
"""


@dataclass(frozen=True)
class CityState:
    """`program`: the live one, else the last one; `years`: its years, each with its program. `cohorts`: all that were not
    called off, each with its lab and `path`, the times in its stages. `main`: the main indicator's figures, else the first's.
    """

    program: Program | None
    years: list[ProgramYear]
    cohorts: list[Cohort]
    main: Figures | None


def load_city_state(city: City) -> CityState:
    """How far the scope's city is. One query."""
    with connection.cursor() as cursor:
        cursor.execute(STATE_SQL, {"city": city.pk, "live": list(Program.LIVE)})
        found, years, cohorts, main = cursor.fetchone()
    program = next(iter(build_rows(Program, [found] if found else [])), None)
    return CityState(program, _build_years(years, program), _build_cohorts(cohorts or []), _build_figures(main))


def _build_years(found: list[dict[str, Any]] | None, program: Program | None) -> list[ProgramYear]:
    if program is None:
        return []
    years = build_rows(ProgramYear, found)
    for year in years:
        year.program = program
    return years


def _build_cohorts(found: list[dict[str, Any]]) -> list[Cohort]:
    labs = {lab.pk: lab for lab in build_rows(Lab, {row["lab"]["id"]: row["lab"] for row in found}.values())}
    cohorts: list[Any] = build_rows(Cohort, found)
    for cohort, row in zip(cohorts, found, strict=True):
        cohort.lab, cohort.path = labs[cohort.lab_id], row["path"]
    return cohorts


def _build_figures(found: dict[str, Any] | None) -> Figures | None:
    if found is None:
        return None
    (indicator,) = build_rows(Indicator, [found["indicator"]])
    figures = build_rows(IndicatorValue, found["figures"])
    return Figures(indicator, {(figure.series, figure.period): figure for figure in figures})
