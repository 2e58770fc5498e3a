"""Which reports wait, over all cities: ids and city numbers alone."""

from typing import Any

from django.conf import settings
from django.db import migrations

SIGNATURE = "reports_due_reports(integer)"
DUE = """
CREATE FUNCTION reports_due_reports(most integer) RETURNS TABLE (report_id bigint, report_city bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, city_id FROM reports_report
    WHERE state = 'waiting' OR (state = 'building' AND lease_until < statement_timestamp())
    ORDER BY id LIMIT most
$$"""


def create_function(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(DUE, params=None)
    schema_editor.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC", params=None)
    schema_editor.execute(f'GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{settings.DATABASE_ROLES["rw"]}"', params=None)


def drop_function(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(f"DROP FUNCTION IF EXISTS {SIGNATURE}", params=None)


OPERATIONS = [migrations.RunPython(create_function, drop_function)]
