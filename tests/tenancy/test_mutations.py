"""Weaken the wall in one place, and the proof must turn red: policy, key, role, reset."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from educities.tenancy import scope
from educities.tenancy.inspect import find_isolation_problems
from educities.tenancy.scope import city_scope
from stakeholders.models import Organisation
from tests.database import owner_cursor
from tests.factories import CityFactory, OrganisationFactory

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "network"])
TABLE = "stakeholders_organisation"
SETTING = "nullif(current_setting('app.city_id', true), '')::bigint"
SHARED = f"(city_id IS NULL OR city_id = {SETTING})"
AREA_POLICY = (
    "DROP POLICY city_isolation ON stakeholders_area; "
    f"CREATE POLICY city_isolation ON stakeholders_area USING ({SHARED})"
)
CONDITION = "city_id = nullif(current_setting('app.city_id', true), '')::bigint"


def raw_count() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE}")
        return cursor.fetchone()[0]


@pytest.fixture
def cities(transactional_db: Any) -> Iterator[Any]:
    made = CityFactory(), CityFactory()
    for city in made:
        with city_scope(city.pk):
            OrganisationFactory()
    yield made


RESTORE = (
    f"DROP POLICY city_isolation ON {TABLE}; "
    f"CREATE POLICY city_isolation ON {TABLE} USING ({CONDITION}) WITH CHECK ({CONDITION})"
)
KEY = "stakeholders_representation_organisation_same_city"
SAFE, READ = "public, pg_temp", f"SELECT count(*) FROM {TABLE}"
OF_DATABASE = "DO $$ BEGIN EXECUTE format('{}', current_database()); END $$"
MUTATIONS = {
    "weak policy": (
        f"DROP POLICY city_isolation ON {TABLE}; CREATE POLICY city_isolation ON {TABLE} USING (true) WITH CHECK (true)",
        RESTORE,
    ),
    "a policy for writing alone": (
        RESTORE.replace(" USING", " FOR UPDATE USING"),
        RESTORE,
    ),
    "a city that writes what all cities share": (
        f"{AREA_POLICY} WITH CHECK ({SHARED})",
        f"{AREA_POLICY} WITH CHECK (city_id IS NOT DISTINCT FROM {SETTING})",
    ),
    "a key to what cities share that nothing guards": (
        "ALTER TRIGGER journeys_activityarea_area_shared ON journeys_activityarea RENAME TO other",
        "ALTER TRIGGER other ON journeys_activityarea RENAME TO journeys_activityarea_area_shared",
    ),
    "a further policy, which opens what the first one shuts": (
        f"CREATE POLICY helpful ON {TABLE} FOR SELECT USING (true)",
        f"DROP POLICY helpful ON {TABLE}",
    ),
    "the network's policy for everybody": (
        f"DROP POLICY network_read ON {TABLE}; CREATE POLICY network_read ON {TABLE} FOR SELECT USING (true)",
        f"DROP POLICY network_read ON {TABLE}; CREATE POLICY network_read ON {TABLE} FOR SELECT TO app_network USING (true)",
    ),
    "a view that reads as its owner": (
        f"CREATE VIEW everybody AS SELECT * FROM {TABLE}; GRANT SELECT ON everybody TO app_rw",
        "DROP VIEW everybody",
    ),
    "a table for every role": (
        f"GRANT SELECT ON {TABLE} TO PUBLIC",
        f"REVOKE SELECT ON {TABLE} FROM PUBLIC",
    ),
    "a function with the owner's power": (
        f"CREATE FUNCTION anything() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = {SAFE} AS $$ {READ} $$",
        "DROP FUNCTION anything()",
    ),
    "no check on write": (
        f"{RESTORE.split(' WITH CHECK', maxsplit=1)[0]} WITH CHECK (true)",
        RESTORE,
    ),
    "no policy": (f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY", f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY"),
    "no composite key": (
        f"ALTER TABLE stakeholders_representation DROP CONSTRAINT {KEY}",
        f"ALTER TABLE stakeholders_representation ADD CONSTRAINT {KEY} FOREIGN KEY (city_id, organisation_id) REFERENCES {TABLE} (city_id, id) DEFERRABLE INITIALLY DEFERRED",
    ),
    "a plain key": (
        f"ALTER TABLE stakeholders_representation ADD CONSTRAINT plain FOREIGN KEY (organisation_id) REFERENCES {TABLE} (id)",
        "ALTER TABLE stakeholders_representation DROP CONSTRAINT plain",
    ),
    "a forgotten table": (
        "CREATE TABLE forgotten (id bigint, city_id bigint)",
        "DROP TABLE forgotten",
    ),
    "a writing network role": (
        f"GRANT UPDATE ON {TABLE} TO app_network",
        f"REVOKE UPDATE ON {TABLE} FROM app_network",
    ),
    "a network role that reads a table": (
        f"GRANT SELECT ON {TABLE} TO app_network",
        f"REVOKE SELECT ON {TABLE} FROM app_network",
    ),
    "a network role that reads a secret": (
        "GRANT SELECT (token_hash) ON accounts_signinlink TO app_network",
        "REVOKE SELECT (token_hash) ON accounts_signinlink FROM app_network",
    ),
    "a network role that reads whatever comes": (
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app_network",
        "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM app_network",
    ),
    "a temporary table of the role that serves people": (
        OF_DATABASE.format("GRANT TEMPORARY ON DATABASE %I TO app_rw"),
        OF_DATABASE.format("REVOKE TEMPORARY ON DATABASE %I FROM app_rw"),
    ),
    "an owner's function that looks at its caller's tables first": (
        "ALTER FUNCTION programs_five_years() SET search_path = pg_catalog, public",
        "ALTER FUNCTION programs_five_years() SET search_path = pg_catalog, public, pg_temp",
    ),
    "an owner's function that names them first and last": (
        "ALTER FUNCTION reports_due_reports(integer) SET search_path = pg_temp, public, pg_temp",
        "ALTER FUNCTION reports_due_reports(integer) SET search_path = public, pg_temp",
    ),
    "a table that the role that serves people may empty": (
        f"GRANT TRUNCATE ON {TABLE} TO app_rw",
        f"REVOKE TRUNCATE ON {TABLE} FROM app_rw",
    ),
    "a trigger that the role that serves people may make": (
        f"GRANT TRIGGER ON {TABLE} TO app_rw",
        f"REVOKE TRIGGER ON {TABLE} FROM app_rw",
    ),
    "tables that the role that serves people may make": (
        "GRANT CREATE ON SCHEMA public TO app_rw",
        "REVOKE CREATE ON SCHEMA public FROM app_rw",
    ),
    "a statement that becomes another one": (
        f"CREATE RULE quiet AS ON DELETE TO {TABLE} DO INSTEAD NOTHING",
        f"DROP RULE quiet ON {TABLE}",
    ),
    "an audit log that may be rewritten": (
        "GRANT UPDATE ON activity_auditentry TO app_rw",
        "REVOKE UPDATE ON activity_auditentry FROM app_rw",
    ),
    "a line of the audit log that may be rewritten": (
        "GRANT UPDATE (reason) ON activity_auditentry TO app_rw",
        "REVOKE UPDATE (reason) ON activity_auditentry FROM app_rw",
    ),
    "an audit log from which may be taken": (
        "GRANT DELETE ON activity_auditentry TO app_rw",
        "REVOKE DELETE ON activity_auditentry FROM app_rw",
    ),
    "a trigger that is switched off": (
        "ALTER TABLE activity_auditentry DISABLE TRIGGER audit_table",
        "ALTER TABLE activity_auditentry ENABLE TRIGGER audit_table",
    ),
    "a trigger that looks where its caller says": (
        "ALTER FUNCTION meetings_recorded_stays() RESET search_path",
        "ALTER FUNCTION meetings_recorded_stays() SET search_path = pg_catalog, public, pg_temp",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_hole_in_the_database_is_seen(name: str, cities: Any) -> None:
    weaken, mend = MUTATIONS[name]
    assert find_isolation_problems() == []
    with owner_cursor() as cursor:
        cursor.execute(weaken)
        try:
            assert len(find_isolation_problems()) == 1
        finally:
            cursor.execute(mend)
    assert find_isolation_problems() == []


def test_a_weak_policy_lets_the_other_city_in(cities: Any) -> None:
    weaken, mend = MUTATIONS["weak policy"]
    with city_scope(cities[0].pk):
        assert raw_count() == 1
        with owner_cursor() as cursor:
            cursor.execute(weaken)
            try:
                assert raw_count() == 2
                # The manager is the second wall behind the first one.
                assert Organisation.objects.count() == 1
            finally:
                cursor.execute(mend)


def test_the_owner_stands_above_the_policy_and_is_reported(cities: Any, settings: Any) -> None:
    with owner_cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} OWNER TO app_owner; SELECT count(*) FROM {TABLE}")
        assert cursor.fetchone() == (2,)


def test_without_the_reset_the_scope_would_stay_open(cities: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wrapper sends the empty value after a scope inside a transaction; without it the city stays."""
    from django.db import transaction

    with transaction.atomic():
        with city_scope(cities[0].pk):
            assert raw_count() == 1
        assert raw_count() == 0
        with city_scope(cities[0].pk):
            assert raw_count() == 1
        wrappers = list(connection.execute_wrappers)
        connection.execute_wrappers.remove(scope.prepend_city_setting)
        try:
            assert raw_count() == 1
        finally:
            connection.execute_wrappers[:] = wrappers


def test_the_command_says_whether_the_wall_stands(cities: Any, capsys: pytest.CaptureFixture) -> None:
    call_command("check_tenancy")
    assert "The wall stands" in capsys.readouterr().out
    weaken, mend = MUTATIONS["a table that the role that serves people may empty"]
    with owner_cursor() as cursor:
        cursor.execute(weaken)
        try:
            with pytest.raises(CommandError, match="1 holes in the wall"):
                call_command("check_tenancy")
        finally:
            cursor.execute(mend)
    assert TABLE in capsys.readouterr().err
