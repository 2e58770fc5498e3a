"""What is recorded stays: who was at a recorded session, and the words of an adopted model."""

from django.conf import settings
from django.db import migrations

# The owner alone may put wrong things right; the role that serves people may not, whatever the code says.
FROZEN = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_row {table}%ROWTYPE;
BEGIN
    FOREACH of_row IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END
    LOOP
        IF EXISTS (
            SELECT FROM {parent} p WHERE p.city_id = of_row.city_id AND p.id = of_row.{key} AND p.state IN ({states})
        ) THEN
            RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW WHEN (current_user = '{role}') EXECUTE FUNCTION {name}();
"""
ATTENDANCE = {
    "name": "labs_recorded_stays",
    "table": "labs_attendance",
    "parent": "labs_session",
    "key": "session_id",
    "states": "'recorded'",
    "words": "the attendance of a recorded session stays as it is",
}
BLOCKS = {
    "name": "labs_adopted_stays",
    "table": "labs_modelblock",
    "parent": "labs_modelversion",
    "key": "version_id",
    "states": "'adopted', 'superseded'",
    "words": "the words of an adopted model stay as they are",
}


def frozen(what: dict[str, str]) -> migrations.RunSQL:
    """The trigger, and how it is taken off."""
    sql = FROZEN.format(**what, role=settings.DATABASE_ROLES["rw"])
    return migrations.RunSQL(sql, "DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();".format(**what))


class Migration(migrations.Migration):
    dependencies = [("labs", "0002_citations")]

    operations = [frozen(ATTENDANCE), frozen(BLOCKS)]
