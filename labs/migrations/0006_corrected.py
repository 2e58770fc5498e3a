"""A recorded mark changes only to what its newest correction says, once; and corrections stay as they were written."""

from importlib import import_module

from django.conf import settings
from django.db import migrations

ROLE = settings.DATABASE_ROLES["rw"]
CORRECTED = """
CREATE OR REPLACE FUNCTION labs_recorded_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_row labs_attendance%ROWTYPE;
    said labs_attendancecorrection%ROWTYPE;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        SELECT * INTO said FROM labs_attendancecorrection c
            WHERE c.city_id = NEW.city_id AND c.session_id = NEW.session_id AND c.profile_id = NEW.profile_id
            ORDER BY c.id DESC LIMIT 1;
        IF said.new_status = NEW.status AND said.old_status = coalesce(OLD.status, '') AND (TG_OP = 'INSERT' OR
            (NEW.id, NEW.city_id, NEW.session_id, NEW.profile_id, NEW.sector) IS NOT DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.session_id, OLD.profile_id, OLD.sector)) THEN
            RETURN NEW;
        END IF;
    END IF;
    FOREACH of_row IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END
    LOOP
        IF EXISTS (
            SELECT FROM labs_session p WHERE p.city_id = of_row.city_id AND p.id = of_row.session_id AND p.state = 'recorded'
        ) THEN
            RAISE EXCEPTION 'the attendance of a recorded session stays as it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'labs_recorded_stays';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
KEPT = f"""
CREATE FUNCTION labs_correction_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND EXISTS (
        SELECT FROM labs_session p WHERE p.city_id = NEW.city_id AND p.id = NEW.session_id AND p.state = 'recorded'
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a correction is of a recorded session, and stays as it was written'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'labs_correction_stays';
END $$;
CREATE TRIGGER labs_correction_stays BEFORE INSERT OR UPDATE OR DELETE ON labs_attendancecorrection
    FOR EACH ROW WHEN (current_user = '{ROLE}') EXECUTE FUNCTION labs_correction_stays();
"""
FORGOTTEN = "DROP TRIGGER labs_correction_stays ON labs_attendancecorrection; DROP FUNCTION labs_correction_stays();"


def as_before() -> str:
    """The function without corrections."""
    frozen = import_module("labs.migrations.0003_frozen")
    whole = frozen.FROZEN.format(**frozen.ATTENDANCE, role=ROLE)
    return whole[: whole.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("labs", "0005_corrections")]

    operations = [migrations.RunSQL(CORRECTED, as_before()), migrations.RunSQL(KEPT, FORGOTTEN)]
