"""The roll of a recorded session changes by corrections only: the database itself keeps it."""

from django.conf import settings
from django.db import migrations

# What is recorded stays. The owner alone may put wrong things right; the role that serves people may not, whatever the
# code says.
ROLE = settings.DATABASE_ROLES["rw"]
# A recorded mark changes only to what its newest correction says, once.
RECORDED_STAYS = f"""
CREATE FUNCTION meetings_recorded_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    mark meetings_attendance%ROWTYPE;
    correction meetings_attendancecorrection%ROWTYPE;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        SELECT * INTO correction FROM meetings_attendancecorrection c
            WHERE c.city_id = NEW.city_id AND c.session_id = NEW.session_id AND c.profile_id = NEW.profile_id
            ORDER BY c.id DESC LIMIT 1;
        IF correction.new_status = NEW.status AND correction.old_status = coalesce(OLD.status, '') AND (TG_OP = 'INSERT' OR
            (NEW.id, NEW.city_id, NEW.session_id, NEW.profile_id, NEW.sector) IS NOT DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.session_id, OLD.profile_id, OLD.sector)) THEN
            RETURN NEW;
        END IF;
    END IF;
    FOREACH mark IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END
    LOOP
        IF EXISTS (
            SELECT FROM meetings_session s
            WHERE s.city_id = mark.city_id AND s.id = mark.session_id AND s.state = 'recorded'
        ) THEN
            RAISE EXCEPTION 'the attendance of a recorded session stays as it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'meetings_recorded_stays';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER meetings_recorded_stays BEFORE INSERT OR UPDATE OR DELETE ON meetings_attendance
    FOR EACH ROW WHEN (current_user = '{ROLE}') EXECUTE FUNCTION meetings_recorded_stays();
"""
RECORDED_CHANGES = """
DROP TRIGGER meetings_recorded_stays ON meetings_attendance; DROP FUNCTION meetings_recorded_stays();
"""
# Corrections stay as they were written.
CORRECTION_STAYS = f"""
CREATE FUNCTION meetings_correction_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND EXISTS (
        SELECT FROM meetings_session s
        WHERE s.city_id = NEW.city_id AND s.id = NEW.session_id AND s.state = 'recorded'
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a correction is of a recorded session, and stays as it was written'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'meetings_correction_stays';
END $$;
CREATE TRIGGER meetings_correction_stays BEFORE INSERT OR UPDATE OR DELETE ON meetings_attendancecorrection
    FOR EACH ROW WHEN (current_user = '{ROLE}') EXECUTE FUNCTION meetings_correction_stays();
"""
CORRECTION_CHANGES = """
DROP TRIGGER meetings_correction_stays ON meetings_attendancecorrection; DROP FUNCTION meetings_correction_stays();
"""

OPERATIONS = [
    migrations.RunSQL(RECORDED_STAYS, RECORDED_CHANGES),
    migrations.RunSQL(CORRECTION_STAYS, CORRECTION_CHANGES),
]
