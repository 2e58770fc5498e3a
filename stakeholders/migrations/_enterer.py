"""What is written down for a person who is kept by another names who wrote it (invariant 9): the database holds it."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

FUNCTION = """
CREATE FUNCTION stakeholders_names_enterer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF to_jsonb(NEW) ->> TG_ARGV[0] IS NULL AND EXISTS (
        SELECT FROM stakeholders_profile kept
        WHERE kept.city_id = NEW.city_id AND kept.id = NEW.profile_id AND kept.user_id IS NULL
            AND kept.managed_by_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'what is entered for another person names who entered it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stakeholders_names_enterer';
    END IF;
    RETURN NEW;
END $$"""


def create_function(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(FUNCTION, params=None)


def drop_function(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP FUNCTION IF EXISTS stakeholders_names_enterer()", params=None)


def guard_table(table: str, column: str) -> migrations.RunPython:
    """A new row of the table about a kept person says in this column who entered it."""
    create = (
        f"CREATE TRIGGER names_enterer BEFORE INSERT ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION stakeholders_names_enterer('{column}')"
    )
    return migrations.RunPython(_run_statement(create), _run_statement(f"DROP TRIGGER names_enterer ON {table}"))


def _run_statement(statement: str) -> Callable[[Any, Any], None]:
    def run_statement(apps: Any, schema_editor: Any) -> None:
        schema_editor.execute(statement, params=None)

    return run_statement
