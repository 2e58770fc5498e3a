"""Which files wait for the worker, over all cities: ids and city numbers alone."""

from typing import Any

from django.conf import settings
from django.db import migrations

SIGNATURE = "stakeholders_due_imports(integer)"
DUE = """
CREATE FUNCTION stakeholders_due_imports(most integer) RETURNS TABLE (run_id bigint, run_city bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, city_id FROM stakeholders_importrun
    WHERE state IN ('reading', 'applying') AND (lease_until IS NULL OR lease_until < statement_timestamp())
    ORDER BY id LIMIT most
$$"""


def create_function(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(DUE, params=None)
    schema_editor.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC", params=None)
    schema_editor.execute(f'GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{settings.DATABASE_ROLES["rw"]}"', params=None)


def drop_function(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(f"DROP FUNCTION IF EXISTS {SIGNATURE}", params=None)


WITH_UNDOING = DUE.replace("CREATE", "CREATE OR REPLACE").replace("'applying')", "'applying', 'undoing')")


def replace_function(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(WITH_UNDOING, params=None)


def restore_function(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(DUE.replace("CREATE", "CREATE OR REPLACE"), params=None)


OPERATIONS = [migrations.RunPython(create_function, drop_function)]
UNDOING_TOO = [migrations.RunPython(replace_function, restore_function)]
