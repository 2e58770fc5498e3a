"""No child is a side of a collaboration: the database itself sees to it."""

from django.db import migrations

GROWN_UP = """
CREATE FUNCTION collaborations_grown_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.profile_id IS NOT NULL AND EXISTS (
        SELECT FROM stakeholders_profile p
        WHERE p.city_id = NEW.city_id AND p.id = NEW.profile_id AND p.age_band <> 'adult'
    ) THEN
        RAISE EXCEPTION 'a child is no side of a collaboration'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'collaborations_grown_up';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER collaborations_grown_up BEFORE INSERT OR UPDATE OF profile_id, city_id ON collaborations_party
    FOR EACH ROW EXECUTE FUNCTION collaborations_grown_up();
"""

CHECK = """
CREATE OR REPLACE FUNCTION collaborations_grown_up() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM stakeholders_profile p
        WHERE p.city_id = NEW.city_id AND p.id IN (%(people)s) AND p.age_band <> 'adult'
    ) THEN
        RAISE EXCEPTION 'a child is no side of a collaboration, and leads none'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'collaborations_grown_up';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER collaborations_grown_up ON collaborations_party;
CREATE TRIGGER collaborations_grown_up BEFORE INSERT OR UPDATE OF %(columns)s, city_id ON collaborations_party
    FOR EACH ROW EXECUTE FUNCTION collaborations_grown_up();
"""

OPERATIONS = [
    migrations.RunSQL(
        GROWN_UP,
        "DROP TRIGGER collaborations_grown_up ON collaborations_party; DROP FUNCTION collaborations_grown_up();",
    ),
]
# Who leads a class or a group is an adult too.
LEADERS = [
    migrations.RunSQL(
        CHECK % {"people": "NEW.profile_id, NEW.led_by_id", "columns": "profile_id, led_by_id"},
        CHECK % {"people": "NEW.profile_id", "columns": "profile_id"},
    ),
]
