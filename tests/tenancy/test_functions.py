"""What runs with the owner's power, or guards what stays, never looks at its caller's own tables first."""

import pytest
from django.conf import settings
from django.db import ProgrammingError, connections

pytestmark = pytest.mark.django_db(databases=["default", "network"])
SEARCH_PATHS = """
    SELECT p.proname, coalesce((SELECT split_part(given, '=', 2) FROM unnest(p.proconfig) given
                                WHERE given LIKE 'search_path=%%'), '')
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND CASE WHEN %s THEN p.prosecdef ELSE p.prorettype = 'trigger'::regtype END
"""


@pytest.mark.parametrize("with_the_owners_power", [True, False], ids=["definer", "trigger"])
def test_every_search_path_ends_in_pg_temp(with_the_owners_power: bool) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(SEARCH_PATHS, [with_the_owners_power])
        paths = {name: [part.strip(' "') for part in path.split(",")] for name, path in cursor.fetchall()}
    assert {"programs_five_years" if with_the_owners_power else "meetings_recorded_stays"} <= set(paths)
    assert {name: path for name, path in paths.items() if path[-1] != "pg_temp" or path.count("pg_temp") > 1} == {}


@pytest.mark.parametrize("alias", ["default", "network"])
@pytest.mark.parametrize("kind", ["TABLE", "VIEW"])
def test_who_serves_people_makes_no_temporary_table(alias: str, kind: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == settings.DATABASES[alias]["USER"]
        with pytest.raises(ProgrammingError, match="permission denied to create temporary tables"):
            cursor.execute(f"CREATE TEMPORARY {kind} programs_programyear AS SELECT 1 AS id")
