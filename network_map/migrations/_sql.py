"""No child is on the map: the database itself sees to it."""

from django.db import migrations

GROWN_UP = """
CREATE FUNCTION network_map_grown_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.profile_id IS NOT NULL AND EXISTS (
        SELECT FROM stakeholders_profile p
        WHERE p.city_id = NEW.city_id AND p.id = NEW.profile_id AND p.age_band <> 'adult'
    ) THEN
        RAISE EXCEPTION 'a child is on no map'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'network_map_grown_up';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER network_map_grown_up BEFORE INSERT OR UPDATE OF profile_id, city_id ON network_map_mapchoice
    FOR EACH ROW EXECUTE FUNCTION network_map_grown_up();
"""

OPERATIONS = [
    migrations.RunSQL(
        GROWN_UP,
        "DROP TRIGGER network_map_grown_up ON network_map_mapchoice; DROP FUNCTION network_map_grown_up();",
    ),
]
